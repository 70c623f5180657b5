// Protects the lifecycle of a task: only the contract's transitions, rising progress, deterministic ids and prices.
import { describe, expect, it } from "vitest";
import {
  qualityCreditsPerSecond,
  taskResultsLifetimeSeconds,
  taskStatusTerminal,
  taskStatusTransitions,
} from "../../generated/constants.ts";
import { scenarios, startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
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
import { Ids } from "../../src/sandbox/random.ts";
import { usualScenario } from "../../src/sandbox/scenarios.ts";
import { violationsOf } from "../contract/schema-validators.ts";
import { body, create, read } from "./caller.ts";

const statuses = Object.keys(taskStatusTransitions);
const pairs = statuses.flatMap((from) => statuses.map((to) => ({ from, to })));

/** Returns every path from a status to a terminal one. */
function ways(status = "pending"): string[][] {
  const next: readonly string[] = taskStatusTransitions[status as keyof typeof taskStatusTransitions];
  return next.length === 0 ? [[status]] : next.flatMap((follower) => ways(follower).map((way) => [status, ...way]));
}

function lifeAt(status: string) {
  const life = begin("task-unified-1-abcdefgh", 0, body, usualScenario);
  for (const step of wayTo("pending", status) ?? []) move(life, step, 0);
  return life;
}

describe("transitions", () => {
  it.each(pairs)("from $from to $to are allowed only if the contract lists them", ({ from, to }) => {
    const allowed: readonly string[] = taskStatusTransitions[from as keyof typeof taskStatusTransitions];
    const life = from === "pending" ? begin("task-unified-1-abcdefgh", 0, body, usualScenario) : lifeAt(from);

    const act = () => move(life, to, 1);

    if (allowed.includes(to)) expect(act).not.toThrow();
    else expect(act).toThrow(IllegalTransitionError);
  });

  it.each(ways().map((way) => ({ way })))("along $way give tasks that match the contract", ({ way }) => {
    const life = begin("task-unified-1-abcdefgh", 0, body, usualScenario);

    const shown = way.map((status, index) => {
      if (index > 0) move(life, status, index * 1000);
      return present(life, index * 1000, "http://127.0.0.1:4010/v.mp4");
    });

    expect(shown.map(({ status }) => status)).toEqual(way);
    expect(shown.flatMap((task) => violationsOf("Task", task))).toEqual([]);
    expect(shown.at(-1)?.task_info?.can_cancel).toBe(false);
  });

  it("have a shortest path, and none from a terminal status", () => {
    const found = {
      done: wayTo("pending", "completed"),
      over: taskStatusTerminal.map((status) => wayTo(status, "failed")),
    };

    expect(found).toEqual({ done: ["processing", "completed"], over: [undefined, undefined, undefined] });
  });
});

describe("progress", () => {
  it("rises with time and reaches 100 only when the task is completed", () => {
    const life = begin("task-unified-1-abcdefgh", 0, body, usualScenario);
    const before = progressAt(life, ESTIMATED_MS / 2);
    move(life, "processing", 0);

    const shown = [0, 0.25, 0.5, 0.999, 3].map((share) => progressAt(life, share * ESTIMATED_MS));
    move(life, "completed", ESTIMATED_MS);

    expect(before).toBe(0);
    expect(shown).toEqual([0, 25, 50, 99, 99]);
    expect(progressAt(life, ESTIMATED_MS)).toBe(100);
  });

  it("stops at the value at which a task failed", () => {
    const life = begin("task-unified-1-abcdefgh", 0, body, usualScenario);
    move(life, "processing", 0);

    move(life, "failed", ESTIMATED_MS * 0.3);

    expect(progressAt(life, ESTIMATED_MS * 2)).toBe(30);
  });
});

describe("results", () => {
  it("expire after the time of the contract", () => {
    const life = lifeAt("completed");
    const end = taskResultsLifetimeSeconds * 1000;

    const live = [0, end - 1, end].map((now) => resultsLive(life, now));

    expect(live).toEqual([true, true, false]);
  });
});

describe("ids", () => {
  it("match the contract and depend on seed and time only", () => {
    const [one, same, other] = [new Ids(7), new Ids(7), new Ids(8)].map((ids) => [
      ids.task(5000),
      ids.request(5000),
      ids.task(5000),
    ]);

    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    expect(one?.[0]).toMatch(/^task-unified-5-[0-9a-z]{8}$/);
    expect(violationsOf("TaskId", one?.[0])).toEqual([]);
  });
});

describe("a task over the API", () => {
  const with_ = async (options: Parameters<typeof startSandbox>[0], act: (sandbox: Sandbox) => Promise<void>) => {
    const sandbox = await startSandbox({ speed: 0, seed: 1, ...options });
    await act(sandbox).finally(() => sandbox.close());
  };

  it("is pending, processing and completed as the clock advances by five minutes", () =>
    with_({}, async (sandbox) => {
      const { body: task } = await create(sandbox, { duration: 8, quality: "1080p", aspect_ratio: "9:16" });

      const shown = [];
      for (const seconds of [0, 14, 1, 135, 149, 1]) {
        await sandbox.advance(seconds * 1000);
        const { body: now } = await read(sandbox, `/v1/tasks/${task.id}`);
        shown.push([now.status, now.progress]);
      }

      expect(task.task_info).toEqual({ can_cancel: true, estimated_time: 300, video_duration: 8 });
      expect(task.usage).toEqual({ billing_rule: "per_second", credits_reserved: 86.4432, user_group: "default" });
      expect(shown).toEqual([
        ["pending", 0],
        ["pending", 0],
        ["processing", 5],
        ["processing", 50],
        ["processing", 99],
        ["completed", 100],
      ]);
    }));

  it.each([...scenarios.keys()])(
    "follows the scenario %s, and every response except an unknown status matches the contract",
    (name) =>
      with_({}, async (sandbox) => {
        const { body: task } = await create(sandbox, {}, { Prefer: `scenario=${name}` });

        const shown = [];
        for (const seconds of [0, 100, 100, 100, 3000]) {
          await sandbox.advance(seconds * 1000);
          shown.push((await read(sandbox, `/v1/tasks/${task.id}`)).body);
        }

        const last = shown.at(-1);
        const final =
          {
            completed: "completed",
            cancelled: "cancelled",
            stalled: "processing",
            unknown_status: "waiting_for_capacity",
          }[name] ?? "failed";
        const error = final === "failed" && name !== "failed_without_error" ? name : undefined;
        expect([last?.status, last?.error?.code]).toEqual([final, error]);
        expect(shown.flatMap((each) => violationsOf("Task", each)).filter(() => name !== "unknown_status")).toEqual([]);
      }),
  );

  it("is the same for the same seed, start and requests", async () => {
    const runs = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const sandbox = await startSandbox({ speed: 0, seed });
        const replies = [await create(sandbox), await create(sandbox)];
        await sandbox.close();
        return replies.map((reply) => [reply.body.id, reply.body.created, reply.headers.get("x-request-id")]);
      }),
    );

    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
  });

  it("advances by itself when speed is above 0", () =>
    with_({ speed: 3000 }, async (sandbox) => {
      const { body: task } = await create(sandbox);

      await expect
        .poll(async () => (await read(sandbox, `/v1/tasks/${task.id}`)).body.status, { timeout: 3000 })
        .toBe("completed");

      expect(
        sandbox.tasks[0]?.history
          .filter(({ kind }) => kind === "status")
          .map(({ at }) => at - (sandbox.tasks[0]?.created ?? 0)),
      ).toEqual([15_000, 300_000]);
    }));

  it("costs what the contract says", () =>
    with_({}, async (sandbox) => {
      for (const [quality, perSecond] of Object.entries(qualityCreditsPerSecond)) {
        const { body: task } = await create(sandbox, { duration: 3, quality: quality as "720p" });

        expect(task.usage?.credits_reserved).toBeCloseTo(perSecond * 3, 9);
      }
    }));

  it("is deleted when there are more than keepTasks, and its reserved credits are released", () =>
    with_({ keepTasks: 2 }, async (sandbox) => {
      const ids = [];
      for (let count = 0; count < 3; count += 1) ids.push((await create(sandbox)).body.id);

      const first = await read(sandbox, `/v1/tasks/${ids[0] ?? ""}`);

      expect(first.status).toBe(404);
      expect(sandbox.tasks.map(({ id }) => id)).toEqual(ids.slice(1));
      expect(sandbox.charges.map(({ credits, state }) => [credits, state])).toEqual([
        [40.5, "reserved"],
        [40.5, "reserved"],
      ]);
    }));
});
