// Protects the serialization of request bodies: a value that JSON cannot represent, or a body that is too large, is
// rejected by name and not sent.
import { describe, expect, test } from "vitest";
import type { VideoGenerationRequest } from "../../generated/types.ts";
import { EvoLink, InvalidRequestError } from "../../src/sdk/index.ts";
import { serializeRequest } from "../../src/sdk/validation/serialize-request.ts";

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
  // The bodies are what TypeScript would reject.
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

describe("is rejected, names the place, and sends nothing", () => {
  test.each([
    { what: "a function", body: { ...request, prompt: () => "A" }, place: "/prompt" },
    { what: "a symbol", body: { ...request, prompt: Symbol("a") }, place: "/prompt" },
    { what: "a bigint", body: { ...request, duration: 5n }, place: "/duration" },
    { what: "not a number", body: { ...request, duration: Number.NaN }, place: "/duration" },
    { what: "infinity", body: { ...request, duration: Infinity }, place: "/duration" },
    { what: "undefined in an array", body: { ...request, image_urls: [undefined] }, place: "/image_urls/0" },
    { what: "a hole in an array", body: { ...request, image_urls: Array(1) }, place: "/image_urls/0" },
    { what: "a date", body: { ...request, prompt: new Date(0) }, place: "/prompt" },
    { what: "a String object", body: { ...request, prompt: new String("A") }, place: "/prompt" },
    { what: "a map", body: { ...request, model_params: new Map() }, place: "/model_params" },
    { what: "an instance of a class", body: { ...request, model_params: new Params() }, place: "/model_params" },
    {
      what: "an heir",
      body: { ...request, model_params: Object.create({ multi_shot: false }) as object },
      place: "/model_params",
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
      place: "/model_params/multi_shot",
    },
    {
      what: "a throwing getter",
      body: {
        ...request,
        get prompt() {
          return throwing();
        },
      },
      place: "/prompt",
    },
    { what: "toJSON", body: { ...request, model_params: { toJSON: () => ({}) } }, place: "/model_params" },
    {
      what: "toJSON on an array",
      body: { ...request, image_urls: Object.assign([], { toJSON: () => [] }) },
      place: "/image_urls",
    },
    { what: "a cycle", body: { ...request, model_params: cyclic }, place: "(root)" },
    { what: "a body that is a revoked proxy", body: revoked(), place: "(root)" },
    { what: "100,000 levels", body: { ...request, model_params: nested(100_000) }, place: "(root)" },
    {
      what: "a million valid image_urls",
      body: { ...request, image_urls: Array(1e6).fill("https://a.example/") },
      place: "/image_urls",
    },
    { what: "a prompt of 100 MB", body: { ...request, prompt: "a".repeat(1e8) }, place: "/prompt" },
    {
      what: "a name of 100 MB",
      body: { ...request, model_params: { ["a".repeat(1e8)]: 1 } },
      place: "/model_params",
    },
    {
      what: "a million members",
      body: {
        ...request,
        model_params: Object.fromEntries(Array.from({ length: 1e5 }, (_, index) => [`a${index}`, 1])),
      },
      place: "/model_params",
    },
    { what: "undefined", body: undefined, place: "(root)" },
    { what: "a list", body: [request], place: "(root)" },
    { what: "__proto__", body: JSON.parse('{ "__proto__": 1 }') as unknown, place: "/__proto__" },
  ])("$what", async ({ body, place }) => {
    const { bodies, error, milliseconds } = await generate(body);

    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as InvalidRequestError).message).toContain(`\n  ${place}: `);
    expect(bodies).toEqual([]);
    expect(milliseconds).toBeLessThan(200);
  });

  test("the same in extraBody", async () => {
    const { bodies, error } = await generate(request, { not_a_field: 5n });

    expect((error as InvalidRequestError).message).toContain("/not_a_field: ");
    expect(bodies).toEqual([]);
  });
});

/** The messages with which a body is rejected. */
function refusals(body: unknown, isMock = false): readonly string[] {
  try {
    serializeRequest({ validate: true, isMock, warn: () => undefined }, body, {});
    return [];
  } catch (error) {
    return error instanceof InvalidRequestError ? error.violations.map(({ message }) => message) : [String(error)];
  }
}

