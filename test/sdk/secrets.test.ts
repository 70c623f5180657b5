// Protects secrets: the API key appears in no error, log line, inspection or dump, whatever the server or the runtime
// echoes.
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  EvoLink,
  type ClientOptions,
  type EvoLinkError,
  type Fetch,
  type Logger,
  type VideoGenerationRequest,
} from "../../src/sdk/index.ts";
import { TASK } from "./faulty-server.ts";

const KEY = "sk-canary-3f9a1c77";
const body: VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "a private prompt",
  video_url: "https://example.com/a.mp4?token=private",
};

/** Returns everything that a program could print of a value. */
function printed(value: unknown): string {
  const parts = [
    inspect(value, { depth: null, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
  ];
  for (let error: unknown = value; error instanceof Error; error = error.cause) {
    parts.push(
      error.message,
      error.stack ?? "",
      JSON.stringify(error),
      JSON.stringify(error, Object.getOwnPropertyNames(error)),
    );
  }
  return parts.join("\n");
}

const lines: string[] = [];
const write = (message: string, details?: unknown): void => void lines.push(message, printed(details));
const logger: Logger = { debug: write, info: write, warn: write, error: write };

beforeEach(() => {
  lines.length = 0;
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const echo =
  (status: number, headers: Record<string, string> = {}): Fetch =>
  (_url, init) => {
    const sent = Object.fromEntries(new Headers(init.headers));
    return Promise.resolve(
      Response.json(
        { error: { code: "echo", message: `you sent ${JSON.stringify(sent)}`, type: KEY } },
        { status, headers },
      ),
    );
  };
const throwing =
  (error: Error): Fetch =>
  () =>
    Promise.reject(error);

function client(fetch: Fetch, options: ClientOptions = {}): EvoLink {
  return new EvoLink({ apiKey: KEY, fetch, logger, logLevel: "debug", deadline: 300, timeout: 200, ...options });
}

const nested = new TypeError(`fetch failed with Bearer ${KEY}`, {
  cause: Object.assign(new Error(`header Bearer ${KEY}`), {
    code: "ECONNREFUSED",
    syscall: "connect",
    header: `Bearer ${KEY}`,
  }),
});

describe("no error shows the key", () => {
  test.each<[string, () => Promise<unknown>]>([
    ...[400, 401, 402, 403, 404, 409, 413, 418, 422, 429, 500, 503, 302, 200].map(
      (status): [string, () => Promise<unknown>] => [
        `a create request whose response ${String(status)} echoes it`,
        () => client(echo(status, { "retry-after": "100" })).videos.generate(body),
      ],
    ),
    ["a read whose response echoes it", () => client(echo(500)).tasks.get(TASK.id)],
    ["a wait whose response echoes it", () => client(echo(404)).tasks.wait(TASK.id)],
    ["a wait that times out", () => client(echo(500)).tasks.wait(TASK.id, { maxWait: 100, interval: 20 })],
    ["a request that was not sent", () => client(throwing(nested)).videos.generate(body)],
    ["a lost response", () => client(throwing(new Error(`reset with ${KEY}`))).videos.generate(body)],
    [
      "an abort",
      () => client(throwing(nested)).videos.generate(body, { signal: AbortSignal.abort(new Error(`reason ${KEY}`)) }),
    ],
    [
      "an abort of a wait",
      () => {
        const reason = Object.assign(new Error("stop"), { request: new Request("https://a", { headers: { KEY } }) });
        return client(echo(200)).tasks.wait(TASK.id, { signal: AbortSignal.abort(reason) });
      },
    ],
    [
      "a poll whose error holds the request",
      () => {
        const keeping: Fetch = (url, init) => Promise.reject(Object.assign(new Error("x"), { sent: { url, init } }));
        return client(keeping).tasks.wait(TASK.id, { maxWait: 100, interval: 20 });
      },
    ],
    ["an invalid body", () => client(echo(200)).videos.generate({ ...body, duration: 99 })],
    ["a header that HTTP forbids", () => client(echo(200)).credits.get({ headers: { "x-note": "a\nb" } })],
    ["a 200 that is not a balance", () => client(echo(200)).credits.get()],
  ])("%s", async (_name, call) => {
    const error: unknown = await call().catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(Error);
    expect(printed(error)).not.toContain(KEY);
    expect(lines.join("\n")).not.toContain(KEY);
  });

  test.each([`${KEY} `, `${KEY}\n`, `${KEY}é`])("a key that is invalid in a header: %j", (apiKey) => {
    let error: unknown;
    try {
      new EvoLink({ apiKey });
    } catch (caught) {
      error = caught;
    }

    expect(error).toMatchObject({ name: "EvoLinkError" });
    expect(printed(error)).not.toContain(KEY);
  });
});

describe("a key that the caller passed in the wrong place is not shown", () => {
  const misplaced: Record<string, unknown> = { [KEY]: 1 };
  const invalid = (fields: object): VideoGenerationRequest => ({ ...body, ...fields });

  test.each<{ name: string; call: (client: EvoLink) => unknown }>([
    { name: "an option of a client", call: () => client(echo(200), misplaced) },
    { name: "an option of withOptions", call: (evolink) => evolink.withOptions(misplaced) },
    { name: "an option of generate", call: ({ videos }) => videos.generate(body, misplaced) },
    { name: "an option of generateAndWait", call: ({ videos }) => videos.generateAndWait(body, misplaced) },
    { name: "an option of tasks.get", call: ({ tasks }) => tasks.get(TASK.id, misplaced) },
    { name: "an option of tasks.wait", call: ({ tasks }) => tasks.wait(TASK.id, misplaced) },
    { name: "an option of credits.get", call: ({ credits }) => credits.get(misplaced) },
    { name: "a field of the body", call: ({ videos }) => videos.generate(invalid(misplaced)) },
    { name: "a value of the body", call: ({ videos }) => videos.generate(invalid({ duration: KEY })) },
    {
      name: "a getter of the body",
      call: ({ videos }) =>
        videos.generate(
          invalid({
            get [KEY]() {
              return 1;
            },
          }),
        ),
    },
    {
      name: "an unserializable member",
      call: ({ videos }) => videos.generate(invalid({ model_params: { [KEY]: 1n } })),
    },
    { name: "an idempotency key", call: ({ videos }) => videos.generate(body, { idempotencyKey: `${KEY}!` }) },
    { name: "an id to read", call: ({ tasks }) => tasks.get(KEY) },
    { name: "an id to wait for", call: ({ tasks }) => tasks.wait(KEY) },
  ])("$name", async ({ call }) => {
    const evolink = client(echo(200));

    const error: unknown = await Promise.resolve(evolink)
      .then(call)
      .catch((caught: unknown) => caught);

    expect(error).toHaveProperty("message", expect.stringContaining("[API key]"));
    expect(printed(error)).not.toContain(KEY);
  });

  test("an option of resume()", async () => {
    const timedOut: unknown = await client(echo(500))
      .tasks.wait(TASK.id, { maxWait: 50, interval: 20 })
      .catch((caught: unknown) => caught);

    const error: unknown = await (timedOut as EvoLinkError).resume?.(misplaced).catch((caught: unknown) => caught);

    expect(error).toHaveProperty("message", expect.stringContaining("[API key]"));
    expect(printed(error)).not.toContain(KEY);
  });
});

test("the client itself does not show the key", () => {
  const evolink = client(echo(200));

  expect(printed(evolink)).not.toContain(KEY);
  expect(printed(evolink.videos)).not.toContain(KEY);
  expect(printed(evolink.tasks)).not.toContain(KEY);
});

describe("the caller's content is logged at level debug only", () => {
  test("prompts, media URLs and bodies are in no printed error and no log line above debug", async () => {
    const error: unknown = await client(echo(500), { logLevel: "info" })
      .videos.generate(body)
      .catch((caught: unknown) => caught);

    expect(inspect(error, { depth: null })).not.toContain("private");
    expect(JSON.stringify(error)).not.toContain("private");
    expect(lines.join("\n")).not.toContain("private");
  });

  test("the query of a rejected callback URL, which has a token, is not shown", async () => {
    const refused = { ...body, callback_url: "https://10.0.0.1/cb?token=secret-token" };

    const error: unknown = await client(echo(200))
      .videos.generate(refused)
      .catch((caught: unknown) => caught);

    expect(printed(error)).toContain("/callback_url");
    expect(printed(error)).not.toContain("secret-token");
  });
});

describe("a key in a browser", () => {
  beforeEach(() => {
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64)" });
  });

  test("is rejected", () => {
    expect(() => client(echo(200))).toThrow(/dangerouslyAllowBrowser/);
  });

  test("is allowed with a loopback base URL or with dangerouslyAllowBrowser", () => {
    expect(() => client(echo(200), { baseUrl: "http://localhost:4010" })).not.toThrow();
    expect(() => client(echo(200), { dangerouslyAllowBrowser: true })).not.toThrow();
  });
});
