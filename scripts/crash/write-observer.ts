/** A mark of an item's progress through the window in which a crash makes its outcome unknown. */
export type OutcomeMark =
  /** `begun` is being written. */
  | "begins"
  /** `begun` is on disk: the request may be sent. */
  | "begun"
  /** The result of the request is being written. */
  | "ends"
  /** The result is on disk. */
  | "ended"
  /** The outcome is unknown. */
  | "unknown";

/** Runs a step of a process, at which it may be killed. */
export type Step = (name: string) => void;

/** The members of a journal event that an observer reads. */
export interface ObservedEvent {
  readonly type: string;
  readonly key: string;
}

/**
 * Reports which events are written and when they are on disk. It observes the writes beneath the journal, independent
 * of the journal's own state.
 */
export class WriteObserver {
  readonly #write: (text: string) => void;
  #line: ObservedEvent | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Type of the last written line. */
  get kind(): string {
    return this.#line?.type ?? "journal";
  }

  /** Handles a line that is about to be written. */
  writing(text: string): void {
    const { type = "", key = "" } = JSON.parse(text.trim() === "" ? "{}" : text) as { type?: string; key?: string };
    this.#line = { type, key };
    this.begins(this.#line);
  }

  /** Marks the last written line as on disk. */
  synced(): void {
    if (this.#line !== undefined) this.kept(this.#line);
  }

  /** Marks an event as being written. */
  begins({ type, key }: ObservedEvent): void {
    if (type === "begun") this.mark("begins", key);
    if (type === "accepted" || type === "unsent" || type === "refused") this.mark("ends", key);
  }

  /** Marks an event as durable. */
  kept({ type, key }: ObservedEvent): void {
    if (type === "begun") this.mark("begun", key);
    if (type === "accepted" || type === "unsent" || type === "refused") this.mark("ended", key);
    if (type === "unknown") this.mark("unknown", key);
  }

  /** Writes a mark synchronously, so that it survives a crash right after. */
  mark(what: OutcomeMark | "alive" | "died" | "steps", about: string): void {
    this.#write(`${what} ${about}`);
  }
}
