/** A scheduled action, which must not throw or reject. `advance` waits for its promise before time continues. */
export type Action = () => Promise<void> | undefined;

interface Entry {
  readonly due: number;
  readonly action: Action;
}

/** Maximum delay of `setTimeout`, in milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** The last time of the clock, because later years have five digits. */
export const END_OF_TIME = Date.UTC(10_000, 0) - 1;

/**
 * The time of a sandbox, in milliseconds since 1970. It runs `speed` times as fast as real time, or is stopped when
 * `speed` is 0; `advance` moves it in either case. Due actions run in order of time, then of scheduling.
 */
export class Clock {
  readonly #entries: Entry[] = [];
  readonly #startedAt = performance.now();
  #skipped = 0;
  #running: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #advancing: Promise<void> | undefined;
  /** The end time of the running `advance`. */
  #until: number | undefined;
  #closed = false;

  /**
   * @param start In milliseconds since 1970, from 1970 to 9999.
   * @param speed Finite, from 0.
   */
  constructor(
    private readonly start: number,
    readonly speed: number,
  ) {}

  /** Returns whether `advance` is under way. */
  get isAdvancing(): boolean {
    return this.#until !== undefined;
  }

  /** Returns how far the clock can still be moved, in milliseconds. */
  left(): number {
    return END_OF_TIME - (this.#until ?? this.#present());
  }

  /** Returns the current time. While an action runs, it is the time at which the action was due. */
  now(): number {
    return this.#running ?? this.#present();
  }

  /** Schedules an action, which runs at once when its time is past. Returns a function that cancels it. */
  at(due: number, action: Action): () => void {
    const entry = { due, action };
    this.#entries.splice(this.#position(due), 0, entry);
    this.#arm();
    return () => this.#remove(entry);
  }

  /**
   * Advances the time by `milliseconds`; resolves when all due actions are done, callbacks included.
   *
   * @param milliseconds From 0 to `left()`.
   */
  async advance(milliseconds: number): Promise<void> {
    const before = this.#advancing;
    clearTimeout(this.#timer);
    const run = (async () => {
      await before?.catch(() => undefined);
      await this.#advance(milliseconds);
    })();
    this.#advancing = run;
    try {
      await run;
    } finally {
      if (this.#advancing === run) this.#advancing = undefined;
      this.#arm();
    }
  }

  /** Extends a running `advance` without waiting for it: its callers wait. */
  extend(milliseconds: number): void {
    if (this.#until !== undefined) this.#until += milliseconds;
  }

  /** Stops the clock. No action runs afterwards. */
  close(): void {
    this.#closed = true;
    this.#entries.length = 0;
    clearTimeout(this.#timer);
  }

  async #advance(milliseconds: number): Promise<void> {
    const from = this.#present();
    this.#until = from + milliseconds;
    try {
      for (let entry = this.#due(this.#until); entry !== undefined; entry = this.#due(this.#until))
        await this.#run(entry, true);
    } finally {
      this.#skipped += this.#until - from;
      this.#running = undefined;
      this.#until = undefined;
    }
  }

  #present(): number {
    const elapsed = this.speed === 0 ? 0 : (performance.now() - this.#startedAt) * this.speed;
    return Math.min(END_OF_TIME, this.start + this.#skipped + elapsed);
  }

  #due(until: number): Entry | undefined {
    const [first] = this.#entries;
    return first !== undefined && first.due <= until ? this.#entries.shift() : undefined;
  }

  /** Sets the current time to that of an entry; never moves it back. */
  #run({ due, action }: Entry, stay: boolean): Promise<void> | undefined {
    this.#running = Math.max(due, this.#running ?? due);
    try {
      return action();
    } finally {
      if (!stay) this.#running = undefined;
    }
  }

  #tick(): void {
    const until = this.#present();
    for (let entry = this.#due(until); entry !== undefined; entry = this.#due(until)) void this.#run(entry, false);
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const [first] = this.#entries;
    if (first === undefined || this.speed === 0 || this.#closed || this.#advancing !== undefined) return;
    const pause = Math.max(0, (first.due - this.#present()) / this.speed);
    this.#timer = setTimeout(() => this.#tick(), Math.min(pause, MAX_TIMEOUT));
  }

  #remove(entry: Entry): void {
    const index = this.#entries.lastIndexOf(entry, this.#position(entry.due));
    if (index >= 0) this.#entries.splice(index, 1);
  }

  /** Inserts an entry after all that are due no later, so that entries with the same time keep their order. */
  #position(due: number): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.due ?? Infinity) <= due) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