const loopbackCallback = { ...request, callback_url: "http://127.0.0.1:8080/hook" };

describe("names what is wrong", () => {
  test.each([
    { what: "null", body: null, messages: ["(root): must be of type object, got null (type)"] },
    { what: "a list", body: [], messages: ["(root): must be of type object, got [] (type)"] },
    { what: "a text", body: "A fox", messages: ['(root): must be of type object, got "A fox" (type)'] },
    {
      what: "a proxy that throws where it is written",
      body: new Proxy(request, {
        get(target, key): unknown {
          if (key === "prompt") throw new Error("mine");
          return Reflect.get(target, key);
        },
      }),
      messages: ["(root): cannot be written as JSON: mine (json)"],
    },
    {
      what: "a rule beyond the schema",
      body: { ...request, prompt: "<<<image_1>>>" },
      messages: ['/prompt: refers to an image, but the request has none, got "<<<image_1>>>" (references)'],
    },
    {
      what: "what does not match the schema, before the rules beyond it",
      body: { ...request, prompt: "<<<image_1>>>", duration: 2 },
      messages: ["/duration: must be at least 3, got 2 (minimum)"],
    },
    {
      what: "a callback to a mock on loopback, which is allowed, does not hide the rest",
      isMock: true,
      body: { ...loopbackCallback, duration: 2 },
      messages: ["/duration: must be at least 3, got 2 (minimum)"],
    },
    { what: "nothing, of a callback to loopback with a mock", isMock: true, body: loopbackCallback, messages: [] },
  ])("$what", ({ body, messages, isMock }) => {
    expect(refusals(body, isMock)).toEqual(messages);
  });

  test("the violation of a body that is no object", () => {
    expect(() => serializeRequest({ validate: false, isMock: false, warn: () => undefined }, null, {})).toThrow(
      expect.objectContaining({ violations: [expect.objectContaining({ keyword: "type", limit: "object" })] }),
    );
  });
});

test.each([
  { what: "with a video_url", body: request, warnings: 0 },
  { what: "without one", body: { ...request, video_url: undefined }, warnings: 1 },
])("a request $what: $warnings warnings", ({ body, warnings }) => {
  const warned: string[] = [];

  serializeRequest({ validate: true, isMock: false, warn: (warning) => warned.push(warning) }, body, {});

  expect(warned).toHaveLength(warnings);
});

describe("is sent", () => {
  test.each([
    { what: "undefined members are left out", body: { ...request, quality: undefined } },
    { what: "an object without a prototype", body: Object.assign(Object.create(null) as object, request) },
    { what: "what a transparent proxy shows", body: new Proxy({ ...request }, {}) },
    {
      what: "10,000 image_urls without a video",
      body: { ...request, video_url: undefined, image_urls: Array(9_000).fill("https://a.example/") },
    },
  ])("$what", async ({ body }) => {
    const { bodies, error } = await generate(body);

    expect(error).toBeUndefined();
    expect(bodies.map((text) => JSON.parse(text) as unknown)).toEqual([JSON.parse(JSON.stringify(body))]);
  });

  test("more unknown fields of extraBody than messages list, and a misspelt one is still found", async () => {
    const extra = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`not_a_field_${index}`, index]));

    const [sent, refused] = [await generate(request, extra), await generate({ ...request, promt: "A" }, extra)];

    expect([sent.error, sent.bodies.length]).toEqual([undefined, 1]);
    expect((refused.error as InvalidRequestError).violations.map(({ pointer }) => pointer)).toEqual(["/promt"]);
  });
});

test.each([() => 1, Symbol("a"), 5n, {}, [], null, undefined])(
  "a task id that is no text is rejected as such: %s",
  async (id) => {
    const client = new EvoLink({ apiKey: "sk-test", baseUrl: "https://api.example.com" });

    await expect(client.tasks.get(id as string)).rejects.toBeInstanceOf(InvalidRequestError);
  },
);
