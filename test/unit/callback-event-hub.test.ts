// Protects the updates that waits subscribe to: only confirmed tasks, each published once, in bounded memory.
import { describe, expect, it } from "vitest";
import type { Task } from "../../generated/types.ts";
import { createEventHub } from "../../src/sdk/callback/event-hub.ts";
import { bench, delivery, examples } from "./callback-fixtures.ts";

const { completed, failed, processing } = examples;
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("the handler's updates", () => {
  it("calls a subscriber with the confirmed task, even when onTask throws", async () => {
    const told: Task[] = [];
    const { handler } = bench(completed, { onTask: () => Promise.reject(new Error("away")) });
    handler.subscribe(completed.id, (task) => told.push(task));

    await handler(await delivery(failed));

    expect(told).toEqual([completed]);
  });

  it("does not make a wait last as long as onTask", async () => {
    const told: Task[] = [];
    const { handler } = bench(completed, { answerWithin: 30, onTask: () => new Promise(() => undefined) });
    handler.subscribe(completed.id, (task) => told.push(task));

    await handler(await delivery(completed));

    expect(told).toEqual([completed]);
  });

  it.each([
    ["not confirmed", () => Promise.reject(new Error("away"))],
    ["not finished", () => processing],
  ])("publishes nothing that is %s", async (_name, answer) => {
    const told: Task[] = [];
    const { handler } = bench(answer);
    handler.subscribe(completed.id, (task) => told.push(task));

    await handler(await delivery(completed));
    await soon();

    expect(told).toEqual([]);
  });
});

describe("an event hub", () => {
  it("calls every subscriber of the task once, and no other", async () => {
    const hub = createEventHub();
    const told: string[] = [];
    hub.subscribe(completed.id, () => told.push("one"));
    hub.subscribe(completed.id, () => told.push("two"));
    hub.subscribe("task-unified-other", () => told.push("other"));

    hub.publish(completed);
    hub.publish(completed);
    await soon();

    expect(told).toEqual(["one", "two"]);
  });

  it("does not call an unsubscribed listener, not even between the update and the call", async () => {
    const hub = createEventHub();
    const told: string[] = [];
    const before = hub.subscribe(completed.id, () => told.push("before"));
    const between = hub.subscribe(completed.id, () => told.push("between"));

    before();
    hub.publish(completed);
    between();
    await soon();

    expect(told).toEqual([]);
  });

  it("calls a listener that subscribes after the update, but not before subscribe has returned", async () => {
    const hub = createEventHub();
    const told: string[] = [];
    hub.publish(completed);

    hub.subscribe(completed.id, () => told.push("told"));
    told.push("returned");
    await soon();

    expect(told).toEqual(["returned", "told"]);
  });

  it("forgets the oldest update when it is full", async () => {
    const hub = createEventHub(2);
    const told: string[] = [];

    for (const id of ["a", "b", "c"]) hub.publish({ ...completed, id });
    for (const id of ["a", "b", "c"]) hub.subscribe(id, () => told.push(id));
    await soon();

    expect(told).toEqual(["b", "c"]);
  });
});
