// Protects a wait: no fault in the middle of it loses the task's id, no wait hangs, and nothing that is paid is sent.
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
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
} from "../../src/sdk/index.ts";
import {
  cutOff,
  envelope,
  html,
  json,
  reset,
  silence,
  slowly,
  stall,
  startFaultyServer,
  TASK,
  type Behaviour,
  type FaultyServer,
} from "./faulty-server.ts";

const processing = json(200, { ...TASK, status: "processing", progress: 40 });
const completed = json(200, {
  ...TASK,
  status: "completed",
  progress: 100,
  results: ["https://media.example.com/a.mp4"],
});

const servers: FaultyServer[] = [];

afterAll(async () => {
  await Promise.all(servers.map((started) => started.close()));
});

async function startServer(...parameters: Parameters<typeof startFaultyServer>): Promise<FaultyServer> {
  const server = await startFaultyServer(...parameters);
  servers.push(server);
  return server;
}

interface Result {
  readonly server: FaultyServer;
  readonly task: Task | undefined;
  readonly error: unknown;
  readonly looks: number;
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
  return { task, error, server, looks: server.requests.length, took: Date.now() - before };
}

/** What the task was when the wait ended, and how it goes on: every error of a wait has to tell. */
function expectToCarryOn(error: unknown): asserts error is EvoLinkError {
  expect(error).toBeInstanceOf(EvoLinkError);
  if (!(error instanceof EvoLinkError)) return;
  expect(error.taskId).toBe(TASK.id);
  expect(error.resume).toBeTypeOf("function");
}

const partOfTask = JSON.stringify(TASK).slice(0, 60);

const passing: [string, Behaviour][] = [
  ["a reset", reset],
  ["silence", silence],
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
  ["a 200 that is JSON and no task", json(200, { ok: true })],
  ["a 204", ({ response }) => response.writeHead(204).end()],
  ["a redirect", ({ response }) => response.writeHead(302, { location: "/login" }).end()],
  ["another task", json(200, { ...TASK, id: "task-unified-2" })],
];

describe.concurrent("a fault in the middle of a wait", () => {
  test.each(passing)("passes: %s", async (_name, fault) => {
    const { task, looks } = await waitFor([processing, fault, processing, completed]);

    expect(task?.status).toBe("completed");
    expect(looks).toBe(4);
  });

  test.each(passing)("that stays ends with the wait's deadline: %s", async (_name, fault) => {
    const { error, took } = await waitFor([processing, fault], { maxWait: 600 });

    expectToCarryOn(error);
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
    const { error, looks } = await waitFor([processing, json(status, envelope("some_code")), completed]);

    expectToCarryOn(error);
    expect(error).toMatchObject({ name, status });
    expect(looks).toBe(2);
  });
});

describe.concurrent("the end of maxWait says why", () => {
  const unavailable = json(503, envelope("service_unavailable"));

  test("after good looks: with the status of the task", async () => {
    const { error } = await waitFor([processing], { maxWait: 800 });

    expect((error as Error).message).toBe(
      `${TASK.id} had not finished when the wait timed out after 800 ms, resume() waits again, last status processing`,
    );
    expect((error as Error).cause).toBeUndefined();
  });

  test("a status that the contract does not know is named, too", async () => {
    const { error } = await waitFor([json(200, { ...TASK, status: "paused" })], { maxWait: 800 });

    expect((error as Error).message).toContain("last status paused");
  });

  test("after looks that all failed: with the last failure and without a status", async () => {
    const { error, looks } = await waitFor([unavailable], { maxWait: 800 });

    expect(looks).toBeGreaterThan(1);
    expect((error as Error).message).toMatch(
      /^task-unified-\S+ had not finished when the wait timed out after 800 ms, resume\(\) waits again \(GET \S+: 503 service_unavailable: as the vendor words it\)$/,
    );
    expect((error as Error).cause).toMatchObject({ name: "ServerError", status: 503 });
  });

  test("a look that the end cut short does not hide the failure before", async () => {
    const { error } = await waitFor([unavailable, silence], { maxWait: 800 }, TASK.id, 5_000);

    expect((error as Error).message).toContain(": 503 service_unavailable");
    expect((error as Error).cause).toMatchObject({ name: "ServerError", status: 503 });
  });

  test("a task that only its creation showed is told as that showed it", async () => {
    const { error } = await waitFor([unavailable], { maxWait: 800 }, TASK as Task);

    expect((error as Error).message).toContain("last status pending (GET ");
  });

  test("after a good look and failed ones: both", async () => {
    const { error } = await waitFor([unavailable, processing, json(200, { ...TASK, id: "task-unified-2" })], {
      maxWait: 800,
    });

    expect((error as Error).message).toContain(`last status processing (asked for ${TASK.id}, got task-unified-2)`);
  });

  test("failures that passed are not its cause", async () => {
    const { error } = await waitFor([unavailable, processing], { maxWait: 800 });

    expect((error as Error).cause).toBeUndefined();
  });
});

