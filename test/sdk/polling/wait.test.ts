// Protects a wait: no fault loses the task's id, no wait hangs, and no create request is sent.
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  AbortError,
  EvoLink,
  EvoLinkError,
  isEvoLinkError,
  NotFoundError,
  TaskFailedError,
  WaitTimeoutError,
  type Drift,
  type Task,
  type WaitOptions,
} from "../../../src/sdk/index.ts";
import {
  closingAfterAll,
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

const processing = json(200, { ...TASK, status: "processing", progress: 40 });
const completed = json(200, {
  ...TASK,
  status: "completed",
  progress: 100,
  results: ["https://media.example.com/a.mp4"],
});

const startServer = closingAfterAll();

interface Result {
  readonly server: FaultyServer;
  readonly task: Task | undefined;
  readonly error: unknown;
  readonly polls: number;
  /** Milliseconds that the wait took. */
  readonly took: number;
}

async function waitFor(
  behaviours: readonly Behaviour[],
  options: WaitOptions = {},
  start: Task | string = TASK.id,
  timeout = 1_000,
): Promise<Result> {
  const server = await startServer(behaviours);
  const client = new EvoLink({ apiKey: "test-key", baseUrl: server.url, timeout });
  const before = Date.now();
  const [task, error] = await client.tasks.wait(start, { interval: 20, maxWait: 5_000, ...options }).then(
    (done) => [done, undefined] as const,
    (caught: unknown) => [undefined, caught] as const,
  );
  return { task, error, server, polls: server.requests.length, took: Date.now() - before };
}

/** Expects what every error of a wait has: the task's id, and `resume()`. */
function expectResumable(error: unknown): asserts error is EvoLinkError {
  expect(error).toBeInstanceOf(EvoLinkError);
  if (!(error instanceof EvoLinkError)) return;
  expect(error.taskId).toBe(TASK.id);
  expect(error.resume).toBeTypeOf("function");
}

const partOfTask = JSON.stringify(TASK).slice(0, 60);

const transient: [string, Behaviour][] = [
  ["a reset", reset],
  ["no response", noResponse],
  ["a body that stalls", stall(partOfTask)],
  ["a body that is cut off", cutOff(partOfTask)],
  ["408", json(408, envelope("timeout"))],
  ["409", json(409, envelope("conflict"))],
  ["429", json(429, envelope("rate_limit_exceeded"))],
  ["429 with Retry-After", json(429, envelope("rate_limit_exceeded"), { "retry-after": "1" })],
  ["500", json(500, envelope("internal_error"))],
  ["502 with a page of HTML", html(502)],
  ["503", json(503, envelope("service_unavailable"))],
  ["a 200 with a page of HTML", html(200)],
  ["a 200 with JSON that is not a task", json(200, { ok: true })],
  ["a 204", ({ response }) => response.writeHead(204).end()],
  ["a redirect", ({ response }) => response.writeHead(302, { location: "/login" }).end()],
  ["another task", json(200, { ...TASK, id: "task-unified-2" })],
];

describe.concurrent("a fault in the middle of a wait", () => {
  test.each(transient)("does not end it: %s", async (_name, fault) => {
    const { task, polls } = await waitFor([processing, fault, processing, completed]);

    expect(task?.status).toBe("completed");
    expect(polls).toBe(4);
  });

  test.each(transient)("ends it after maxWait when it persists: %s", async (_name, fault) => {
    const { error, took } = await waitFor([processing, fault], { maxWait: 600 });

    expectResumable(error);
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error.task).toMatchObject({ id: TASK.id, status: "processing" });
    expect(took).toBeGreaterThanOrEqual(550);
    expect(took).toBeLessThan(4_000);
  });

  test.each([
    [400, "BadRequestError"],
    [401, "AuthenticationError"],
    [403, "PermissionDeniedError"],
    [404, "NotFoundError"],
  ])("ends the wait at once: %i", async (status, name) => {
    const { error, polls } = await waitFor([processing, json(status, envelope("some_code")), completed]);

    expectResumable(error);
    expect(error).toMatchObject({ name, status });
    expect(polls).toBe(2);
  });
});

