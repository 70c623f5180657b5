// Protects the serialization of a request body: a value that JSON would change, or that is too large, is named in the
// error and not sent.
import { describe, expect, test } from "vitest";
import type { VideoGenerationRequest } from "../../../generated/types.ts";
import { EvoLink, InvalidRequestError } from "../../../src/sdk/index.ts";
import { serializeRequest } from "../../../src/sdk/validation/serialize-request.ts";

const request = { model: "kling-o3-reference-to-video", prompt: "A fox", video_url: "https://example.com/a.mp4" };

interface Sent {
  readonly bodies: readonly string[];
  readonly error: unknown;
  readonly milliseconds: number;
}

async function generate(body: unknown, extraBody?: Readonly<Record<string, unknown>>): Promise<Sent> {
  const bodies: string[] = [];
  const client = new EvoLink({
    apiKey: "sk-test",
    baseUrl: "https://api.example.com",
    fetch: (_, init) => {
      if (typeof init.body === "string") bodies.push(init.body);
      return Promise.resolve(Response.json({ id: "task-unified-1", status: "pending" }));
    },
  });
  const start = performance.now();
  // TypeScript would reject these bodies.
  const error = await client.videos.generate(body as VideoGenerationRequest, { extraBody }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { bodies, error, milliseconds: performance.now() - start };
}

class Params {
  readonly multi_shot = false;
}
const cyclic: Record<string, unknown> = {};
cyclic.watermark_info = cyclic;
const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = (): never => {
  throw new Error("mine");
};

describe("is rejected with its pointer, and nothing is sent", () => {
  test.each([
    { what: "a function", body: { ...request, prompt: () => "A" }, pointer: "/prompt" },
    { what: "a symbol", body: { ...request, prompt: Symbol("a") }, pointer: "/prompt" },
    { what: "a bigint", body: { ...request, duration: 5n }, pointer: "/duration" },
    { what: "NaN", body: { ...request, duration: Number.NaN }, pointer: "/duration" },
    { what: "infinity", body: { ...request, duration: Infinity }, pointer: "/duration" },
    { what: "undefined in an array", body: { ...request, image_urls: [undefined] }, pointer: "/image_urls/0" },
    { what: "a hole in an array", body: { ...request, image_urls: Array(1) }, pointer: "/image_urls/0" },
    { what: "a date", body: { ...request, prompt: new Date(0) }, pointer: "/prompt" },
    { what: "a String object", body: { ...request, prompt: new String("A") }, pointer: "/prompt" },
    { what: "a map", body: { ...request, model_params: new Map() }, pointer: "/model_params" },
    { what: "an instance of a class", body: { ...request, model_params: new Params() }, pointer: "/model_params" },
    {
      what: "an object with a prototype",
      body: { ...request, model_params: Object.create({ multi_shot: false }) as object },
      pointer: "/model_params",
    },
    {
      what: "a getter",
      body: {
        ...request,
        model_params: {
          get multi_shot() {
            return false;
          },
        },
      },
      pointer: "/model_params/multi_shot",
    },
    {
      what: "a throwing getter",
      body: {
        ...request,
        get prompt() {
          return throwing();
        },
      },
      pointer: "/prompt",
    },
    { what: "toJSON", body: { ...request, model_params: { toJSON: () => ({}) } }, pointer: "/model_params" },
    {
      what: "toJSON on an array",
      body: { ...request, image_urls: Object.assign([], { toJSON: () => [] }) },
      pointer: "/image_urls",
    },
    { what: "a cycle", body: { ...request, model_params: cyclic }, pointer: "(root)" },
    { what: "a body that is a revoked proxy", body: revoked(), pointer: "(root)" },
    { what: "100,000 levels", body: { ...request, model_params: nested(100_000) }, pointer: "(root)" },
    {
      what: "a million valid image_urls",
      body: { ...request, image_urls: Array(1e6).fill("https://a.example/") },
      pointer: "/image_urls",
    },
    { what: "a prompt of 100 MB", body: { ...request, prompt: "a".repeat(1e8) }, pointer: "/prompt" },
    {
      what: "a name of 100 MB",
      body: { ...request, model_params: { ["a".repeat(1e8)]: 1 } },
      pointer: "/model_params",
    },
    {
      what: "100,000 members",
      body: {
        ...request,
        model_params: Object.fromEntries(Array.from({ length: 1e5 }, (_, index) => [`a${index}`, 1])),
      },
      pointer: "/model_params",
    },
    { what: "undefined", body: undefined, pointer: "(root)" },
    { what: "an array", body: [request], pointer: "(root)" },
    { what: "__proto__", body: JSON.parse('{ "__proto__": 1 }') as unknown, pointer: "/__proto__" },
  ])("$what", async ({ body, pointer }) => {
    const { bodies, error, milliseconds } = await generate(body);

    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as InvalidRequestError).message).toContain(`\n  ${pointer}: `);
    expect(bodies).toEqual([]);
    expect(milliseconds).toBeLessThan(200);
  });

  test("an unserializable value in extraBody", async () => {
    const { bodies, error } = await generate(request, { not_a_field: 5n });

    expect((error as InvalidRequestError).message).toContain("/not_a_field: ");
    expect(bodies).toEqual([]);
  });
});