describe.concurrent("resume()", () => {
  test("goes on after an error that ended the wait, without a new creation", async () => {
    const { error, server } = await waitFor([json(404, envelope("task_not_found")), completed]);
    expect(error).toBeInstanceOf(NotFoundError);

    const task = isEvoLinkError(error) ? await error.resume?.() : undefined;

    expect(task?.status).toBe("completed");
    expect(server.requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
  });

  test("takes a new maxWait", async () => {
    const { error } = await waitFor([processing], { maxWait: 100 });
    const before = Date.now();

    const again = isEvoLinkError(error) ? error.resume?.({ maxWait: 200 }) : undefined;

    await expect(again).rejects.toThrow(WaitTimeoutError);
    expect(Date.now() - before).toBeLessThan(3_000);
  });
});

describe.concurrent("the end of a task", () => {
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

    expectToCarryOn(error);
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error).toMatchObject({ name: "TaskFailedError", retryable, task: failed });
    expect(Reflect.get(error as object, "code")).toBe(code);
  });

  test("cancelled is an end, too", async () => {
    const { error } = await waitFor([json(200, { ...TASK, status: "cancelled" })]);

    expect(error).toBeInstanceOf(TaskFailedError);
    expect((error as Error).message).toContain("cancelled");
  });

  test("a task that is completed when the wait begins needs no look", async () => {
    const { task, looks } = await waitFor([completed], {}, { id: TASK.id, status: "completed" });

    expect(task?.status).toBe("completed");
    expect(looks).toBe(0);
  });
});

describe.concurrent("what the contract does not know", () => {
  test("an unknown status is told once, and the wait goes on", async () => {
    const told: Drift[] = [];
    const paused = json(200, { ...TASK, status: "paused" });

    const { task } = await waitFor([paused, paused, completed], { onDrift: (drift) => told.push(drift) });

    expect(task?.status).toBe("completed");
    expect(told).toMatchObject([{ pointer: "/status", keyword: "enum", value: '"paused"' }]);
  });

  test("each thing is told to the client's onDrift once in a wait, however many answers hold it", async () => {
    const told: string[] = [];
    const answers = ["paused", "paused", "held", "paused", "completed"].map((status) => ({
      ...TASK,
      status,
      queue: 3,
    }));
    const looks = answers.values();
    const fetch = () => Promise.resolve(Response.json(looks.next().value));
    const client = new EvoLink({
      apiKey: "test-key",
      fetch,
      onDrift: ({ pointer, value = "" }) => told.push(`${pointer} ${value}`),
    });

    await client.tasks.wait(TASK.id, { interval: 5 });

    expect(told).toEqual(['/status "paused"', "/queue ", '/status "held"', "/results "]);
  });

  test("an unknown status that stays ends with the deadline", async () => {
    const { error, took } = await waitFor([json(200, { ...TASK, status: "paused" })], { maxWait: 400 });

    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(took).toBeLessThan(4_000);
  });

  test("a new field is told", async () => {
    const told: Drift[] = [];

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
        onDrift: (drift) => told.push(drift),
      },
    );

    expect(told).toMatchObject([{ pointer: "/task_info/queue", keyword: "field" }]);
  });
});

describe.concurrent("the caller's abort", () => {
  test.each<[string, Behaviour, number]>([
    ["in a pause", processing, 60_000],
    ["while an answer is missing", silence, 20],
    ["while a body stalls", stall(partOfTask), 20],
  ])("settles at once, without waiting for any timer: %s", async (_name, behaviour, interval) => {
    const controller = new AbortController();
    let error: unknown;
    const waiting = waitFor([behaviour], { signal: controller.signal, interval }).then(
      (result) => (error = result.error),
    );
    await new Promise((resolve) => setTimeout(resolve, 150));

    controller.abort(new Error("enough"));
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));

    expectToCarryOn(error);
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ cause: new Error("enough") });
    await waiting;
  });

  test("before the wait begins", async () => {
    const { error, looks } = await waitFor([processing], { signal: AbortSignal.abort("no") });

    expectToCarryOn(error);
    expect(error).toMatchObject({
      name: "AbortError",
      cause: "no",
      message: `The wait for ${TASK.id} was aborted, the task was not`,
    });
    expect(looks).toBe(0);
  });
});

