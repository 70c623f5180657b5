// Protects the steps of a task: what every scenario does and when, and what a task contains before and after it ends.
import type { ServerResponse } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { taskErrorCodeRetryable } from "../../generated/constants.ts";
import { scenarios, startSandbox, type Sandbox, type SandboxOptions, type Scenario } from "../../src/sandbox/index.ts";
import {
  begin,
  ESTIMATED_MS,
  IllegalTransitionError,
  move,
  present,
  progressAt,
  resultsLive,
  wayTo,
} from "../../src/sandbox/lifecycle.ts";
import { UNKNOWN_STATUS, usualScenario } from "../../src/sandbox/scenarios.ts";
import { body, create, headers, read } from "./caller.ts";
import { closeAfterEach } from "./close-after-each.ts";
import { startReceiver } from "./receiver.ts";

const open = closeAfterEach();

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ speed: 0, seed: 1, ...options });
  open.push(sandbox);
  return sandbox;
}

function processing(scenario: Scenario = usualScenario, created = 0) {
  const life = begin("task-unified-1-abcdefgh", created, body, scenario);
  move(life, "processing", created);
  return life;
}

const codes = Object.values(taskErrorCodeRetryable).flat();
const HALF = 150;

describe("the scenarios", () => {
  const ends: Readonly<Record<string, readonly (readonly [seconds: number, status: string])[]>> = {
    completed: [[300, "completed"]],
    cancelled: [[HALF, "cancelled"]],
    stalled: [],
    unknown_status: [[HALF, UNKNOWN_STATUS]],
    failed_without_error: [[HALF, "failed"]],
    ...Object.fromEntries(codes.map((code) => [code, [[HALF, "failed"]]])),
  };

  it("are the documented ones, and one for each failure code", () => {
    const names = [...scenarios.keys()];

    expect(names).toEqual(Object.keys(ends));
    expect([...scenarios.values()].filter(({ summary }) => summary.endsWith("."))).toHaveLength(names.length);
  });

  it.each(Object.entries(ends))("%s changes the status at the documented times", async (name, end) => {
    const sandbox = await start();
    await create(sandbox, {}, { Prefer: `scenario=${name}` });

    await sandbox.advance(4 * ESTIMATED_MS);

    const [task] = sandbox.tasks;
    const steps = (task?.history ?? [])
      .filter(({ kind }) => kind === "status")
      .map(({ at, text }) => [(at - (task?.created ?? 0)) / 1000, text.split(",")[0]]);
    expect(steps).toEqual([[15, "processing"], ...end]);
  });

  it("have the error with their code and the type of task errors", () => {
    const errors = codes.map((code) => scenarios.get(code)?.error);

    expect(errors).toEqual(
      codes.map((code) => ({
        code,
        type: "task_error",
        message: expect.stringContaining(code.replaceAll("_", " ")) as string,
      })),
    );
  });

  it("stop the progress of a stalled task at 45 %", () => {
    const life = processing(scenarios.get("stalled"));

    const shown = [0.44, 0.5, 9].map((share) => progressAt(life, share * ESTIMATED_MS));

    expect(shown).toEqual([44, 45, 45]);
  });
});

describe("an illegal transition", () => {
  it("throws an IllegalTransitionError that names both statuses", () => {
    const life = processing();

    const act = () => move(life, "pending", 1);

    expect(act).toThrow(
      expect.objectContaining({
        name: "IllegalTransitionError",
        message: "A task that is processing cannot become pending.",
      }) as Error,
    );
    expect(act).toThrow(IllegalTransitionError);
  });

  it.each(["pending", "completed"])("includes the one from %s to an unknown status", (status) => {
    const life = begin("task-unified-1-abcdefgh", 0, body, usualScenario);
    for (const step of wayTo("pending", status) ?? []) move(life, step, 0);

    const act = () => move(life, UNKNOWN_STATUS, 1);

    expect(act).toThrow(IllegalTransitionError);
  });
});

describe("paths between statuses", () => {
  it("from an unknown status are those from processing", () => {
    const way = wayTo(UNKNOWN_STATUS, "completed");

    expect(way).toEqual(["completed"]);
  });

  it("are the shortest, and the search ends in spite of cycles", async () => {
    let lookups = 0;
    const table = { a: ["b", "a"], b: ["a", "c"], c: ["b", "d"], d: [] };
    const taskStatusTransitions = new Proxy(table, {
      get: (target, status: keyof typeof table) => {
        if ((lookups += 1) > 30) throw new Error("the search does not end");
        return target[status];
      },
    });
    vi.resetModules();
    vi.doMock("../../generated/constants.ts", async (original) => ({
      ...(await original<object>()),
      taskStatusTransitions,
    }));
    const fresh = await import("../../src/sandbox/lifecycle.ts");
    lookups = 0;

    const ways = [fresh.wayTo("a", "d"), fresh.wayTo("a", "nowhere")];

    vi.doUnmock("../../generated/constants.ts");
    vi.resetModules();
    expect(ways).toEqual([["b", "c", "d"], undefined]);
    expect(lookups).toBe(7);
  });
});

