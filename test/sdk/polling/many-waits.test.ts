// Protects a process with many waits: they wake up in batches, and neither their number nor a rate limit delays one
// beyond its maxWait.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AbortError, EvoLink, WaitTimeoutError, type Task } from "../../../src/sdk/index.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Creates a client that records the times of its polls, in milliseconds since its creation. */
function clientWithPolls(maxRequestsPerSecond?: number): { client: EvoLink; polls: number[] } {
  const polls: number[] = [];
  const began = Date.now();
  const fetch = (url: string): Promise<Response> => {
    polls.push(Date.now() - began);
    return Promise.resolve(Response.json({ id: url.slice(url.lastIndexOf("/") + 1), status: "processing" }));
  };
  return { client: new EvoLink({ apiKey: "test-key", fetch, maxRequestsPerSecond }), polls };
}

const created = (index: number): Task => ({ id: `task-unified-${String(index)}`, status: "pending" });

describe("waits whose timers end together", () => {
  test("all poll, in small batches a millisecond apart", async () => {
    const { client, polls } = clientWithPolls();
    for (let index = 0; index < 1_000; index++)
      client.tasks.wait(created(index), { interval: 1_000 }).catch(() => undefined);

    await vi.advanceTimersByTimeAsync(1_200);

    const perMillisecond = new Map<number, number>();
    for (const poll of polls) perMillisecond.set(poll, (perMillisecond.get(poll) ?? 0) + 1);
    expect(polls).toHaveLength(1_000);
    expect(Math.max(...perMillisecond.values())).toBeLessThanOrEqual(20);
  });

  test("end at once when they are aborted before they poll", async () => {
    const { client } = clientWithPolls();
    const controller = new AbortController();
    const waiting = Array.from({ length: 1_000 }, (_, index) =>
      client.tasks
        .wait(created(index), { interval: 1_000, signal: controller.signal })
        .catch((error: unknown) => error),
    );
    await vi.advanceTimersByTimeAsync(1_001);

    controller.abort();
    const errors = await Promise.all(waiting);

    expect(errors.every((error) => error instanceof AbortError)).toBe(true);
  });
});

test("waits and calls that share a signal cause no Node.js warning, and all of them are aborted by it", async () => {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error): void => void warnings.push(message);
  process.on("warning", onWarning);
  const { client } = clientWithPolls();
  const hanging = new EvoLink({ apiKey: "test-key", fetch: () => new Promise(() => undefined) });
  const callbacks = { subscribe: () => () => undefined };
  const controller = new AbortController();
  const { signal } = controller;
  const began = Array.from({ length: 20 }, (_, index) => [
    client.tasks.wait(created(index), { signal }),
    client.tasks.wait(created(index), { signal, callbacks }),
    hanging.tasks.get(created(index).id, { signal }),
  ]);
  const ends = Promise.all(began.flat().map((call) => call.catch((error: unknown) => error)));
  await vi.advanceTimersByTimeAsync(10_000);

  controller.abort();
  const errors = await ends;
  vi.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", onWarning);

  expect(errors.every((error) => error instanceof AbortError)).toBe(true);
  expect(warnings).toEqual([]);
});

describe("a rate limit", () => {
  test("does not delay a wait beyond its maxWait", async () => {
    const { client } = clientWithPolls(1);
    const waiting = Array.from({ length: 100 }, (_, index) =>
      client.tasks.wait(created(index), { interval: 1_000, maxWait: 5_000 }).catch((error: unknown) => error),
    );

    await vi.advanceTimersByTimeAsync(6_000);
    const errors = await Promise.all(waiting);

    expect(errors.every((error) => error instanceof WaitTimeoutError)).toBe(true);
  });
});
