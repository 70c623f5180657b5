/** Real milliseconds between two messages. */
const INTERVAL_MS = 250;

/** Source of the messages of the feed. */
export interface FeedSource {
  /** Returns the full state, for a reader that is new or has missed changes. */
  readonly whole: () => unknown;
  /** Returns the named tasks, the clock and the credits. */
  readonly changes: (ids: readonly string[]) => unknown;
  /** Returns the ids of tasks that change with time. */
  readonly moving: () => readonly string[];
}

/** A stream of server-sent events, as Hono gives one. */
export interface EventStream {
  readonly aborted: boolean;
  /** Resolves when the reader accepts more. */
  write(bytes: Uint8Array): Promise<unknown>;
  onAbort(listener: () => void): void;
}

/**
 * Sends changes to the page as server-sent events (HTML Living Standard, section 9.2): `whole` first, then `changes`. A
 * slow reader skips changes and gets `whole` again, so that at most one message waits for it. All readers share the
 * bytes of a message.
 */
export class Feed {
  readonly #wakers = new Set<() => void>();
  readonly #changed = new Set<string>();
  #readers = 0;
  #version = 0;
  /** Readers of earlier versions need the full state. */
  #replacedAt = 0;
  #changes: Uint8Array = new Uint8Array();
  #whole: { readonly version: number; readonly bytes: Uint8Array } | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isClosed = false;

  constructor(private readonly source: FeedSource) {}

  /** Writes to a reader until it disconnects or the feed is closed. */
  async serve(stream: EventStream): Promise<void> {
    this.#readers += 1;
    this.#timer ??= setInterval(() => this.#publish(), INTERVAL_MS);
    stream.onAbort(() => this.#leave());
    let seen = await this.#send(stream, -1);
    while (!stream.aborted && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#wakers.add(resolve));
      if (seen < this.#version) seen = await this.#send(stream, seen);
    }
    if (!stream.aborted) this.#leave();
  }

  /** Records that a task, the clock or the credits changed. */
  changed(id?: string): void {
    if (this.#readers > 0 && id !== undefined) this.#changed.add(id);
  }

  /** Records that tasks were removed: every reader needs the full state. */
  replaced(): void {
    this.#whole = undefined;
    this.#replacedAt = this.#version + 1;
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    this.#rest();
  }

  #leave(): void {
    this.#readers -= 1;
    if (this.#readers === 0) this.#rest();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#changed.clear();
    this.#whole = undefined;
    this.#wake();
  }

  #publish(): void {
    const ids = new Set([...this.#changed, ...this.source.moving()]);
    this.#changed.clear();
    this.#version += 1;
    this.#changes = message("changes", this.source.changes([...ids]));
    this.#wake();
  }

  #wake(): void {
    const wakers = [...this.#wakers];
    this.#wakers.clear();
    for (const wake of wakers) wake();
  }

  /** Sends a message; resolves to the version that the reader then has. */
  async #send(stream: EventStream, seen: number): Promise<number> {
    const version = this.#version;
    const missesNothing = seen === version - 1 && this.#replacedAt !== version;
    await stream.write(missesNothing ? this.#changes : this.#wholeNow());
    return version;
  }

  #wholeNow(): Uint8Array {
    if (this.#whole?.version !== this.#version)
      this.#whole = { version: this.#version, bytes: message("whole", this.source.whole()) };
    return this.#whole.bytes;
  }
}

const encoder = new TextEncoder();

function message(event: string, data: unknown): Uint8Array {
  return encoder.encode(`retry: 1000\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
