/** Thrown inside a search that has used up its steps or its time. `StepBudget.within` catches it. */
class OutOfSteps extends Error {
  override readonly name = "OutOfSteps";
}

const CLOCK_INTERVAL = 256;

/**
 * Limits the work of a search by the number of visited schemas, so that the same document always gives the same result.
 * A deadline ends running searches.
 */
export class StepBudget {
  readonly #isLate: () => boolean;
  #left = Number.POSITIVE_INFINITY;
  #untilClock = CLOCK_INTERVAL;

  constructor(isLate: () => boolean = () => false) {
    this.#isLate = isLate;
  }

  /** Returns whether the deadline has passed. */
  get isLate(): boolean {
    return this.#isLate();
  }

  /** Counts one step. Outside of `within`, steps are free. */
  take(): void {
    if (this.#left === Number.POSITIVE_INFINITY) return;
    this.#left -= 1;
    if (this.#left < 0) throw new OutOfSteps();
    this.#untilClock -= 1;
    if (this.#untilClock > 0) return;
    this.#untilClock = CLOCK_INTERVAL;
    if (this.#isLate()) throw new OutOfSteps();
  }

  /** Runs a search with a limit of steps; returns undefined when the steps or the time ran out. */
  within<T>(steps: number, search: () => T): T | undefined {
    if (this.#isLate()) return undefined;
    const outer = this.#left;
    this.#left = Math.min(steps, outer);
    try {
      return search();
    } catch (error) {
      if (error instanceof OutOfSteps) return undefined;
      throw error;
    } finally {
      this.#left = outer;
    }
  }
}