describe("the body of a task", () => {
  const error = { code: "service_error", message: "no", type: "task_error" } as const;

  it("has no end time before it ends", () => {
    const life = processing();

    expect([life.ended, life.progress, resultsLive(life, 0)]).toEqual([undefined, undefined, false]);
  });

  it("has an error only when it failed", () => {
    const scenario = { ...usualScenario, error };
    const ended = (["completed", "cancelled", "failed"] as const).map((status) => {
      const life = processing(scenario);
      move(life, status, 1000);
      return life;
    });

    const shown = ended.map((life) => present(life, 1000, "http://127.0.0.1/v.mp4"));

    expect(shown.map((task) => Object.hasOwn(task, "error"))).toEqual([false, false, true]);
    expect(shown.at(-1)?.error).toEqual(error);
  });

  it("has results only when it is completed", () => {
    const ended = (["completed", "failed"] as const).map((status) => {
      const life = processing();
      move(life, status, 1000);
      return life;
    });

    const shown = [processing(), ...ended].map((life) => [
      present(life, 1000, "http://127.0.0.1/v.mp4").results,
      resultsLive(life, 1000),
    ]);

    expect(shown).toEqual([
      [undefined, false],
      [["http://127.0.0.1/v.mp4"], true],
      [undefined, false],
    ]);
  });

  it("has its creation time in whole seconds and its progress in whole percent", () => {
    const created = 1_757_169_743_999;
    const life = processing(usualScenario, created);

    const shown = [-5000, 0.799 * ESTIMATED_MS].map((passed) => present(life, created + passed, ""));

    expect(shown.map((task) => [task.created, task.progress])).toEqual([
      [1_757_169_743, 0],
      [1_757_169_743, 79],
    ]);
  });
});

describe("a task that is ended through the controls", () => {
  const end = async (sandbox: Sandbox, status: string): Promise<number> =>
    (
      await sandbox.fetch(`/sandbox/tasks/${sandbox.tasks[0]?.id ?? ""}/${status}`, {
        method: "POST",
        headers,
        body: "{}",
      })
    ).status;

  it.each([["processing", "completed"], ["failed"], ["cancelled"]].map((way) => ({ way, status: way.at(-1) ?? "" })))(
    "is $status at once, along $way, and its callback is sent, while the clock stands still",
    async ({ way, status }) => {
      const sandbox = await start();
      const receiver = await startReceiver();
      open.push(receiver);
      const { body: task } = await create(sandbox, { callback_url: receiver.url });

      const endStatus = await end(sandbox, status);

      const { body: now } = await read(sandbox, `/v1/tasks/${task.id}`);
      const { body: next } = await create(sandbox);
      const [view, later] = sandbox.tasks;
      expect([endStatus < 300, now.status, receiver.received.length]).toEqual([true, status, 1]);
      expect(
        view?.history
          .filter(({ kind }) => kind === "status")
          .map(({ at, text }) => [at - view.created, text.split(",")[0]]),
      ).toEqual(way.map((step) => [0, step]));
      expect([later?.id, later?.created]).toEqual([next.id, view?.created]);
    },
  );

  it("does not continue its scenario", async () => {
    const sandbox = await start();
    await create(sandbox);
    await end(sandbox, "cancelled");

    await sandbox.advance(2 * ESTIMATED_MS);

    expect(sandbox.tasks[0]?.task.status).toBe("cancelled");
  });

  it("cannot be ended twice", async () => {
    const sandbox = await start();
    await create(sandbox);
    const first = await end(sandbox, "failed");

    const second = await end(sandbox, "completed");

    expect([first < 300, second]).toEqual([true, 409]);
    expect(sandbox.tasks[0]?.task.status).toBe("failed");
  });

  it("does not wait for the response to its callback while the clock runs", async () => {
    const sandbox = await start({ speed: 1 });
    let pendingResponse: ServerResponse | undefined;
    const receiver = await startReceiver((response) => (pendingResponse = response));
    open.push(receiver);
    await create(sandbox, { callback_url: receiver.url });

    const endStatus = await end(sandbox, "completed");

    await vi.waitFor(() => expect(pendingResponse).toBeDefined());
    expect([endStatus < 300, sandbox.tasks[0]?.callbacks]).toEqual([true, []]);
    pendingResponse?.end();
  });
});

describe("a task that is deleted because of keepTasks", () => {
  it("sends no callback, costs nothing, and its idempotency key can be used again", async () => {
    const sandbox = await start({ keepTasks: 1, credits: 100 });
    const receiver = await startReceiver();
    open.push(receiver);
    const key = { "Idempotency-Key": "key-number-one-of-one" };
    const { body: forgotten } = await create(sandbox, { callback_url: receiver.url }, key);
    await create(sandbox);

    const { body: next } = await create(sandbox, { callback_url: receiver.url }, key);
    await sandbox.advance(2 * ESTIMATED_MS);

    const { body: balance } = await read<{ data: { user: object } }>(sandbox, "/v1/credits");
    expect(next.id).not.toBe(forgotten.id);
    expect(receiver.received).toHaveLength(1);
    expect(balance.data.user).toEqual({ remaining_credits: 59.5, used_credits: 40.5 });
  });

  it("may be a finished one", async () => {
    const sandbox = await start({ keepTasks: 1 });
    await create(sandbox);
    await sandbox.advance(ESTIMATED_MS);

    const { status, body: next } = await create(sandbox);

    expect([status, sandbox.tasks.map(({ id }) => id)]).toEqual([200, [next.id]]);
  });

  it("is the oldest one, once there are more than keepTasks", async () => {
    const sandbox = await start({ keepTasks: 2 });
    const ids = [(await create(sandbox)).body.id, (await create(sandbox)).body.id];

    const kept = sandbox.tasks.map(({ id }) => id);

    expect(kept).toEqual(ids);
  });
});