describe.concurrent("a wait that times out names the reason", () => {
  const unavailable = json(503, envelope("service_unavailable"));

  test("after polls that succeeded: with the status of the task", async () => {
    const { error } = await waitFor([processing], { maxWait: 800 });

    expect((error as Error).message).toBe(
      `${TASK.id} had not finished when the wait timed out after 800 ms, resume() waits again, last status processing`,
    );
    expect((error as Error).cause).toBeUndefined();
  });

  test("with a status that the contract does not define", async () => {
    const { error } = await waitFor([json(200, { ...TASK, status: "paused" })], { maxWait: 800 });

    expect((error as Error).message).toContain("last status paused");
  });

  test("after polls that all failed: with the last failure and without a status", async () => {
    const { error, polls } = await waitFor([unavailable], { maxWait: 800 });

    expect(polls).toBeGreaterThan(1);
    expect((error as Error).message).toMatch(
      /^task-unified-\S+ had not finished when the wait timed out after 800 ms, resume\(\) waits again \(GET \S+: 503 service_unavailable: as the vendor words it\)$/,
    );
    expect((error as Error).cause).toMatchObject({ name: "ServerError", status: 503 });
  });

  test("a poll that the timeout interrupts does not hide the failure before it", async () => {
    const { error } = await waitFor([unavailable, noResponse], { maxWait: 800 }, TASK.id, 5_000);

    expect((error as Error).message).toContain(": 503 service_unavailable");
    expect((error as Error).cause).toMatchObject({ name: "ServerError", status: 503 });
  });

  test("without a successful poll: with the status that the create request returned", async () => {
    const { error } = await waitFor([unavailable], { maxWait: 800 }, TASK as Task);

    expect((error as Error).message).toContain("last status pending (GET ");
  });

  test("after a poll that succeeded and others that failed: both", async () => {
    const { error } = await waitFor([unavailable, processing, json(200, { ...TASK, id: "task-unified-2" })], {
      maxWait: 800,
    });

    expect((error as Error).message).toContain(`last status processing (asked for ${TASK.id}, got task-unified-2)`);
  });

  test("failures before a successful poll are not the cause", async () => {
    const { error } = await waitFor([unavailable, processing], { maxWait: 800 });

    expect((error as Error).cause).toBeUndefined();
  });
});

describe.concurrent("resume()", () => {
  test("continues after an error that ended the wait, without a new create request", async () => {
    const { error, server } = await waitFor([json(404, envelope("task_not_found")), completed]);
    expect(error).toBeInstanceOf(NotFoundError);

    const task = isEvoLinkError(error) ? await error.resume?.() : undefined;

    expect(task?.status).toBe("completed");
    expect(server.requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
  });

  test("accepts a new maxWait", async () => {
    const { error } = await waitFor([processing], { maxWait: 100 });
    const before = Date.now();

    const resumed = isEvoLinkError(error) ? error.resume?.({ maxWait: 200 }) : undefined;

    await expect(resumed).rejects.toThrow(WaitTimeoutError);
    expect(Date.now() - before).toBeLessThan(3_000);
  });
});

describe.concurrent("a finished task", () => {
  test.each([
    ["service_error", "yes"],
    ["content_policy_violation", "no"],
    ["unknown_error", "unclear"],
    ["brand_new_code", "unclear"],
    [undefined, "unclear"],
  ])("failed with %s: a new attempt is retryable: %s", async (code, retryable) => {
    const failed = {
      ...TASK,
      status: "failed",
      ...(code === undefined ? {} : { error: { code, message: "as worded", type: "task_error" } }),
    };

    const { error } = await waitFor([json(200, failed)]);

    expectResumable(error);
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error).toMatchObject({ name: "TaskFailedError", retryable, task: failed });
    expect(Reflect.get(error as object, "code")).toBe(code);
  });

  test("cancelled: rejects with a TaskFailedError", async () => {
    const { error } = await waitFor([json(200, { ...TASK, status: "cancelled" })]);

    expect(error).toBeInstanceOf(TaskFailedError);
    expect((error as Error).message).toContain("cancelled");
  });

  test("completed before the wait begins: is not polled", async () => {
    const { task, polls } = await waitFor([completed], {}, { id: TASK.id, status: "completed" });

    expect(task?.status).toBe("completed");
    expect(polls).toBe(0);
  });
});

