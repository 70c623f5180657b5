// Protects a charged task from the caller's functions: whatever `callbacks` and `onCreated` do, the wait continues by
// polling or rejects with the task's id, and the event loop is never blocked.
import { describe, expect, test } from "vitest";
import { AbortError, EvoLink, type Task, type TaskUpdates, type WaitOptions } from "../../../src/sdk/index.ts";

const ID = "task-unified-1757169743-7cvnl5zw";
const request = { model: "kling-o3-reference-to-video", prompt: "A fox" } as const;
const results = ["https://media.example.com/a.mp4"];

/** Creates a client whose task is completed at the second poll. */
function clientOf(): EvoLink {
  let calls = 0;
  const fetch = () => {
    calls++;
    const status = calls > 2 ? { status: "completed", results } : { status: "processing" };
    return Promise.resolve(Response.json({ id: ID, ...status }));
  };
  return new EvoLink({ apiKey: "test-key-123", baseUrl: "https://api.example.com", fetch });
}

/** Creates callbacks that deliver a value 5 ms after the subscription. */
function delivering(delivered: unknown): TaskUpdates {
  return {
    subscribe: (_id, listener) => {
      const timer = setTimeout(() => listener(delivered as Task), 5);
      return () => clearTimeout(timer);
    },
  };
}

const throwing = (): never => {
  throw new Error("broken");
};

describe("callbacks that violate their interface do not end the wait", () => {
  test.each<{ name: string; callbacks: unknown }>([
    { name: "subscribe throws", callbacks: { subscribe: throwing } },
    { name: "subscribe rejects", callbacks: { subscribe: () => Promise.reject(new Error("broken")) } },
    { name: "subscribe returns nothing", callbacks: { subscribe: () => undefined } },
    { name: "unsubscribe throws", callbacks: { subscribe: () => throwing } },
    { name: "they deliver null", callbacks: delivering(null) },
    { name: "they deliver a number", callbacks: delivering(5) },
    { name: "they deliver a task in progress", callbacks: delivering({ id: ID, status: "processing" }) },
    { name: "they deliver a task without a status", callbacks: delivering({ id: ID }) },
    { name: "they deliver another task", callbacks: delivering({ id: "task-unified-other", status: "completed" }) },
  ])("$name", async ({ callbacks }) => {
    const options: WaitOptions = { callbacks: callbacks as TaskUpdates, interval: 5, maxWait: 5_000 };

    const task = await clientOf().videos.generateAndWait(request, options);

    expect(task).toMatchObject({ id: ID, status: "completed", results });
  });
});

test("an abort ends generateAndWait while onCreated is pending, with the task's id", async () => {
  const controller = new AbortController();
  const onCreated = (): Promise<never> => {
    controller.abort();
    return new Promise(() => undefined);
  };

  const error: unknown = await clientOf()
    .videos.generateAndWait(request, { onCreated, signal: controller.signal })
    .catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(AbortError);
  expect(error).toMatchObject({ taskId: ID, sent: true });
});
