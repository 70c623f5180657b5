// Protects the client's interface: options, headers, withResponse(), warnings, escape hatches and clear errors.
import { describe, expect, test, vi } from "vitest";
import { contractFingerprint } from "../../generated/constants.ts";
import {
  EvoLink,
  InvalidRequestError,
  type ClientOptions,
  type Drift,
  type Fetch,
  type Task,
  type VideoGenerationRequest,
} from "../../src/sdk/index.ts";
import { TASK } from "./faulty-server.ts";
import { longest } from "./limits.ts";

const body: VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox",
  video_url: "https://example.com/a.mp4",
};

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly headers: Headers;
}

function recording(responseBody: unknown = TASK, init: ResponseInit = {}): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = (url, request) => {
    sent.push({ url, init: request, headers: new Headers(request.headers) });
    return Promise.resolve(Response.json(responseBody, init));
  };
  return { fetch, sent };
}

const textOf = (sent: Sent | undefined): string => (typeof sent?.init.body === "string" ? sent.init.body : "");

const client = (options: ClientOptions): EvoLink => new EvoLink({ apiKey: "test-key", ...options });

describe("an injected fetch", () => {
  test("is called as (url, init), with the key, the body as JSON and redirects left alone", async () => {
    const { fetch, sent } = recording();

    await client({ fetch }).videos.generate(body);

    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe("https://api.evolink.ai/v1/videos/generations");
    expect(sent[0]?.init).toMatchObject({ method: "POST", redirect: "manual", body: JSON.stringify(body) });
    expect(sent[0]?.headers.get("authorization")).toBe("Bearer test-key");
    expect(sent[0]?.headers.get("content-type")).toBe("application/json");
  });

  test("gets the headers of the client and of the request, and always the client's authorization", async () => {
    const { fetch, sent } = recording();
    const evolink = client({ fetch, headers: { "x-team": "video", "x-note": "client" } });

    await evolink.tasks.get(TASK.id, { headers: { "x-note": "request", authorization: "Bearer other" } });

    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      "x-team": "video",
      "x-note": "request",
      authorization: "Bearer test-key",
    });
  });

  test("that ignores its signal does not make a call hang", async () => {
    const fetch: Fetch = () => new Promise(() => undefined);

    const reading = client({ fetch, timeout: 50, deadline: 60 }).tasks.get(TASK.id);

    await expect(reading).rejects.toMatchObject({ name: "ConnectionError", sent: true });
  });
});