describe.concurrent("drift in the responses", () => {
  test("an unknown status is reported once, and the wait continues", async () => {
    const drifts: Drift[] = [];
    const paused = json(200, { ...TASK, status: "paused" });

    const { task } = await waitFor([paused, paused, completed], { onDrift: (drift) => drifts.push(drift) });

    expect(task?.status).toBe("completed");
    expect(drifts).toMatchObject([{ pointer: "/status", keyword: "enum", value: '"paused"' }]);
  });

  test("the client's onDrift is called once per drift of a wait, however many responses have it", async () => {
    const drifts: string[] = [];
    const statuses = ["paused", "paused", "held", "paused", "completed"].map((status) => ({
      ...TASK,
      status,
      queue: 3,
    }));
    const polls = statuses.values();
    const fetch = () => Promise.resolve(Response.json(polls.next().value));
    const client = new EvoLink({
      apiKey: "test-key",
      fetch,
      onDrift: ({ pointer, value = "" }) => drifts.push(`${pointer} ${value}`),
    });

    await client.tasks.wait(TASK.id, { interval: 5 });

    expect(drifts).toEqual(['/status "paused"', "/queue ", '/status "held"', "/results "]);
  });

  test("an unknown status that persists ends the wait after maxWait", async () => {
    const { error, took } = await waitFor([json(200, { ...TASK, status: "paused" })], { maxWait: 400 });

    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(took).toBeLessThan(4_000);
  });

  test("a new field is reported", async () => {
    const drifts: Drift[] = [];

    await waitFor(
      [
        json(200, {
          ...TASK,
          status: "completed",
          results: ["https://media.example.com/a.mp4"],
          task_info: { queue: 3 },
        }),
      ],
      {
        onDrift: (drift) => drifts.push(drift),
      },
    );

    expect(drifts).toMatchObject([{ pointer: "/task_info/queue", keyword: "field" }]);
  });
});

describe.concurrent("the caller's abort", () => {
  test.each<[string, Behaviour, number]>([
    ["between polls", processing, 60_000],
    ["before a response", noResponse, 20],
    ["while a body stalls", stall(partOfTask), 20],
  ])("rejects at once, without waiting for any timer: %s", async (_name, behaviour, interval) => {
    const controller = new AbortController();
    let error: unknown;
    const waiting = waitFor([behaviour], { signal: controller.signal, interval }).then(
      (result) => (error = result.error),
    );
    await new Promise((resolve) => setTimeout(resolve, 150));

    controller.abort(new Error("enough"));
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));

    expectResumable(error);
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ cause: new Error("enough") });
    await waiting;
  });

  test("before the wait begins", async () => {
    const { error, polls } = await waitFor([processing], { signal: AbortSignal.abort("no") });

    expectResumable(error);
    expect(error).toMatchObject({
      name: "AbortError",
      cause: "no",
      message: `The wait for ${TASK.id} was aborted, the task was not`,
    });
    expect(polls).toBe(0);
  });
});

