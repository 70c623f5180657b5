// Protects the caller from a custom fetch that violates the Fetch standard: one create request, and one EvoLinkError
// that keeps the task's id.
import { describe, expect, test } from "vitest";
import { EvoLink, EvoLinkError, OutcomeUnknownError, type Fetch } from "../../../src/sdk/index.ts";

const ID = "task-unified-1757169743-7cvnl5zw";
const created = JSON.stringify({ id: ID, status: "pending" });
const request = { model: "kling-o3-reference-to-video", prompt: "A fox" } as const;

/** Creates a client with this fetch, and a function that returns the number of its calls. */
function clientOf(fetch: () => unknown): { client: EvoLink; calls: () => number } {
  let calls = 0;
  const odd = () => {
    calls++;
    return new Promise((resolve) => resolve(fetch()));
  };
  const options = { apiKey: "test-key-123", baseUrl: "https://api.example.com", timeout: 500, deadline: 600 };
  return { client: new EvoLink({ ...options, fetch: odd as Fetch }), calls: () => calls };
}

/** Creates a proxy that throws on every access. */
function hostileProxy(): object {
  const trap = () => {
    throw new Error("trap");
  };
  return new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap });
}

function throwIt(value: unknown): never {
  throw value;
}

function unreadable(): never {
  throw new Error("text() was called");
}

function streamOf(piece: unknown): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(piece);
      controller.close();
    },
  });
}

async function* piecesOf(piece: unknown): AsyncGenerator {
  yield await Promise.resolve(piece);
}

describe("a fetch that does not resolve to a response leaves the outcome unknown", () => {
  test.each<{ name: string; response: unknown }>([
    { name: "undefined", response: undefined },
    { name: "null", response: null },
    { name: "a string", response: created },
    { name: "an empty object", response: {} },
    { name: "an array", response: [] },
    { name: "the parsed body", response: { id: ID, status: "pending" } },
    { name: "a response of axios", response: { status: 200, data: { id: ID }, headers: {} } },
    { name: "a status that is a string", response: { status: "200", text: () => Promise.resolve(created) } },
    {
      name: "a status that throws",
      response: Object.defineProperty({}, "status", { get: () => throwIt("no status") }),
    },
    { name: "text() that returns no string", response: { status: 200, text: () => Promise.resolve(5) } },
    { name: "text() that throws undefined", response: { status: 200, text: () => throwIt(undefined) } },
    { name: "a proxy that throws", response: hostileProxy() },
  ])("$name", async ({ response }) => {
    const { client, calls } = clientOf(() => response);

    const error: unknown = await client.videos.generate(request).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(calls()).toBe(1);
  });

  test.each<{ name: string; headers: unknown }>([
    { name: "undefined", headers: undefined },
    { name: "null", headers: null },
    { name: "an object with get()", headers: { get: () => null } },
    { name: "a map", headers: new Map([["x-request-id", "req-1"]]) },
  ])("a response whose headers are $name is accepted", async ({ headers }) => {
    const { client } = clientOf(() => ({ status: 200, headers, text: () => Promise.resolve(created) }));

    const task = await client.videos.generate(request);

    expect(task.id).toBe(ID);
  });
});

describe("a body that is not a web stream of bytes is read", () => {
  const bytes = new TextEncoder().encode(created);
  test.each<{ name: string; response: () => unknown }>([
    { name: "text() with a byte order mark", response: () => ({ status: 200, text: () => `\ufeff${created}` }) },
    { name: "a stream of strings", response: () => new Response(streamOf(created)) },
    { name: "a Node.js stream", response: () => ({ status: 200, body: piecesOf(bytes), text: unreadable }) },
    {
      name: "a stream of views",
      response: () => ({ status: 200, body: piecesOf(new DataView(bytes.buffer)), text: unreadable }),
    },
    { name: "a stream of buffers", response: () => ({ status: 200, body: piecesOf(bytes.buffer), text: unreadable }) },
  ])("$name", async ({ response }) => {
    const { client } = clientOf(response);

    const task = await client.videos.generate(request);

    expect(task.id).toBe(ID);
  });

  test.each<{ name: string; ending: () => unknown; reason: RegExp }>([
    { name: "is cut off", ending: () => throwIt(new Error("Premature close")), reason: /Premature close/ },
    { name: "does not end", ending: () => "x".repeat(1_000), reason: /more than 100000 bytes \(maxResponseBytes\)/ },
  ])("a Node.js stream that $name keeps the task's id", async ({ ending, reason }) => {
    async function* body(): AsyncGenerator {
      yield Buffer.from(created.slice(0, -1));
      for (;;) yield Buffer.from(String(await Promise.resolve().then(ending)));
    }
    const { client, calls } = clientOf(() => ({ status: 200, body: body(), text: unreadable }));

    const error: unknown = await client
      .withOptions({ maxResponseBytes: 100_000 })
      .videos.generate(request)
      .catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ taskId: ID, status: 200, message: expect.stringMatching(reason) as unknown });
    expect(calls()).toBe(1);
  });
});

describe("any value that a fetch throws leaves the outcome unknown", () => {
  const cyclic = new Error("cyclic");
  cyclic.cause = cyclic;
  test.each<{ name: string; thrown: unknown }>([
    { name: "undefined", thrown: undefined },
    { name: "null", thrown: null },
    { name: "a string", thrown: "no network" },
    { name: "a symbol", thrown: Symbol("no network") },
    { name: "an object without a prototype", thrown: Object.create(null) },
    { name: "an object whose toString throws", thrown: { toString: () => throwIt("no text") } },
    { name: "a frozen error", thrown: Object.freeze(new Error("frozen")) },
    { name: "an error that is its own cause", thrown: cyclic },
    { name: "an error whose members have other types", thrown: Object.assign(new Error(), { message: 5, name: 6 }) },
    {
      name: "an AggregateError whose errors are not a list",
      thrown: Object.assign(new AggregateError([]), { errors: 5 }),
    },
    {
      name: "an error whose message throws",
      thrown: Object.defineProperty(new Error(), "message", { get: () => throwIt("unreadable") }),
    },
    {
      name: "an error whose message is an object",
      thrown: Object.assign(new Error(), { message: Object.create(null) as unknown }),
    },
    {
      name: "an error whose code throws",
      thrown: Object.defineProperty(new Error("x"), "code", { get: () => throwIt("unreadable") }),
    },
    {
      name: "an error whose stack throws",
      thrown: Object.defineProperty(new Error("x"), "stack", { get: () => throwIt("unreadable") }),
    },
    { name: "an error with a proxy for a cause", thrown: new Error("outer", { cause: hostileProxy() }) },
    { name: "an AggregateError with a proxy", thrown: new AggregateError([hostileProxy()], "several") },
    { name: "a proxy that throws", thrown: hostileProxy() },
  ])("$name", async ({ thrown }) => {
    const { client, calls } = clientOf(() => throwIt(thrown));

    const error: unknown = await client.videos.generate(request).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(calls()).toBe(1);
  });

  test("an abort reason that cannot be read still gives an AbortError", async () => {
    const controller = new AbortController();
    const { client } = clientOf(() => new Promise(() => controller.abort(hostileProxy())));

    const error: unknown = await client.videos
      .generate(request, { signal: controller.signal })
      .catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(EvoLinkError);
    expect(error).toHaveProperty("name", "AbortError");
  });
});
