// Protects the user's money: for every fault, how many create requests are sent, how many are accepted, and which error
// the caller gets.
import { describe, expect, test } from "vitest";
import {
  AbortError,
  AuthenticationError,
  BadRequestError,
  ConnectionError,
  EvoLink,
  InsufficientCreditsError,
  InvalidRequestError,
  NotFoundError,
  OutcomeUnknownError,
  PayloadTooLargeError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
  type ClientOptions,
  type CreateOptions,
  type Task,
  type VideoGenerationRequest,
} from "../../../src/sdk/index.ts";
import {
  accepting,
  closingAfterAll,
  created,
  cutOff,
  envelope,
  html,
  json,
  reset,
  noResponse,
  slowly,
  stall,
  TASK,
  type Behaviour,
  type FaultyServer,
} from "../faulty-server.ts";
import { longest } from "../limits.ts";

const body: VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox",
  video_url: "https://example.com/a.mp4",
};

const startServer = closingAfterAll();

interface Result {
  readonly server: FaultyServer;
  readonly error: unknown;
  readonly id: string | undefined;
  readonly sent: number;
  readonly accepted: number;
}

async function create(
  behaviours: readonly Behaviour[],
  options: CreateOptions = {},
  more: ClientOptions = {},
): Promise<Result> {
  const server = await startServer(behaviours);
  const client = new EvoLink({ apiKey: "test-key", baseUrl: server.url, timeout: 400, deadline: 5_000, ...more });
  const [id, error] = await client.videos.generate(body, options).then(
    (task) => [task.id, undefined] as const,
    (caught: unknown) => [undefined, caught] as const,
  );
  return { error, id, server, sent: server.requests.length, accepted: server.accepted };
}

const pick = (error: object, names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, Reflect.get(error, name)]));

const limited = (headers: Record<string, string> = {}): Behaviour =>
  json(429, envelope("rate_limit_exceeded"), headers);

describe.concurrent("a create request that was provably not accepted is retried", () => {
  test.each<[string, () => Behaviour]>([
    ["429 without Retry-After", () => limited()],
    ["429 with Retry-After in seconds", () => limited({ "retry-after": "1" })],
    ["429 with Retry-After as a date", () => limited({ "retry-after": new Date(Date.now() + 1_500).toUTCString() })],
  ])("%s: sent twice, accepted once", async (_name, fault) => {
    const result = await create([fault(), created]);

    expect(result).toMatchObject({ id: TASK.id, sent: 2, accepted: 1 });
  });

  test("429 every time: until the deadline, never accepted", async () => {
    const result = await create([limited()], {}, { deadline: 1_500 });

    expect(result.error).toBeInstanceOf(RateLimitError);
    expect(result.sent).toBeGreaterThan(1);
    expect(result.accepted).toBe(0);
  });

  test("429, and the rate limiter allows a retry only after the deadline: rejects with the 429", async () => {
    const result = await create([limited(), created], {}, { deadline: 1_500, maxRequestsPerSecond: 0.5 });

    expect(result.error).toBeInstanceOf(RateLimitError);
    expect(result).toMatchObject({ sent: 1, accepted: 0 });
  });

  test("429 within a second of the deadline: not retried, because the response might be lost", async () => {
    const result = await create([limited(), accepting(slowly(TASK, 950))], {}, { deadline: 1_300, timeout: 5_000 });

    expect(result.error).toBeInstanceOf(RateLimitError);
    expect(result).toMatchObject({ sent: 1, accepted: 0 });
  });

  test("429 with Retry-After beyond the deadline: rejects at once, with retryAt", async () => {
    const before = Date.now();

    const { error, sent } = await create([limited({ "retry-after": "3600" }), created]);

    expect(error).toBeInstanceOf(RateLimitError);
    expect((error as RateLimitError).retryAt?.getTime()).toBeGreaterThan(before + 3_500_000);
    expect(Date.now() - before).toBeLessThan(1_000);
    expect(sent).toBe(1);
  });

  test("a refused connection: sent as soon as the server listens", async () => {
    const probe = await startServer([created]);
    await probe.close();
    const client = new EvoLink({ apiKey: "test-key", baseUrl: probe.url, deadline: 5_000 });

    const creating = client.videos.generate(body);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const server = await startServer([created], Number(new URL(probe.url).port));
    const task = await creating;

    expect(task.id).toBe(TASK.id);
    expect(server).toMatchObject({ accepted: 1, requests: { length: 1 } });
  });
});

