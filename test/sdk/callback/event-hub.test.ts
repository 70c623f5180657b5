// Protects the updates that waits subscribe to: only confirmed tasks, each published once, in bounded memory.
import { describe, expect, it } from "vitest";
import type { Task } from "../../../generated/types.ts";
import { createEventHub } from "../../../src/sdk/callback/event-hub.ts";
import { bench, delivery, examples } from "./fixtures.ts";

const { completed, failed, processing } = examples;
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("the handler's updates", () => {
  it("calls a subscriber with the confirmed task, even when onTask throws", async () => {
    const received: Task[] = [];
    const { handler } = bench(completed, { onTask: () => Promise.reject(new Error("unavailable")) });
    handler.subscribe(completed.id, (task) => received.push(task));

    await handler(await delivery(failed));

    expect(received).toEqual([completed]);
  });

  it("calls a subscriber before onTask has finished", async () => {
    const received: Task[] = [];
    const { handler } = bench(completed, { answerWithin: 30, onTask: () => new Promise(() => undefined) });
    handler.subscribe(completed.id, (task) => received.push(task));

    await handler(await delivery(completed));

    expect(received).toEqual([completed]);
  });

  it.each([
    ["not confirmed", () => Promise.reject(new Error("unavailable"))],
    ["not finished", () => processing],
  ])("publishes no task that is %s", async (_name, readTask) => {
    const received: Task[] = [];
    const { handler } = bench(readTask);
    handler.subscribe(completed.id, (task) => received.push(task));

    await handler(await delivery(completed));
    await soon();

    expect(received).toEqual([]);
  });
});

describe("an event hub", () => {
  it("calls every subscriber of the task once, and no subscriber of another task", async () => {
    const hub = createEventHub();
    const received: string[] = [];
    hub.subscribe(completed.id, () => received.push("one"));
    hub.subscribe(completed.id, () => received.push("two"));
    hub.subscribe("task-unified-other", () => received.push("other"));

    hub.publish(completed);
    hub.publish(completed);
    await soon();

    expect(received).toEqual(["one", "two"]);
  });

  it("does not call an unsubscribed listener, not even between the update and the call", async () => {
    const hub = createEventHub();
    const received: string[] = [];
    const before = hub.subscribe(completed.id, () => received.push("before"));
    const between = hub.subscribe(completed.id, () => received.push("between"));

    before();
    hub.publish(completed);
    between();
    await soon();

    expect(received).toEqual([]);
  });

  it("calls a listener that subscribes after the update, but not before subscribe has returned", async () => {
    const hub = createEventHub();
    const received: string[] = [];
    hub.publish(completed);

    hub.subscribe(completed.id, () => received.push("called"));
    received.push("returned");
    await soon();

    expect(received).toEqual(["returned", "called"]);
  });

  it("drops the oldest update when it is full", async () => {
    const hub = createEventHub(2);
    const received: string[] = [];

    for (const id of ["a", "b", "c"]) hub.publish({ ...completed, id });
    for (const id of ["a", "b", "c"]) hub.subscribe(id, () => received.push(id));
    await soon();

    expect(received).toEqual(["b", "c"]);
  });
});
