import type { Stream } from "./answer.ts";

/** Real milliseconds between two looks at what has changed. */
const INTERVAL_MS = 250;

/** Where the feed takes its messages from. */
export interface FeedSource {
  /** Everything, for a reader that has just come. */
  readonly whole: () => unknown;
  /** What the named tasks have become, and clock and credits. */
  readonly changes: (ids: readonly string[]) => unknown;
  /** The tasks that change by themselves, with time. */
  readonly moving: () => readonly string[];
}

/** Tells the page what changes, as server-sent events (HTML Living Standard, section 9.2): `whole` once, then `changes`. */
export class Feed {
  readonly #readers = new Map<(text: string) => void, () => void>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly source: FeedSource) {}

  /** The body of the answer to a reader. */
  readonly stream: Stream = (write, end) => {
    write(`retry: 1000\n${message("whole", this.source.whole())}`);
    this.#readers.set(write, end);
    this.#timer ??= setInterval(() => this.#tell(), INTERVAL_MS);
    return () => {
      this.#readers.delete(write);
      if (this.#readers.size === 0) this.#rest();
    };
  };

  /** A task has changed. */
  changed(id: string): void {
    if (this.#readers.size > 0) this.#changed.add(id);
  }

  /** Ends all streams. */
  close(): void {
    this.#rest();
    for (const end of [...this.#readers.values()]) end();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#changed.clear();
  }

  #tell(): void {
    const ids = new Set([...this.#changed, ...this.source.moving()]);
    this.#changed.clear();
    const text = message("changes", this.source.changes([...ids]));
    for (const write of this.#readers.keys()) write(text);
  }
}

function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