describe.concurrent("a create request that was provably not sent rejects with a ConnectionError", () => {
  test.each([
    ["a refused connection", "http://127.0.0.1:59999"],
    ["an unknown host", "https://no-such-host.invalid"],
    ["a port that fetch blocks", "https://127.0.0.1:6000"],
  ])("%s", async (_name, baseUrl) => {
    const client = new EvoLink({ apiKey: "test-key", baseUrl, deadline: 2_000 });

    const error: unknown = await client.videos.generate(body).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ sent: false, name: "ConnectionError" });
  });

  test("a failed TLS handshake", async () => {
    const plain = await startServer([created]);
    const client = new EvoLink({ apiKey: "test-key", baseUrl: plain.url.replace("http:", "https:"), deadline: 2_000 });

    const error: unknown = await client.videos.generate(body).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ name: "ConnectionError", sent: false });
    expect(plain.requests).toHaveLength(0);
  });

  test.each([
    "UND_ERR_CONNECT_TIMEOUT",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("the runtime's code %s", async (code) => {
    let calls = 0;
    const fetch = (): Promise<Response> => {
      calls += 1;
      return Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) }));
    };
    const client = new EvoLink({ apiKey: "test-key", fetch, deadline: 2_000 });

    const error: unknown = await client.videos.generate(body).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ name: "ConnectionError", sent: false });
    expect(calls).toBeGreaterThan(1);
  });

  test("but without a code that proves it, as in a browser, with an OutcomeUnknownError", async () => {
    let calls = 0;
    const fetch = (): Promise<Response> => {
      calls += 1;
      return Promise.reject(new TypeError("Failed to fetch"));
    };
    const client = new EvoLink({ apiKey: "test-key", fetch });

    const error: unknown = await client.videos.generate(body).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(calls).toBe(1);
  });
});

describe("a 4xx status is not retried and has its own error class", () => {
  test.each([
    [400, BadRequestError],
    [401, AuthenticationError],
    [402, InsufficientCreditsError],
    [403, PermissionDeniedError],
    [404, NotFoundError],
    [413, PayloadTooLargeError],
    [422, UnprocessableEntityError],
  ])("%i", async (status, Class) => {
    const { error, sent, accepted } = await create([
      json(status, envelope("some_code"), { "x-oneapi-request-id": "request-2" }),
      created,
    ]);

    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({
      name: Class.name,
      status,
      code: "some_code",
      type: "api_error",
      requestId: "request-2",
    });
    expect((error as Error).message).toContain("as the vendor words it");
    expect({ sent, accepted }).toEqual({ sent: 1, accepted: 0 });
  });

  test("the integer code of the vendor's older error format is kept", async () => {
    const { error } = await create([json(400, envelope(400 as unknown as string))]);

    expect(error).toMatchObject({ status: 400, code: 400 });
  });

  test("418 without a body", async () => {
    const { error, sent } = await create([({ response }) => response.writeHead(418).end(), created]);

    expect(error).toMatchObject({ name: "OtherStatusError", status: 418 });
    expect(sent).toBe(1);
  });
});

