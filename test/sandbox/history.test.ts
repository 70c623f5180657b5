// Protects the history of a task: its events in order, as text, and in bounded number.
import { afterEach, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { create, read } from "./caller.ts";

const KEPT = 60;
const KEY = { "Idempotency-Key": "key-number-one-of-one" };

let sandbox: Sandbox;
afterEach(() => sandbox.close());

it("records the status changes of a task and what happened to its credits", async () => {
  sandbox = await startSandbox({ speed: 0 });
  const { body: task } = await create(sandbox, {}, KEY);
  await create(sandbox, {}, KEY);
  await sandbox.advance(300_000);
  await read(sandbox, `/v1/tasks/${task.id}`);

  const [view] = sandbox.tasks;

  expect(view?.history.map(({ at, kind, text }) => [(at - view.created) / 1000, kind, text])).toEqual([
    [0, "created", "pending, 40.5 credits reserved"],
    [0, "replayed", "the first response was repeated"],
    [15, "status", "processing"],
    [300, "status", "completed, 40.5 credits charged"],
    [300, "read", "completed, 100 %"],
  ]);
});

it.each([
  { reads: KEPT - 1, kept: KEPT - 1 },
  { reads: KEPT + 10, kept: KEPT - 1 },
])("drops the oldest reads first: of $reads it keeps $kept", async ({ reads, kept }) => {
  sandbox = await startSandbox({ speed: 0 });
  const { body: task } = await create(sandbox);
  for (let count = 0; count < reads; count += 1) {
    await read(sandbox, `/v1/tasks/${task.id}`);
    await sandbox.advance(1);
  }

  const [first, ...others] = sandbox.tasks[0]?.history ?? [];

  const times = others.map(({ at }) => at - (first?.at ?? 0));
  expect(first?.kind).toBe("created");
  expect(times).toEqual(Array.from({ length: kept }, (_, index) => reads - kept + index));
});

it("drops its first event when it has no reads to drop", async () => {
  sandbox = await startSandbox({ speed: 0 });
  for (let count = 0; count <= KEPT; count += 1) await create(sandbox, {}, KEY);

  const history = sandbox.tasks[0]?.history ?? [];

  expect([history.length, history.some(({ kind }) => kind === "created")]).toEqual([KEPT, false]);
});
