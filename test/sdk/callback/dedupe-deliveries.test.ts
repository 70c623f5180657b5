// Protects against handling a task twice or never: retried deliveries, failures of onTask, the vendor's time limit.
import { afterEach, describe, expect, it, vi } from "vitest";
import { taskFinishedDelivery } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";
import type { DedupStore } from "../../../src/sdk/callback/index.ts";
import { createMemoryDedupStore } from "../../../src/sdk/callback/dedup-store.ts";
import { bench, delivery, examples, gate } from "./fixtures.ts";

const { completed } = examples;

afterEach(() => {
  vi.useRealTimers();
});

describe("retried deliveries", () => {
  it("are dropped without reading the task again once the task was handled", async () => {
    const { handler, handed, polls } = bench(completed);

    const statuses = [];
    for (let turn = 0; turn < 4; turn++) statuses.push((await handler(await delivery(completed))).status);

    expect(statuses).toEqual([200, 200, 200, 200]);
    expect([handed.length, polls.length]).toEqual([1, 1]);
  });

  it("that arrive at the same time run onTask once and all get its outcome as the response", async () => {
    const slow = gate();
    let runs = 0;
    const { handler } = bench(completed, { onTask: () => (runs++, slow.promise) });
    const requests = await Promise.all([1, 2, 3, 4].map(() => delivery(completed)));

    const responses = requests.map((request) => handler(request));
    setTimeout(slow.open, 50);
    const statuses = await Promise.all(responses);

    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(runs).toBe(1);
  });

  it("of the same task under another reference are handled separately", async () => {
    const { handler, handed } = bench(completed);

    await handler(await delivery(completed, { reference: "order-0" }));
    await handler(await delivery(completed, { reference: "order-1" }));

    expect(handed.map(([, reference]) => reference)).toEqual(["order-0", "order-1"]);
  });
});

describe("an onTask that throws", () => {
  it.each([
    [
      "synchronously",
      () => {
        throw new Error("database unavailable");
      },
    ],
    ["by rejecting", () => Promise.reject(new Error("database unavailable"))],
  ])("makes the handler respond 500, and the retried delivery calls it again (%s)", async (_name, fault) => {
    const faults = [fault, fault];
    const handed: Task[] = [];
    const { handler, errors } = bench(completed, { onTask: (task) => faults.pop()?.() ?? handed.push(task) });

    const statuses = [];
    for (let turn = 0; turn < 4; turn++) statuses.push((await handler(await delivery(completed))).status);

    expect(statuses).toEqual([500, 500, 200, 200]);
    expect(handed).toEqual([completed]);
    expect(errors.map(({ reason, cause }) => [reason, (cause as Error).message])).toEqual([
      ["on_task", "database unavailable"],
      ["on_task", "database unavailable"],
    ]);
  });
});

describe("the time limit", () => {
  it("is 2 seconds shorter than the vendor's by default", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const begun = gate();
    const { handler } = bench(completed, { onTask: () => (begun.open(), new Promise(() => undefined)) });
    let responded = false;

    const response = handler(await delivery(completed)).finally(() => (responded = true));
    await begun.promise;
    await vi.advanceTimersByTimeAsync(taskFinishedDelivery.timeout_seconds * 1000 - 2001);
    const before = responded;
    await vi.advanceTimersByTimeAsync(1);

    expect([before, (await response).status]).toEqual([false, 503]);
  });

  it("responds 503 while a slow onTask continues; a retried delivery waits for it and gets its outcome", async () => {
    const slow = gate();
    let runs = 0;
    const { handler, errors } = bench(completed, { answerWithin: 300, onTask: () => (runs++, slow.promise) });

    const first = await handler(await delivery(completed));
    const retry = handler(await delivery(completed));
    setTimeout(slow.open, 10);

    expect([first.status, (await retry).status]).toEqual([503, 200]);
    expect(runs).toBe(1);
    expect(errors.map(({ reason }) => reason)).toEqual(["too_slow"]);
  });

  it("runs onTask again if it failed after the 503, and reports the failure once", async () => {
    const slow = [gate(), gate()];
    let runs = 0;
    const { handler, errors } = bench(completed, { answerWithin: 300, onTask: () => slow[runs++]?.promise });

    await handler(await delivery(completed));
    slow[0]?.fail(new Error("too late"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    slow[1]?.open();
    const retry = await handler(await delivery(completed));

    expect([retry.status, runs]).toEqual([200, 2]);
    expect(errors.map(({ reason }) => reason)).toEqual(["too_slow", "on_task"]);
  });

  it("aborts a read of the task that takes too long, and does not call onTask afterwards", async () => {
    const poll = gate<Task>();
    let signal: AbortSignal | undefined;
    const handed: unknown[] = [];
    const { handler, errors } = bench(completed, {
      answerWithin: 30,
      client: { tasks: { get: (_id, options) => ((signal = options?.signal), poll.promise) } },
      onTask: (task) => handed.push(task),
    });

    const response = await handler(await delivery(completed));
    poll.open(completed);
    await new Promise((resolve) => setTimeout(resolve, 5));

    expect([response.status, signal?.aborted, handed]).toEqual([503, true, []]);
    expect(errors.map(({ reason }) => reason)).toEqual(["too_slow"]);
  });

  it("responds 503 to a body that stalls, and cancels its stream", async () => {
    const { handler, errors } = bench(completed, { answerWithin: 30 });
    const { url } = await delivery(completed);
    const cancelled = gate();
    const stalled = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
      cancel: () => cancelled.open(),
    });

    const response = await handler(
      new Request(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: stalled,
        duplex: "half",
      } as RequestInit),
    );
    await cancelled.promise;

    expect(response.status).toBe(503);
    expect(errors.map(({ reason }) => reason)).toEqual(["too_slow"]);
  });
});

describe("dedupStore", () => {
  it("in memory drops the oldest delivery when it is full", async () => {
    const dedupStore = createMemoryDedupStore(2);

    for (const key of ["a", "b", "c"]) await dedupStore.end(key, true);

    expect([await dedupStore.begin("a"), await dedupStore.begin("b"), await dedupStore.begin("c")]).toEqual([
      "new",
      "done",
      "done",
    ]);
  });

  it("of the caller's own lets processes share deliveries", async () => {
    const store = new Map<string, "busy" | "done">();
    const dedupStore: DedupStore = {
      begin: (key) => {
        const claim = store.get(key) ?? "new";
        if (claim === "new") store.set(key, "busy");
        return Promise.resolve(claim);
      },
      end: (key, succeeded) => (succeeded ? store.set(key, "done") : store.delete(key)),
    };
    const slow = gate();
    const one = bench(completed, { dedupStore, onTask: () => slow.promise });
    const two = bench(completed, { dedupStore });

    const first = one.handler(await delivery(completed));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const meanwhile = await two.handler(await delivery(completed));
    slow.open();
    const statuses = [(await first).status, meanwhile.status, (await two.handler(await delivery(completed))).status];

    expect(statuses).toEqual([200, 503, 200]);
    expect(two.errors.map(({ reason }) => reason)).toEqual(["busy"]);
    expect(two.handed).toEqual([]);
  });

  it.each(["begin", "end"] as const)("whose %s fails makes the handler respond 503", async (method) => {
    const dedupStore: DedupStore = {
      ...createMemoryDedupStore(),
      [method]: () => Promise.reject(new Error("store unavailable")),
    };
    const { handler, errors } = bench(completed, { dedupStore });

    expect((await handler(await delivery(completed))).status).toBe(503);
    expect(errors.map(({ reason }) => reason)).toEqual(["dedup_store"]);
  });
});