describe.concurrent("a create request that may have been accepted is never retried", () => {
  const partOfTask = JSON.stringify(TASK).slice(0, 60);

  test.each<[string, Behaviour, object]>([
    ["500 after acceptance", accepting(json(500, envelope("internal_error"))), { status: 500 }],
    ["500 before acceptance", json(500, envelope("internal_error")), { status: 500 }],
    ["502 with a page of HTML", accepting(html(502)), { status: 502 }],
    ["503 every time", json(503, envelope("service_unavailable")), { status: 503 }],
    ["504", accepting(json(504, envelope("timeout"))), { status: 504 }],
    ["408", json(408, envelope("timeout")), { status: 408 }],
    ["409", accepting(json(409, envelope("conflict"))), { status: 409 }],
    ["a reset before acceptance", reset, { status: undefined }],
    ["a reset after acceptance", accepting(reset), { status: undefined }],
    ["no response after acceptance", accepting(noResponse), { status: undefined }],
    ["a body that stalls", accepting(stall(partOfTask)), { status: 200, taskId: TASK.id, text: partOfTask }],
    [
      "a body that is cut off",
      accepting(cutOff(partOfTask)),
      { status: 200, taskId: TASK.id, text: partOfTask, requestId: "request-1" },
    ],
    ["a body that is cut off before the id", accepting(cutOff('{"id": "task-uni')), { status: 200, taskId: undefined }],
    ["a 200 with a page of HTML", accepting(html(200)), { status: 200 }],
    ["a 200 with JSON that is not a task", accepting(json(200, { ok: true })), { status: 200 }],
    ["a 200 with a task without status", accepting(json(200, { id: TASK.id })), { status: 200, taskId: TASK.id }],
    ["a 204", accepting(({ response }) => response.writeHead(204).end()), { status: 204 }],
    [
      "a redirect",
      accepting(({ response }) => response.writeHead(302, { location: "/elsewhere" }).end()),
      { status: 302 },
    ],
  ])("%s", async (_name, behaviour, expected) => {
    const { error, sent, accepted } = await create([behaviour, created]);

    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect({
      ...pick(error as OutcomeUnknownError, Object.keys(expected)),
      request: (error as OutcomeUnknownError).request,
    }).toEqual({ ...expected, request: body });
    expect((error as OutcomeUnknownError).advice).toMatch(/creating again/);
    expect(sent).toBe(1);
    expect(accepted).toBeLessThanOrEqual(1);
  });

  test("names the created task when its id is known, and then does not say that it may have been accepted", async () => {
    const known = await create([accepting(cutOff(partOfTask))]);
    const unknown = await create([accepting(reset)]);

    expect((known.error as Error).message).toContain(
      ` (the task ${TASK.id} was created and charged: wait for it instead of creating again)`,
    );
    expect((known.error as Error).message).not.toContain("may have been accepted");
    expect((unknown.error as Error).message).toContain(
      " (it may have been accepted and charged: check GET /v1/credits before creating again)",
    );
    expect((unknown.error as OutcomeUnknownError).resume).toBeUndefined();
  });

  test("quotes the vendor's message, then says what to do", async () => {
    const { error } = await create([json(500, envelope("internal_error", "Something went wrong on our side."))]);

    expect((error as Error).message).toContain(": 500 internal_error: Something went wrong on our side. (it may");
  });

  const page = `<!DOCTYPE html>\n<html>\n<head>\n<style>p { color: red }</style>\n`;

  test.each([
    [
      "a page with a title",
      `${page}<title>\n 502 Bad\n Gateway </title>\n</head><body>nginx`,
      "502: 502 Bad Gateway nginx (it",
    ],
    [
      "a page without a title",
      `${page}</head><body><h1>Bad gateway</h1>\n<p>The host did not <b>answer</b>`,
      "502: Bad gateway The host did not answer (it",
    ],
    ["a page with an empty title", `<title></title><p>Sorry!</p>`, "502: Sorry! (it"],
    ["a long page", `${page}<p>${"word ".repeat(2000)}`, `502: ${"word ".repeat(40)} (it`],
    ["a long script before the text", `<script>${"x".repeat(3000)}</script><p>Sorry`, "502: Sorry (it"],
    ["text of several lines", "upstream\n\n  failed", "502: upstream failed (it"],
    ["JSON", '{"html": "<b>no</b>"}', '502: {"html": " no "} (it'],
    ["an empty body", "", "502: no text (it"],
  ])("quotes %s in one line", async (_name, text, quoted) => {
    const { error } = await create([
      ({ response }) => response.writeHead(502, { "content-type": "text/html" }).end(text),
    ]);

    expect((error as Error).message).toContain(quoted);
    expect((error as Error).message).not.toContain("\n");
  });

  const completed = json(200, { ...TASK, status: "completed" });

  test("can be resumed when the id is known: it waits and sends no create request", async () => {
    const { error, server } = await create([accepting(cutOff(partOfTask)), completed]);

    const task = await (error as OutcomeUnknownError).resume?.({ interval: 5 });

    expect(task).toMatchObject({ id: TASK.id, status: "completed" });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v1/videos/generations",
      `GET /v1/tasks/${TASK.id}`,
    ]);
    expect(JSON.stringify(error)).not.toContain("resume");
  });

  test("is resumed with the options of its wait, except the signal", async () => {
    const started = await startServer([accepting(cutOff(partOfTask)), completed]);
    const progressed: string[] = [];
    const controller = new AbortController();
    const options = {
      interval: 5,
      signal: controller.signal,
      onProgress: ({ status }: Task) => void progressed.push(status),
    };
    const client = new EvoLink({ apiKey: "test-key", baseUrl: started.url });

    const error: unknown = await client.videos.generateAndWait(body, options).catch((caught: unknown) => caught);
    controller.abort();
    const task = await (error as OutcomeUnknownError).resume?.();

    expect(task?.status).toBe("completed");
    expect(progressed).toEqual(["completed"]);
    expect(started.accepted).toBe(1);
  });

  test("a complete body that arrives slowly is a success", async () => {
    const result = await create([accepting(slowly(TASK, 200))]);

    expect(result).toMatchObject({ id: TASK.id, sent: 1, accepted: 1 });
  });

  test("a task with new fields and a wrongly typed one is a success, so its id is not lost", async () => {
    const result = await create([accepting(json(200, { ...TASK, progress: "0 %", priority: 3 }))]);

    expect(result).toMatchObject({ id: TASK.id, sent: 1, accepted: 1 });
  });
});