describe("the times of polls", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  async function pollsOf(
    start: Task | string,
    options: WaitOptions,
    seconds: number,
    statuses: (poll: number) => number = () => 200,
  ): Promise<number[]> {
    vi.useFakeTimers();
    const began = Date.now();
    const polls: number[] = [];
    const fetch = (): Promise<Response> => {
      const status = statuses(polls.push((Date.now() - began) / 1000));
      return Promise.resolve(
        Response.json(status === 200 ? { ...TASK, status: "processing" } : envelope("some_code"), { status }),
      );
    };
    const waiting = new EvoLink({ apiKey: "test-key", fetch }).tasks.wait(start, options).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    vi.useRealTimers();
    void waiting;
    return polls;
  }

  test("a task just created: at half of the estimated time, then every 8 s", async () => {
    const created: Task = { id: TASK.id, status: "pending", task_info: { estimated_time: 40 } };

    const polls = await pollsOf(created, {}, 60);

    expect(polls[0]).toBeCloseTo(20, 1);
    expect(polls.length).toBeGreaterThanOrEqual(5);
    expect(polls.length).toBeLessThanOrEqual(7);
  });

  test("an id: at once", async () => {
    const polls = await pollsOf(TASK.id, {}, 1);

    expect(polls).toEqual([0]);
  });

  test("a given interval is used unchanged", async () => {
    const polls = await pollsOf(
      { id: TASK.id, status: "pending", task_info: { estimated_time: 300 } },
      { interval: 1000 },
      10.5,
    );

    expect(polls[0]).toBeCloseTo(1, 1);
    expect(polls.length).toBeGreaterThanOrEqual(9);
  });

  test("after failed polls the interval grows up to 4 times", async () => {
    const polls = await pollsOf(TASK.id, { interval: 1000 }, 30, () => 503);
    const gaps = polls.slice(3).map((poll, index) => poll - (polls[index + 2] ?? 0));

    expect(Math.max(...gaps)).toBeLessThanOrEqual(4.5);
    expect(Math.min(...gaps)).toBeGreaterThan(3);
  });

  test("by default the wait times out after 30 minutes", async () => {
    vi.useFakeTimers();
    const fetch = (): Promise<Response> => Promise.resolve(Response.json({ ...TASK, status: "processing" }));
    const waiting = new EvoLink({ apiKey: "test-key", fetch }).tasks.wait(TASK.id).catch((caught: unknown) => caught);

    await vi.advanceTimersByTimeAsync(30 * 60_000 + 1);

    expect(await waiting).toBeInstanceOf(WaitTimeoutError);
  });
});

describe.concurrent("callbacks", () => {
  const subscriptions = () => {
    const listeners = new Set<(task: Task) => void>();
    return {
      listeners,
      callbacks: {
        subscribe: (_id: string, listener: (task: Task) => void) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    };
  };

  test("resolve the wait before the next poll, and are unsubscribed", async () => {
    const { callbacks, listeners } = subscriptions();
    const done: Task = { id: TASK.id, status: "completed", results: ["https://media.example.com/a.mp4"] };
    setTimeout(() => listeners.forEach((listener) => listener(done)), 100);

    const { task, took } = await waitFor([processing], { callbacks, interval: 10_000, maxWait: 60_000 });

    expect(task).toEqual(done);
    expect(took).toBeLessThan(5_000);
    expect(listeners.size).toBe(0);
  });

  test("interrupt a poll that hangs", async () => {
    const { callbacks, listeners } = subscriptions();
    setTimeout(() => listeners.forEach((listener) => listener({ id: TASK.id, status: "completed" })), 100);

    const { task, took } = await waitFor([noResponse], { callbacks, maxWait: 60_000 }, TASK.id, 30_000);

    expect(task?.status).toBe("completed");
    expect(took).toBeLessThan(5_000);
  });

  test("that are lost delay the result until the next poll", async () => {
    const { callbacks } = subscriptions();

    const { task, polls } = await waitFor([processing, completed], { callbacks });

    expect(task?.status).toBe("completed");
    expect(polls).toBe(2);
  });
});

test("a slow response is not a failure", async () => {
  const { task } = await waitFor([slowly({ ...TASK, status: "completed" }, 150)]);

  expect(task?.status).toBe("completed");
});

test("an exception in onProgress does not end the wait", async () => {
  const statuses: string[] = [];

  const { task } = await waitFor([processing, completed], {
    onProgress: ({ status }) => {
      statuses.push(status);
      throw new Error("a fault of the caller");
    },
  });

  expect(task?.status).toBe("completed");
  expect(statuses).toEqual(["processing", "completed"]);
});

test("an invalid task id is rejected before polling", async () => {
  const { error, polls } = await waitFor([completed], {}, "42");

  expect(error).toMatchObject({ name: "InvalidRequestError" });
  expect((error as Error).message).toContain('task_id: is not a task id (task-unified-…), got "42" (pattern)');
  expect(polls).toBe(0);
});
