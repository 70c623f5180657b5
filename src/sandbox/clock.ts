/** Something to do at a time, which must not throw or reject. `advance` waits for the promise before time goes on. */
export type Action = () => Promise<void> | undefined;

interface Entry {
  readonly due: number;
  readonly action: Action;
}

/** Longest pause that `setTimeout` takes, in milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** The end of the clock: later years have no four digits, and `Date` ends some time after. */
export const END_OF_TIME = Date.UTC(10_000, 0) - 1;

/**
 * The time of a sandbox, in milliseconds since 1970. It runs `speed` times as fast as real time, or stands still when
 * `speed` is 0; `advance` moves it in either case. What is due is done in order of time, then of scheduling.
 */
export class Clock {
  readonly #entries: Entry[] = [];
  readonly #startedAt = performance.now();
  #skipped = 0;
  #running: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #advancing: Promise<void> | undefined;
  /** Where the running `advance` ends. */
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

  /** Returns the time now. While something that was due is done: the time when it was due. */
  now(): number {
    return this.#running ?? this.#present();
  }

  /** Does something at a time, at once when that is past. Returns a function that calls it off. */
  at(due: number, action: Action): () => void {
    const entry = { due, action };
    this.#entries.splice(this.#position(due), 0, entry);
    this.#arm();
    return () => this.#remove(entry);
  }

  /**
   * Moves the time on by `milliseconds`; resolves when all that became due is done, callbacks included.
   *
   * @param milliseconds From 0 to `left()`.
   */
  async advance(milliseconds: number): Promise<void> {
    const before = this.#advancing;
    clearTimeout(this.#timer);
    const mine = (async () => {
      await before?.catch(() => undefined);
      await this.#advance(milliseconds);
    })();
    this.#advancing = mine;
    try {
      await mine;
    } finally {
      if (this.#advancing === mine) this.#advancing = undefined;
      this.#arm();
    }
  }

  /** Moves the time on further while `advance` is under way, without waiting for it: its own callers wait. */
  extend(milliseconds: number): void {
    if (this.#until !== undefined) this.#until += milliseconds;
  }

  /** Stops the time. Nothing is done any more. */
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

  /** Time does not go back: what was scheduled for the past is done now. */
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

  /** Behind all entries that are due no later: entries with one time keep their order. */
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