describe("when it looks", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  async function looksOf(
    start: Task | string,
    options: WaitOptions,
    seconds: number,
    statuses: (look: number) => number = () => 200,
  ): Promise<number[]> {
    vi.useFakeTimers();
    const began = Date.now();
    const looks: number[] = [];
    const fetch = (): Promise<Response> => {
      const status = statuses(looks.push((Date.now() - began) / 1000));
      return Promise.resolve(
        Response.json(status === 200 ? { ...TASK, status: "processing" } : envelope("some_code"), { status }),
      );
    };
    const waiting = new EvoLink({ apiKey: "test-key", fetch }).tasks.wait(start, options).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    vi.useRealTimers();
    void waiting;
    return looks;
  }

  test("a task just created: not before the estimate allows a result, then every 8 s", async () => {
    const created: Task = { id: TASK.id, status: "pending", task_info: { estimated_time: 40 } };

    const looks = await looksOf(created, {}, 60);

    expect(looks[0]).toBeCloseTo(20, 1);
    expect(looks.length).toBeGreaterThanOrEqual(5);
    expect(looks.length).toBeLessThanOrEqual(7);
  });

  test("an id: at once", async () => {
    const looks = await looksOf(TASK.id, {}, 1);

    expect(looks).toEqual([0]);
  });

  test("an interval is taken as given", async () => {
    const looks = await looksOf(
      { id: TASK.id, status: "pending", task_info: { estimated_time: 300 } },
      { interval: 1000 },
      10.5,
    );

    expect(looks[0]).toBeCloseTo(1, 1);
    expect(looks.length).toBeGreaterThanOrEqual(9);
  });

  test("after failed looks up to 4 times rarer, and no more", async () => {
    const looks = await looksOf(TASK.id, { interval: 1000 }, 30, () => 503);
    const gaps = looks.slice(3).map((look, index) => look - (looks[index + 2] ?? 0));

    expect(Math.max(...gaps)).toBeLessThanOrEqual(4.5);
    expect(Math.min(...gaps)).toBeGreaterThan(3);
  });

  test("30 minutes by default, then it gives up", async () => {
    vi.useFakeTimers();
    const fetch = (): Promise<Response> => Promise.resolve(Response.json({ ...TASK, status: "processing" }));
    const waiting = new EvoLink({ apiKey: "test-key", fetch }).tasks.wait(TASK.id).catch((caught: unknown) => caught);

    await vi.advanceTimersByTimeAsync(30 * 60_000 + 1);

    expect(await waiting).toBeInstanceOf(WaitTimeoutError);
  });
});

describe.concurrent("news from callbacks", () => {
  const news = () => {
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

  test("win over polling at once, and nothing stays subscribed", async () => {
    const { callbacks, listeners } = news();
    const done: Task = { id: TASK.id, status: "completed", results: ["https://media.example.com/a.mp4"] };
    setTimeout(() => listeners.forEach((listener) => listener(done)), 100);

    const { task, took } = await waitFor([processing], { callbacks, interval: 10_000, maxWait: 60_000 });

    expect(task).toEqual(done);
    expect(took).toBeLessThan(5_000);
    expect(listeners.size).toBe(0);
  });

  test("interrupt a look that hangs", async () => {
    const { callbacks, listeners } = news();
    setTimeout(() => listeners.forEach((listener) => listener({ id: TASK.id, status: "completed" })), 100);

    const { task, took } = await waitFor([silence], { callbacks, maxWait: 60_000 }, TASK.id, 30_000);

    expect(task?.status).toBe("completed");
    expect(took).toBeLessThan(5_000);
  });

  test("that are lost cost one slower look", async () => {
    const { callbacks } = news();

    const { task, looks } = await waitFor([processing, completed], { callbacks });

    expect(task?.status).toBe("completed");
    expect(looks).toBe(2);
  });
});

test("a slow answer is no fault", async () => {
  const { task } = await waitFor([slowly({ ...TASK, status: "completed" }, 150)]);

  expect(task?.status).toBe("completed");
});

test("what onProgress throws does not end a paid wait", async () => {
  const seen: string[] = [];

  const { task } = await waitFor([processing, completed], {
    onProgress: ({ status }) => {
      seen.push(status);
      throw new Error("a fault of the caller");
    },
  });

  expect(task?.status).toBe("completed");
  expect(seen).toEqual(["processing", "completed"]);
});

test("what is no id is refused by name, at once", async () => {
  const { error, looks } = await waitFor([completed], {}, "42");

  expect(error).toMatchObject({ name: "InvalidRequestError" });
  expect((error as Error).message).toContain('task_id: must match /^task-unified-/u, got "42" (pattern)');
  expect(looks).toBe(0);
});