/** Returns the messages of the violations for which a body is rejected. */
function refusals(body: unknown, isMock = false): readonly string[] {
  try {
    serializeRequest({ validate: true, isMock, warn: () => undefined }, body, {});
    return [];
  } catch (error) {
    return error instanceof InvalidRequestError ? error.violations.map(({ message }) => message) : [String(error)];
  }
}

const loopbackCallback = { ...request, callback_url: "http://127.0.0.1:8080/hook" };

describe("the violations of a body", () => {
  test.each([
    { what: "null", body: null, messages: ["(root): must be of type object, got null (type)"] },
    { what: "an array", body: [], messages: ["(root): must be of type object, got [] (type)"] },
    { what: "a string", body: "A fox", messages: ['(root): must be of type object, got "A fox" (type)'] },
    {
      what: "a proxy that throws while it is serialized",
      body: new Proxy(request, {
        get(target, key): unknown {
          if (key === "prompt") throw new Error("mine");
          return Reflect.get(target, key);
        },
      }),
      messages: ["(root): cannot be written as JSON: mine (json)"],
    },
    {
      what: "a semantic rule",
      body: { ...request, prompt: "<<<image_1>>>" },
      messages: ['/prompt: refers to an image, but the request has none, got "<<<image_1>>>" (references)'],
    },
    {
      what: "a schema violation, which is reported before semantic rules",
      body: { ...request, prompt: "<<<image_1>>>", duration: 2 },
      messages: ["/duration: must be at least 3, got 2 (minimum)"],
    },
    {
      what: "another violation beside a loopback callback, which a mock allows",
      isMock: true,
      body: { ...loopbackCallback, duration: 2 },
      messages: ["/duration: must be at least 3, got 2 (minimum)"],
    },
    { what: "a loopback callback, which a mock allows", isMock: true, body: loopbackCallback, messages: [] },
  ])("$what", ({ body, messages, isMock }) => {
    expect(refusals(body, isMock)).toEqual(messages);
  });

  test("a body that is not an object has a violation even without validation", () => {
    expect(() => serializeRequest({ validate: false, isMock: false, warn: () => undefined }, null, {})).toThrow(
      expect.objectContaining({ violations: [expect.objectContaining({ keyword: "type", limit: "object" })] }),
    );
  });
});

test.each([
  { what: "with a video_url", body: request, warnings: 0 },
  { what: "without a video_url", body: { ...request, video_url: undefined }, warnings: 1 },
])("a request $what gives $warnings warnings", ({ body, warnings }) => {
  const warned: string[] = [];

  serializeRequest({ validate: true, isMock: false, warn: (warning) => warned.push(warning) }, body, {});

  expect(warned).toHaveLength(warnings);
});

describe("is sent", () => {
  test.each([
    { what: "undefined members, which are left out", body: { ...request, quality: undefined } },
    { what: "an object without a prototype", body: Object.assign(Object.create(null) as object, request) },
    { what: "a transparent proxy", body: new Proxy({ ...request }, {}) },
    {
      what: "9,000 image_urls without a video",
      body: { ...request, video_url: undefined, image_urls: Array(9_000).fill("https://a.example/") },
    },
  ])("$what", async ({ body }) => {
    const { bodies, error } = await generate(body);

    expect(error).toBeUndefined();
    expect(bodies.map((text) => JSON.parse(text) as unknown)).toEqual([JSON.parse(JSON.stringify(body))]);
  });

  test("many unknown fields in extraBody, but a misspelt field of the body is still found", async () => {
    const extra = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`not_a_field_${index}`, index]));

    const [sent, refused] = [await generate(request, extra), await generate({ ...request, promt: "A" }, extra)];

    expect([sent.error, sent.bodies.length]).toEqual([undefined, 1]);
    expect((refused.error as InvalidRequestError).violations.map(({ pointer }) => pointer)).toEqual(["/promt"]);
  });
});

test.each([() => 1, Symbol("a"), 5n, {}, [], null, undefined])(
  "a task id that is not a string is rejected: %s",
  async (id) => {
    const client = new EvoLink({ apiKey: "sk-test", baseUrl: "https://api.example.com" });

    await expect(client.tasks.get(id as string)).rejects.toBeInstanceOf(InvalidRequestError);
  },
);
