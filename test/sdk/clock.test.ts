// Protects waits and deadlines from the system clock: setting it back or forward changes nothing.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EvoLink, type Fetch } from "../../src/sdk/index.ts";

const ID = "task-unified-1757169743-7cvnl5zw";
const HOUR = 3_600_000;
const statuses = (...list: string[]): Fetch => {
  let polls = 0;
  return () =>
    Promise.resolve(
      Response.json({ id: ID, status: list[Math.min(polls++, list.length - 1)], results: ["https://a.example/b"] }),
    );
};

function clientOf(fetch: Fetch, options = {}): EvoLink {
  return new EvoLink({ apiKey: "test-key", baseUrl: "https://api.example.com", fetch, ...options });
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe.each([
  { name: "back an hour", jump: -HOUR },
  { name: "forward an hour", jump: HOUR },
])("the clock is set $name", ({ jump }) => {
  test("a wait continues until the task has finished", async () => {
    const waiting = clientOf(statuses("processing", "processing", "completed")).tasks.wait(ID, {
      interval: 1_000,
      maxWait: 60_000,
    });
    await vi.advanceTimersByTimeAsync(500);
    vi.setSystemTime(Date.now() + jump);
    await vi.advanceTimersByTimeAsync(5_000);

    await expect(waiting).resolves.toMatchObject({ status: "completed" });
  });

  test("a wait ends exactly after maxWait", async () => {
    const ended = vi.fn();
    clientOf(statuses("processing")).tasks.wait(ID, { interval: 1_000, maxWait: 10_000 }).catch(ended);
    await vi.advanceTimersByTimeAsync(500);
    vi.setSystemTime(Date.now() + jump);

    await vi.advanceTimersByTimeAsync(9_000);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ended).toHaveBeenCalledOnce();
  });

  test("the rate limiter sends the next request in time", async () => {
    const client = clientOf(statuses("processing"), { maxRequestsPerSecond: 1 });
    await client.tasks.get(ID);
    vi.setSystemTime(Date.now() + jump);

    const second = client.tasks.get(ID);
    await vi.advanceTimersByTimeAsync(1_100);

    await expect(second).resolves.toMatchObject({ id: ID });
  });

  test("a deadline ends the retries of a read in time", async () => {
    const ended = vi.fn();
    const fetch: Fetch = () => Promise.resolve(new Response("", { status: 503 }));
    clientOf(fetch, { deadline: 10_000 }).tasks.get(ID).catch(ended);
    await vi.advanceTimersByTimeAsync(600);
    vi.setSystemTime(Date.now() + jump);

    await vi.advanceTimersByTimeAsync(9_500);

    expect(ended).toHaveBeenCalledOnce();
  });
});

test("a wait polls once more when the machine slept for longer than maxWait", async () => {
  const waiting = clientOf(statuses("processing", "completed")).tasks.wait(ID, { interval: 1_000, maxWait: 10_000 });
  await vi.advanceTimersByTimeAsync(100);
  // While the machine sleeps, the monotonic clock advances and timers fire late.
  const now = performance.now();
  vi.spyOn(performance, "now").mockReturnValue(now + HOUR);
  await vi.advanceTimersByTimeAsync(1_000);
  vi.restoreAllMocks();

  await expect(waiting).resolves.toMatchObject({ status: "completed" });
});

describe("a time limit that a timer cannot hold", () => {
  test.each([{ value: Infinity }, { value: 2 ** 31 }, { value: Number.MAX_VALUE }])(
    "$value does not expire at once",
    async ({ value }) => {
      const options = { timeout: value, deadline: value };
      const client = clientOf(statuses("processing", "completed"), options);

      const waiting = client.tasks.wait(ID, { interval: 5_000, maxWait: value });
      await vi.advanceTimersByTimeAsync(20_000);

      await expect(waiting).resolves.toMatchObject({ status: "completed" });
    },
  );

  test.each([{ value: 0 }, { value: -1 }, { value: NaN }, { value: "5" }])("$value is rejected", async ({ value }) => {
    const call = clientOf(statuses("completed")).tasks.wait(ID, { maxWait: value as number });

    await expect(call).rejects.toThrow(/maxWait must be a number above 0/);
  });
});

describe("a 404 just after the create request", () => {
  const late = (times: number): Fetch => {
    let polls = 0;
    return (_url, { method }) => {
      const isMissing = method === "GET" && polls++ < times;
      const body = isMissing
        ? { error: { code: "task_not_found", message: "no" } }
        : { id: ID, status: method === "GET" ? "completed" : "pending" };
      return Promise.resolve(Response.json(body, { status: isMissing ? 404 : 200 }));
    };
  };
  const request = {
    model: "kling-o3-reference-to-video",
    prompt: "A fox",
    video_url: "https://example.com/a.mp4",
  } as const;

  test("is tolerated for a grace period", async () => {
    const waiting = clientOf(late(3)).videos.generateAndWait(request, { interval: 1_000 });
    await vi.advanceTimersByTimeAsync(25_000);

    await expect(waiting).resolves.toMatchObject({ status: "completed" });
  });

  test("ends the wait after the grace period", async () => {
    const waiting = clientOf(late(1_000))
      .videos.generateAndWait(request, { interval: 1_000 })
      .catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(await waiting).toMatchObject({ name: "NotFoundError", taskId: ID });
  });

  test("ends the wait for a known id at once", async () => {
    const waiting = clientOf(late(1_000))
      .tasks.wait(ID, { interval: 1_000 })
      .catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10);

    expect(await waiting).toMatchObject({ name: "NotFoundError" });
  });
});
