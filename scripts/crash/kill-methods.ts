import type { Result, Trial } from "./batch.ts";

/** Returns a random number from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number;

/** Creates a seeded generator of random numbers (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Plans trials; may use their results to plan the next. */
export interface Plan {
  next(): Omit<Trial, "child" | "name"> | undefined;
  learn(result: Result): void;
}

/** A method of killing. */
export interface KillMethod {
  readonly name: string;
  /** Its share of all kills. */
  readonly share: number;
  readonly plan: (random: Random) => Plan;
  /** Whether the journal is in PostgreSQL. */
  readonly inDatabase?: boolean;
}

/** Kills a small batch once at every step, in order; then starts over with the other value of `power`. */
function everyStep(flags: readonly string[]): () => Plan {
  return () => {
    let [at, power] = [0, false];
    return {
      next() {
        at += 1;
        const death = { at, power };
        return {
          items: 2,
          flags: [...flags, "--concurrency", "1"],
          death: (starts) => (starts === 0 ? death : undefined),
        };
      },
      learn({ kills, steps = Infinity }) {
        // Nothing was killed: the trial was beyond the last step. Other lanes may still run later trials.
        if (kills === 0 && at > steps) [at, power] = [0, !power];
      },
    };
  };
}

/** Kills one batch many times, each time at a random early step, until it completes. */
function randomSteps(flags: readonly string[], power: boolean, faulty: boolean, last = 40): (random: Random) => Plan {
  const FAULTS = ["none", "none", "none", "none", "reset_before", "reset_after", "cut_json", "html_502"];
  return (random) => ({
    next: () => ({
      items: 4,
      flags,
      death: () => ({ at: 1 + Math.floor(random() * last), power: power && random() < 0.5 }),
      faults: () =>
        faulty ? Array.from({ length: 4 }, () => FAULTS[Math.floor(random() * FAULTS.length)] ?? "none") : [],
    }),
    learn: () => undefined,
  });
}

/** Kills the process from outside at random times. */
function randomTimes(flags: readonly string[]): (random: Random) => Plan {
  return (random) => ({
    next: () => ({ items: 4, flags, death: (starts) => ({ after: random() * (40 + 20 * starts) }) }),
    learn: () => undefined,
  });
}

/** All methods of killing. */
export const killMethods: readonly KillMethod[] = [
  { name: "every step, one at a time", share: 0.12, plan: everyStep([]) },
  { name: "every step, with an idempotency key", share: 0.08, plan: everyStep(["--idempotent"]) },
  { name: "random steps", share: 0.2, plan: randomSteps(["--concurrency", "3"], false, false) },
  { name: "random steps, with power failures", share: 0.15, plan: randomSteps(["--concurrency", "3"], true, false) },
  { name: "random steps, with network failures", share: 0.1, plan: randomSteps(["--concurrency", "3"], true, true) },
  { name: "random times", share: 0.1, plan: randomTimes(["--concurrency", "3"]) },
  { name: "PostgreSQL: every step, one at a time", share: 0.15, plan: everyStep([]), inDatabase: true },
  {
    name: "PostgreSQL: random steps, with network failures",
    share: 0.1,
    plan: randomSteps(["--concurrency", "3"], false, true, 300),
    inDatabase: true,
  },
];