describe("withResponse()", () => {
  test("resolves to data, status, headers and request id", async () => {
    const { fetch } = recording(TASK, { status: 201, headers: { "x-request-id": "request-1" } });

    const result = await client({ fetch }).videos.generate(body).withResponse();

    expect(result).toMatchObject({ data: TASK, status: 201, requestId: "request-1" });
    expect(result.headers.get("content-type")).toContain("json");
  });

  test("of a call that fails leaves no unhandled rejection", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const { fetch } = recording({ error: { message: "no" } }, { status: 400 });

    await client({ fetch })
      .videos.generate(body)
      .withResponse()
      .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off("unhandledRejection", unhandled);

    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe("extraBody", () => {
  test("sends a field that the contract does not define", async () => {
    const { fetch, sent } = recording();

    await client({ fetch }).videos.generate(body, { extraBody: { not_a_field: 7 } });

    expect(JSON.parse(textOf(sent[0]))).toEqual({ ...body, not_a_field: 7 });
  });

  test("does not bypass the constraints of a field that the contract defines", async () => {
    const { fetch, sent } = recording();

    const creating = client({ fetch }).videos.generate(body, { extraBody: { duration: 99 } });

    await expect(creating).rejects.toThrow(`/duration: must be at most ${longest}, got 99`);
    expect(sent).toHaveLength(0);
  });

  test("that is not JSON is rejected with an InvalidRequestError", async () => {
    const creating = client({ fetch: recording().fetch }).videos.generate(body, {
      extraBody: { not_a_field: () => 7 },
    });

    await expect(creating).rejects.toThrow(InvalidRequestError);
  });
});

describe("validate: false", () => {
  const wrong = { ...body, duration: 99 };

  test("of a request or of a client sends what does not match the contract", async () => {
    const { fetch, sent } = recording();

    await client({ fetch }).videos.generate(wrong, { validate: false });
    await client({ fetch, validate: false }).videos.generate(wrong);

    expect(sent).toHaveLength(2);
  });

  test("of a client is overridden by a request's validate: true", async () => {
    const creating = client({ fetch: recording().fetch, validate: false }).videos.generate(wrong, { validate: true });

    await expect(creating).rejects.toThrow(InvalidRequestError);
  });
});

describe("a body that is not an object", () => {
  test.each([null, undefined, "text", 3, [body]])("%j is rejected with a clear error", async (value) => {
    const creating = client({ fetch: recording().fetch }).videos.generate(value as unknown as VideoGenerationRequest);

    await expect(creating).rejects.toThrow(/\(root\): must be of type object/);
  });
});

test("the body is sent as it was at the call, even if it is changed later", async () => {
  const { fetch, sent } = recording();
  const own = { ...body };

  const creating = client({ fetch }).videos.generate(own);
  own.prompt = "changed";
  await creating;

  expect(textOf(sent[0])).toContain("A fox");
});

describe("what the vendor does not document", () => {
  test("a request without video_url gives a warning, once per client", async () => {
    const warnings: string[] = [];
    const evolink = client({ fetch: recording().fetch, onWarning: (warning) => warnings.push(warning) });

    await evolink.videos.generate({ model: body.model, prompt: "A fox" });
    await evolink.videos.generate({ model: body.model, prompt: "A wolf" });

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("video_url");
  });
});

describe("a callback to this machine", () => {
  const withCallback = { ...body, callback_url: "http://127.0.0.1:3000/callback" };

  test("is allowed with a loopback base URL: the only exception to the contract", async () => {
    const { fetch, sent } = recording();

    await client({ fetch, baseUrl: "http://localhost:4010" }).videos.generate(withCallback);

    expect(sent).toHaveLength(1);
  });

  test.each([
    ["against the real API", { baseUrl: "https://api.evolink.ai" }, withCallback],
    [
      "to another machine",
      { baseUrl: "http://localhost:4010" },
      { ...body, callback_url: "http://example.com/callback" },
    ],
  ])("is rejected %s", async (_name, options, refused) => {
    const creating = client({ fetch: recording().fetch, ...options }).videos.generate(refused);

    await expect(creating).rejects.toThrow("/callback_url: https only");
  });
});

describe("generateAndWait", () => {
  const steps =
    (...statuses: string[]): Fetch =>
    () =>
      Promise.resolve(Response.json({ ...TASK, status: statuses.shift() }));

  test("calls onCreated with the task first, then waits until it has finished", async () => {
    const calls: string[] = [];

    const task = await client({ fetch: steps("pending", "processing", "completed") }).videos.generateAndWait(body, {
      interval: 5,
      onCreated: ({ status }) => void calls.push(`created ${status}`),
      onProgress: ({ status }) => void calls.push(status),
    });

    expect(task.status).toBe("completed");
    expect(calls).toEqual(["created pending", "processing", "completed"]);
  });

  test("rejects with the task's id when onCreated throws", async () => {
    const onCreated = (): Promise<void> => Promise.reject(new Error("the database is down"));

    const error: unknown = await client({ fetch: steps("pending", "completed") })
      .videos.generateAndWait(body, { interval: 5, onCreated })
      .catch((caught: unknown) => caught);

    expect(error).toMatchObject({ name: "EvoLinkError", taskId: TASK.id, cause: new Error("the database is down") });
    const task = await (error as { resume: () => Promise<Task> }).resume();
    expect(task.status).toBe("completed");
  });
});

describe("drift in the response of a single call", () => {
  test("is reported to onDrift and does not fail the call", async () => {
    const reported: Drift[] = [];
    const { fetch } = recording({ ...TASK, status: "paused", lane: "fast" });

    const task = await client({ fetch, onDrift: (drift) => reported.push(drift) }).tasks.get(TASK.id);

    expect(task.id).toBe(TASK.id);
    expect(reported.map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual(["/status enum", "/lane field"]);
  });

  test("does not lose the task when onDrift or the logger throws", async () => {
    const lines: string[] = [];
    const { fetch } = recording({ ...TASK, lane: "fast" });
    const broken = (): never => {
      throw new Error("the disk is full");
    };
    const logger = { debug: broken, info: broken, warn: broken, error: (line: string) => void lines.push(line) };

    const task = await client({ fetch, onDrift: broken, logger, logLevel: "debug" }).videos.generate(body);
    const second = await client({ fetch, logger }).videos.generate(body);

    expect([task.id, second.id]).toEqual([TASK.id, TASK.id]);
    expect(lines).toEqual(["onDrift threw: Error: the disk is full"]);
  });

  test("is reported when a server implements another version of the contract", async () => {
    const reported: Drift[] = [];
    const withFingerprint = (fingerprint: string): Fetch =>
      recording(TASK, { headers: { "x-contract-fingerprint": fingerprint } }).fetch;

    await client({ fetch: withFingerprint(contractFingerprint), onDrift: (drift) => reported.push(drift) }).tasks.get(
      TASK.id,
    );
    await client({ fetch: withFingerprint("0123456789abcdef"), onDrift: (drift) => reported.push(drift) }).tasks.get(
      TASK.id,
    );

    expect(reported).toMatchObject([{ keyword: "fingerprint", value: "0123456789abcdef" }]);
  });

  test("is logged at level warn by default", async () => {
    const lines: string[] = [];
    const line = (message: string): void => void lines.push(message);
    const { fetch } = recording({ ...TASK, lane: "fast" });

    await client({ fetch, logger: { debug: line, info: line, warn: line, error: line } }).tasks.get(TASK.id);

    expect(lines).toEqual(["drift: /lane: is not a field of the contract (field)"]);
  });
});

describe("maxRequestsPerSecond", () => {
  test("limits the polls of all waits of a client together", async () => {
    vi.useFakeTimers();
    const { fetch, sent } = recording({ ...TASK, status: "processing" });
    const evolink = client({ fetch, maxRequestsPerSecond: 2 });

    const waits = Array.from({ length: 50 }, () =>
      evolink.tasks.wait(TASK.id, { maxWait: 4000 }).catch(() => undefined),
    );
    await vi.advanceTimersByTimeAsync(3_900);
    const polls = sent.length;
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    await Promise.all(waits);

    expect(polls).toBe(8);
  });
});

describe("invalid options are rejected", () => {
  test.each<[ClientOptions, string]>([
    [{ apiKey: "" }, "There is no API key"],
    [{ baseUrl: "api.example.com" }, "baseUrl must be an absolute URL"],
    [{ baseUrl: "http://api.example.com" }, "baseUrl must be https"],
    [{ baseUrl: "https://user:secret@api.example.com" }, "user information"],
    [{ baseUrl: "https://api.example.com?key=1" }, "query"],
    [{ timeout: 0 }, "timeout must be a number above 0, got 0"],
    [{ deadline: Number.NaN }, "deadline must be a number"],
    [{ timeout: "3" as unknown as number }, "timeout must be a number above 0, got a value of type string"],
    [{ maxRequestsPerSecond: -1 }, "maxRequestsPerSecond must be a number above 0, got -1"],
  ])("%j", (options, message) => {
    vi.stubEnv("EVOLINK_API_KEY", "");

    expect(() => client(options)).toThrow(message);

    vi.unstubAllEnvs();
  });

  test.each([{ maxWait: 0 }, { interval: -5 }])("of a wait: %j", async (options) => {
    const waiting = client({ fetch: recording().fetch }).tasks.wait(TASK.id, options);

    await expect(waiting).rejects.toThrow(/(maxWait|interval) must be a number above 0, got /);
  });
});

test("key and base URL default to the environment variables", async () => {
  vi.stubEnv("EVOLINK_API_KEY", "from-environment");
  vi.stubEnv("EVOLINK_BASE_URL", "http://127.0.0.1:4010/");
  const { fetch, sent } = recording({ data: {} });

  await new EvoLink({ fetch }).credits.get();
  vi.unstubAllEnvs();

  expect(sent[0]?.url).toBe("http://127.0.0.1:4010/v1/credits");
  expect(sent[0]?.headers.get("authorization")).toBe("Bearer from-environment");
});
