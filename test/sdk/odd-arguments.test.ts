// Protects JavaScript callers: for any invalid argument nothing is sent or charged, and one EvoLinkError names what is
// wrong.
import { describe, expect, test } from "vitest";
import { EvoLink, EvoLinkError, type Fetch } from "../../src/sdk/index.ts";

const ID = "task-unified-1757169743-7cvnl5zw";
const request = { model: "kling-o3-reference-to-video", prompt: "A fox" } as const;
const trap = () => {
  throw new Error("trap");
};
const proxy: unknown = new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap });
const getter = (name: string): unknown => Object.defineProperty({}, name, { get: trap, enumerable: true });

/** Creates a client without types, and a function that returns the number of its requests. */
function looseClient(): { client: LooseClient; calls: () => number } {
  let calls = 0;
  const fetch: Fetch = () => {
    calls++;
    return Promise.resolve(new Response(JSON.stringify({ id: ID, status: "completed", results: [] })));
  };
  const client = new EvoLink({ apiKey: "test-key-123", baseUrl: "https://api.example.com", fetch });
  return { client: client as unknown as LooseClient, calls: () => calls };
}

/** The client without its types. */
interface LooseClient {
  readonly videos: Record<"generate" | "generateAndWait", (body: unknown, options?: unknown) => Promise<unknown>>;
  readonly tasks: Record<"get" | "wait", (task: unknown, options?: unknown) => Promise<unknown>>;
  readonly credits: { readonly get: (options?: unknown) => Promise<unknown> };
}

async function failureOf(call: () => Promise<unknown>): Promise<EvoLinkError> {
  const error: unknown = await Promise.resolve()
    .then(call)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(EvoLinkError);
  return error as EvoLinkError;
}

describe("tasks.get and tasks.wait reject a value that is not a task id", () => {
  const values = {
    null: null,
    "a number": 5,
    "no id": {},
    "an id of another type": { id: 5 },
    "a getter": getter("id"),
    proxy,
  };

  test.each(Object.entries(values))("%s", async (_name, value) => {
    const { client, calls } = looseClient();

    const errors = [await failureOf(() => client.tasks.get(value)), await failureOf(() => client.tasks.wait(value))];

    for (const { message } of errors) expect(message).toContain("task_id: is not a task id (task-unified-…)");
    expect(calls()).toBe(0);
  });
});

describe("a request body that is not a plain object is rejected", () => {
  const values = { undefined, null: null, "a number": 5, "an array": [], "a getter": getter("prompt"), proxy };

  test.each(Object.entries(values))("%s", async (_name, value) => {
    const { client, calls } = looseClient();

    const { name, message } = await failureOf(() => client.videos.generate(value));

    expect(name).toBe("InvalidRequestError");
    expect(message).not.toMatch(/object, not object/);
    expect(calls()).toBe(0);
  });
});

describe("the options of a call", () => {
  const unreadable = /cannot be read/;
  test.each<{ name: string; options: unknown; message: RegExp }>([
    { name: "null", options: null, message: /options must be an object/ },
    { name: "a getter that throws", options: getter("signal"), message: unreadable },
    { name: "a proxy that throws", options: proxy, message: unreadable },
    { name: "extraBody: null", options: { extraBody: null }, message: /^extraBody must be an object, got null/ },
    { name: "extraBody as an array", options: { extraBody: [1] }, message: /^extraBody must be an object/ },
    { name: "extraBody as a string", options: { extraBody: "{}" }, message: /^extraBody must be an object/ },
    { name: "callbacks: null", options: { callbacks: null }, message: /^callbacks must be a callback handler/ },
    {
      name: "callbacks without subscribe",
      options: { callbacks: {} },
      message: /^callbacks must be a callback handler/,
    },
    { name: "headers as an array", options: { headers: [["a", "b"]] }, message: /^headers must be an object of names/ },
    { name: "headers as a map", options: { headers: new Map([["a", "b"]]) }, message: /^headers must be an object/ },
    { name: "headers with a line break", options: { headers: { a: "b\nc" } }, message: /^headers must be an object/ },
    ...["Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade"].map(
      (name) => ({
        name: `the header ${name}, which would break the request`,
        options: { headers: { [name]: "1" } },
        message: new RegExp(`^headers must be .* without .*${name.toLowerCase()}`),
      }),
    ),
    { name: "onCreated as a string", options: { onCreated: "log" }, message: /^onCreated must be a function/ },
  ])("$name is rejected before anything is sent", async ({ options, message }) => {
    const { client, calls } = looseClient();

    const error = await failureOf(() => client.videos.generateAndWait(request, options));

    expect(error.message).toMatch(message);
    expect(calls()).toBe(0);
  });

  test.each<{ name: string; call: (client: LooseClient, options: unknown) => Promise<unknown> }>([
    { name: "videos.generate", call: ({ videos }, options) => videos.generate(request, options) },
    { name: "tasks.get", call: ({ tasks }, options) => tasks.get(ID, options) },
    { name: "tasks.wait", call: ({ tasks }, options) => tasks.wait(ID, options) },
    { name: "credits.get", call: ({ credits }, options) => credits.get(options) },
  ])("$name rejects options that cannot be read", async ({ call }) => {
    const { client, calls } = looseClient();

    for (const options of [null, proxy, getter("signal")]) await failureOf(() => call(client, options));

    expect(calls()).toBe(0);
  });
});

describe("invalid options of a client are rejected", () => {
  test.each<{ name: string; options: unknown; message: RegExp }>([
    { name: "null", options: null, message: /options must be an object/ },
    { name: "a proxy that throws", options: proxy, message: /cannot be read/ },
    { name: "apiKey as a number", options: { apiKey: 5 }, message: /^apiKey must be a string, got 5/ },
    { name: "apiKey: null", options: { apiKey: null }, message: /^apiKey must be a string, got null/ },
    {
      name: "baseUrl as a URL",
      options: { baseUrl: new URL("https://a.example") },
      message: /^baseUrl must be a string/,
    },
    { name: "logger as a function", options: { logger: trap }, message: /^logger must be an object with debug\(\)/ },
    { name: "logger without error()", options: { logger: { info: trap } }, message: /^logger must be an object with/ },
  ])("$name", async ({ options, message }) => {
    const Loose = EvoLink as unknown as new (options: unknown) => unknown;

    const error = await failureOf(() => Promise.resolve(new Loose(options)));

    expect(error.message).toMatch(message);
  });
});