describe.concurrent("the caller's abort", () => {
  test("before sending: nothing is sent", async () => {
    const { error, sent } = await create([created], { signal: AbortSignal.abort("no longer wanted") });

    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ name: "AbortError", sent: false, cause: "no longer wanted" });
    expect(sent).toBe(0);
  });

  test("while waiting for the response: rejects at once, with sent: true", async () => {
    const controller = new AbortController();
    let result: Result | undefined;
    const creating = create([accepting(noResponse), created], { signal: controller.signal }, { timeout: 60_000 }).then(
      (ended) => (result = ended),
    );
    await new Promise((resolve) => setTimeout(resolve, 150));

    controller.abort(new Error("enough"));
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));

    expect(result?.error).toMatchObject({ name: "AbortError", sent: true, cause: new Error("enough") });
    expect((result?.error as Error).message).toContain("aborted: enough (it may have been accepted and charged: ");
    expect(result?.sent).toBe(1);
    await creating;
  });

  test("while a body stalls after the id: the error has the id and can be resumed", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 150);
    const behaviours = [
      accepting(stall(JSON.stringify(TASK).slice(0, 60))),
      json(200, { ...TASK, status: "completed" }),
    ];

    const { error, sent, server } = await create(behaviours, { signal: controller.signal }, { timeout: 60_000 });
    const task = await (error as AbortError).resume?.();

    expect(error).toMatchObject({ name: "AbortError", sent: true, taskId: TASK.id });
    expect((error as Error).message).toContain(
      ` (the task ${TASK.id} was created and charged: wait for it instead of creating again)`,
    );
    expect({ sent, accepted: server.accepted }).toEqual({ sent: 1, accepted: 1 });
    expect(task?.status).toBe("completed");
  });

  test("in the delay after a 429: rejects with sent: false", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);

    const { error, sent } = await create([limited({ "retry-after": "3" }), created], { signal: controller.signal });

    expect(error).toMatchObject({ name: "AbortError", sent: false });
    expect(sent).toBe(1);
  });
});

describe("an idempotency key", () => {
  const idempotencyKey = "order-2026-11-22-0001";

  test("is sent with every attempt, and allows a retry after an unknown outcome", async () => {
    const replay = json(200, TASK, { "idempotency-replayed": "true" });

    const result = await create([accepting(reset), replay], { idempotencyKey });

    expect(result).toMatchObject({ id: TASK.id, sent: 2, accepted: 1 });
    expect(result.server.requests.map(({ headers }) => headers["idempotency-key"])).toEqual([
      idempotencyKey,
      idempotencyKey,
    ]);
    expect(new Set(result.server.requests.map((request) => request.body)).size).toBe(1);
  });

  test.each<[string, () => CreateOptions]>([
    ["an attempt without a response", () => ({})],
    ["an abort", () => ({ signal: AbortSignal.timeout(1_000) })],
  ])("keeps the id that an earlier attempt returned, after %s", async (_name, more) => {
    const partOfTask = JSON.stringify(TASK).slice(0, 60);

    const { error, sent } = await create(
      [accepting(cutOff(partOfTask)), noResponse],
      { idempotencyKey, ...more() },
      { timeout: 1_500, deadline: 2_500 },
    );

    expect(sent).toBe(2);
    expect(error).toMatchObject({ taskId: TASK.id, resume: expect.any(Function) as unknown });
    expect((error as Error).message).toContain(`the task ${TASK.id} was created`);
  });

  test("keeps the outcome unknown after a later 4xx: the first attempt may have been accepted", async () => {
    const { error, sent } = await create([accepting(reset), json(402, envelope("insufficient_quota"))], {
      idempotencyKey,
    });

    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(sent).toBe(2);
  });

  test("with another body is rejected before sending", async () => {
    const server = await startServer([created]);
    const client = new EvoLink({ apiKey: "test-key", baseUrl: server.url });
    await client.videos.generate(body, { idempotencyKey });

    const changed = client.videos.generate({ ...body, prompt: "A wolf" }, { idempotencyKey });
    await expect(changed).rejects.toThrow(/Idempotency-Key: was used with another body/);
    await client.videos.generate({ ...body }, { idempotencyKey });

    expect(server.requests).toHaveLength(2);
  });

  test("that does not match the contract is rejected before sending", async () => {
    const { error, sent } = await create([created], { idempotencyKey: "short" });

    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as Error).message).toContain(
      'Idempotency-Key: must have 16 to 96 characters, each a letter A-Z or a-z, a digit, ".", "_" or "-", got "short" (pattern)',
    );
    expect(sent).toBe(0);
  });
});

test("a body that does not match the contract is never sent", async () => {
  const server = await startServer([created]);
  const client = new EvoLink({ apiKey: "test-key", baseUrl: server.url });

  const error: unknown = await client.videos
    .generate({ ...body, duration: longest + 1 })
    .catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(InvalidRequestError);
  expect((error as InvalidRequestError).violations).toEqual([
    {
      pointer: "/duration",
      keyword: "maximum",
      limit: longest,
      value: `${longest + 1}`,
      message: `/duration: must be at most ${longest}, got ${longest + 1} (maximum)`,
    },
  ]);
  expect(server.requests).toHaveLength(0);
});
