import { PatternTooCostlyError } from "../patterns/match.ts";

/** How much work a comparison may take. */
export interface Limits {
  /** Milliseconds of processor time for one body. @default 15000 */
  readonly bodyTime: number;
  /** Steps for one body. @default 20000000 */
  readonly bodySteps: number;
  /**
   * Milliseconds of processor time for all bodies together; bodies after that get a small share each. @default 40000
   */
  readonly totalTime: number;
}

/** Default limits of a comparison. */
export const LIMITS: Limits = { bodyTime: 15_000, bodySteps: 20_000_000, totalTime: 40_000 };

/** The time of one body in a document of many operations, in multiples of the average time of an operation. */
const SHARES = 4;

/** Returns the limits for documents with a number of operations: with many, each body gets less time. */
export function limitsFor(operations: number): Limits {
  const share = (SHARES * LIMITS.totalTime) / Math.max(1, operations);
  return { ...LIMITS, bodyTime: Math.min(LIMITS.bodyTime, share) };
}

/** Milliseconds and steps of a body when the time for all bodies is used up. */
const LEAST_TIME = 20;
const LEAST_STEPS = 2000;
/** Reading the clock is slower than a step, and reading the processor time much slower than reading the clock. */
const STEPS_BETWEEN_READINGS = 64;
const MILLISECONDS_BETWEEN_READINGS = 10;

/** Thrown when the work for one body exceeds its limits. */
export class OutOfBudgetError extends Error {
  override readonly name = "OutOfBudgetError";
}

/** Counts the work of a comparison against its limits. */
export class Budget {
  readonly #limits: Limits;
  #used = 0;
  #start = 0;
  #steps = 0;
  #maxSteps = Infinity;
  #deadline = Infinity;
  #nextReading = 0;

  constructor(limits: Limits = LIMITS) {
    this.#limits = limits;
  }

  /** Runs the work for one body. */
  run<Result>(work: () => Result): Result {
    const { bodyTime, bodySteps, totalTime } = this.#limits;
    const left = totalTime - this.#used;
    this.#start = processorTime();
    this.#steps = 0;
    this.#deadline = this.#start + (left > 0 ? Math.min(bodyTime, left) : LEAST_TIME);
    this.#maxSteps = left > 0 ? bodySteps : LEAST_STEPS;
    try {
      return work();
    } finally {
      this.#used += processorTime() - this.#start;
      this.#deadline = Infinity;
      this.#maxSteps = Infinity;
    }
  }

  /** Counts one step. Throws OutOfBudgetError when the limits are reached. */
  spend(): void {
    this.#steps += 1;
    if (this.#steps > this.#maxSteps) throw new OutOfBudgetError();
    if (this.#steps % STEPS_BETWEEN_READINGS === 0 && this.#isOver()) throw new OutOfBudgetError();
  }

  /** Returns whether the time is used up. It reads the processor time only when enough clock time has passed. */
  #isOver(): boolean {
    const now = performance.now();
    if (now < this.#nextReading) return false;
    this.#nextReading = now + MILLISECONDS_BETWEEN_READINGS;
    return processorTime() > this.#deadline;
  }
}

/**
 * Returns the processor time of this process in milliseconds. On a busy machine, clock time says little about the work.
 */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The result of some work, or the reason why it was stopped. */
export type Attempt<Result> = { readonly result: Result } | { readonly givenUp: string };

/** Runs some work; stops when it exceeds the budget, the stack or the time for a pattern. */
export function attempt<Result>(work: () => Result): Attempt<Result> {
  try {
    return { result: work() };
  } catch (error) {
    if (error instanceof OutOfBudgetError) return { givenUp: "the budget of time and steps for this body is used up" };
    if (error instanceof PatternTooCostlyError)
      return { givenUp: `the pattern ${error.pattern} takes too long to match` };
    if (error instanceof RangeError) return { givenUp: "the schemas are nested too deeply" };
    throw error;
  }
}
