/** Something to do at a time. `advance` waits for the promise before time goes on. */
export type Action = () => Promise<void> | undefined;

interface Entry {
  readonly due: number;
  readonly action: Action;
}

/** Longest pause that `setTimeout` takes, in milliseconds. */
const LONGEST_PAUSE = 2 ** 31 - 1;

/**
 * The time of a sandbox, in milliseconds since 1970. It runs `speed` times as fast as real time, or stands still when
 * `speed` is 0; `advance` moves it in either case. What is due is done in order of time, then of scheduling.
 */
export class Clock {
  readonly #entries: Entry[] = [];
  readonly #startedAt = performance.now();
  #skipped = 0;
  #running: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #advancing: Promise<void> | undefined;
  #closed = false;

  constructor(
    private readonly start: number,
    readonly speed: number,
  ) {}

  /** The time now. While something that was due is done: the time when it was due. */
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

  /** Moves the time on by `milliseconds`; resolves when all that became due is done, callbacks included. */
  async advance(milliseconds: number): Promise<void> {
    const before = this.#advancing;
    clearTimeout(this.#timer);
    const mine = (async () => {
      await before;
      await this.#advance(milliseconds);
    })();
    this.#advancing = mine;
    await mine;
    if (this.#advancing === mine) this.#advancing = undefined;
    this.#arm();
  }

  /** Stops the time. Nothing is done any more. */
  close(): void {
    this.#closed = true;
    this.#entries.length = 0;
    clearTimeout(this.#timer);
  }

  async #advance(milliseconds: number): Promise<void> {
    const until = this.#present() + milliseconds;
    for (let entry = this.#due(until); entry !== undefined; entry = this.#due(until)) await this.#run(entry, true);
    this.#running = undefined;
    this.#skipped += milliseconds;
  }

  #present(): number {
    return this.start + this.#skipped + (this.speed === 0 ? 0 : (performance.now() - this.#startedAt) * this.speed);
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
    this.#timer = setTimeout(() => this.#tick(), Math.min(pause, LONGEST_PAUSE));
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
