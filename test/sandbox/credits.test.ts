// Protects the balance: after any sequence of requests, clock changes and failures, remaining, reserved and used
// credits add up.
import fc from "fast-check";
import { expect, it } from "vitest";
import { qualityCreditsPerSecond, taskStatusTerminal } from "../../generated/constants.ts";
import type { Credits, Quality } from "../../generated/types.ts";
import { faults, scenarios, startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { violationsOf } from "../contract/schema-validators.ts";
import { body, headers, read } from "./caller.ts";

const TOTAL = 400;

const createRequest = fc.record({
  kind: fc.constant("create" as const),
  duration: fc.integer({ min: 2, max: 11 }),
  quality: fc.constantFrom(...(Object.keys(qualityCreditsPerSecond) as Quality[])),
  prefer: fc.oneof(
    fc.constantFrom(...scenarios.keys()).map((name) => `scenario=${name}`),
    fc
      .constantFrom(...Object.keys(faults))
      .filter((name) => name !== "slow")
      .map((name) => `fault=${name}`),
    fc.constant("code=500"),
  ),
  key: fc.option(fc.constantFrom("key-number-one-of-two", "key-number-two-of-two"), { nil: undefined }),
});
const advance = fc.record({ kind: fc.constant("advance" as const), seconds: fc.integer({ min: 0, max: 400 }) });
const end = fc.record({
  kind: fc.constant("end" as const),
  index: fc.nat(10),
  status: fc.constantFrom(...taskStatusTerminal),
});
const steps = fc.array(
  fc.oneof({ weight: 4, arbitrary: createRequest }, { weight: 2, arbitrary: advance }, { weight: 1, arbitrary: end }),
  { maxLength: 25 },
);

type Step = typeof steps extends fc.Arbitrary<readonly (infer Each)[]> ? Each : never;

async function take(sandbox: Sandbox, step: Step): Promise<void> {
  if (step.kind === "advance") return sandbox.advance(step.seconds * 1000);
  if (step.kind === "end") {
    const id = sandbox.tasks[step.index]?.id ?? "none";
    await sandbox.fetch(`/sandbox/tasks/${id}/${step.status}`, { method: "POST", headers, body: "{}" });
    return;
  }
  const { duration, quality, prefer, key } = step;
  const more = key === undefined ? {} : { "Idempotency-Key": key };
  const init = {
    method: "POST",
    headers: { ...headers, ...more, Prefer: prefer },
    body: JSON.stringify({ ...body, duration, quality }),
  };
  await sandbox.fetch("/v1/videos/generations", init).catch(() => undefined);
}

it("remaining, reserved and used credits add up after every step, and getCredits agrees", async () => {
  const property = fc.asyncProperty(steps, async (sequence) => {
    const sandbox = await startSandbox({ speed: 0, seed: 1, credits: TOTAL });
    try {
      for (const step of sequence) {
        await take(sandbox, step);
        await expectBalance(sandbox);
      }
    } finally {
      await sandbox.close();
    }
  });

  await fc.assert(property, { numRuns: 120 });
});

async function expectBalance(sandbox: Sandbox): Promise<void> {
  const { body: balance } = await read<Credits>(sandbox, "/v1/credits");
  const sum = (state: string) =>
    sandbox.charges.filter((charge) => charge.state === state).reduce((total, { credits }) => total + credits, 0);
  const expected = Object.fromEntries(
    sandbox.tasks.map(({ id, task }) => [
      id,
      task.status === "completed"
        ? "charged"
        : task.status === "failed" || task.status === "cancelled"
          ? "released"
          : "reserved",
    ]),
  );

  expect(violationsOf("Credits", balance)).toEqual([]);
  expect(Object.fromEntries(sandbox.charges.map(({ taskId, state }) => [taskId, state]))).toEqual(expected);
  expect(balance.data.user?.used_credits).toBeCloseTo(sum("charged"), 6);
  expect(balance.data.user?.remaining_credits).toBeCloseTo(TOTAL - sum("charged") - sum("reserved"), 6);
  expect(balance.data.user?.remaining_credits).toBeGreaterThanOrEqual(0);
}

it("a video that costs exactly the remaining credits is accepted, and the next is rejected", async () => {
  const sandbox = await startSandbox({ speed: 0, credits: 81 });
  const post = () =>
    sandbox.fetch("/v1/videos/generations", {
      method: "POST",
      headers,
      body: JSON.stringify({ ...body, duration: 5 }),
    });

  const statuses = [(await post()).status, (await post()).status, (await post()).status];
  await sandbox.advance(300_000);

  expect(statuses).toEqual([200, 200, 402]);
  expect((await read<Credits>(sandbox, "/v1/credits")).body.data.token).toEqual({
    remaining_credits: 0,
    used_credits: 81,
    unlimited_credits: false,
  });
  await sandbox.close();
});
