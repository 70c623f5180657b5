import type { Result, Trial } from "./batch.ts";

/** A source of random numbers from 0 up to 1. */
export type Random = () => number;

/** Numbers that are the same for the same seed (the generator is known as mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Hands out trials; may learn from their results what to try next. */
export interface Plan {
  next(): Omit<Trial, "child" | "name"> | undefined;
  learn(result: Result): void;
}

/** A way of killing. */
export interface KillMethod {
  readonly name: string;
  /** Its share of all kills. */
  readonly share: number;
  readonly plan: (random: Random) => Plan;
  /** Whether the journal is in PostgreSQL. */
  readonly inDatabase?: boolean;
}

/**
 * Every step of a small batch in its order, one death each, then a process that runs to its end; begins again with the
 * other `power`.
 */
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
        // Nothing was killed: the last step is passed. Trials of other lanes may still be under way behind it.
        if (kills === 0 && at > steps) [at, power] = [0, !power];
      },
    };
  };
}

/** Many deaths in one batch, each at a random one of the first steps, until it happens to come to its end. */
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

/** Deaths from outside at random times. */
function randomTimes(flags: readonly string[]): (random: Random) => Plan {
  return (random) => ({
    next: () => ({ items: 4, flags, death: (starts) => ({ after: random() * (40 + 20 * starts) }) }),
    learn: () => undefined,
  });
}

/** All ways of killing. */
export const killMethods: readonly KillMethod[] = [
  { name: "every step, one at a time", share: 0.12, plan: everyStep([]) },
  { name: "every step, with an idempotency key", share: 0.08, plan: everyStep(["--idempotent"]) },
  { name: "random steps", share: 0.2, plan: randomSteps(["--concurrency", "3"], false, false) },
  { name: "random steps, and the power is lost", share: 0.15, plan: randomSteps(["--concurrency", "3"], true, false) },
  { name: "random steps, and the network fails", share: 0.1, plan: randomSteps(["--concurrency", "3"], true, true) },
  { name: "random times", share: 0.1, plan: randomTimes(["--concurrency", "3"]) },
  { name: "PostgreSQL: every step, one at a time", share: 0.15, plan: everyStep([]), inDatabase: true },
  {
    name: "PostgreSQL: random steps, and the network fails",
    share: 0.1,
    plan: randomSteps(["--concurrency", "3"], false, true, 300),
    inDatabase: true,
  },
];
