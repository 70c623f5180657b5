/** An item's way through the window in which a crash makes its outcome unknown. */
export type OutcomeMark =
  /** `begun` is being written. */
  | "begins"
  /** `begun` is on disk: the request may leave. */
  | "begun"
  /** What became of the request is being written. */
  | "ends"
  /** What became of it is on disk. */
  | "ended"
  /** It became: nobody knows. */
  | "unknown";

/** One step of a process; perhaps its last. */
export type Step = (name: string) => void;

/** An event of a journal, as far as an observer reads it. */
export interface ObservedEvent {
  readonly type: string;
  readonly key: string;
}

/**
 * Says, from below the journal, what is written for which item and when it is on disk. Knows nothing of the journal's
 * own state.
 */
export class WriteObserver {
  readonly #tell: (text: string) => void;
  #line: ObservedEvent | undefined;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** Type of the line that was written last. */
  get kind(): string {
    return this.#line?.type ?? "journal";
  }

  /** A line is about to be written. */
  writing(text: string): void {
    const { type = "", key = "" } = JSON.parse(text.trim() === "" ? "{}" : text) as { type?: string; key?: string };
    this.#line = { type, key };
    this.begins(this.#line);
  }

  /** What was written last is on disk. */
  synced(): void {
    if (this.#line !== undefined) this.kept(this.#line);
  }

  /** An event is about to be kept. */
  begins({ type, key }: ObservedEvent): void {
    if (type === "begun") this.say("begins", key);
    if (type === "accepted" || type === "unsent" || type === "refused") this.say("ends", key);
  }

  /** An event would survive any crash from here on. */
  kept({ type, key }: ObservedEvent): void {
    if (type === "begun") this.say("begun", key);
    if (type === "accepted" || type === "unsent" || type === "refused") this.say("ended", key);
    if (type === "unknown") this.say("unknown", key);
  }

  /** Tells something at once, so that a crash right after does not take it away. */
  say(what: OutcomeMark | "alive" | "died" | "steps", about: string): void {
    this.#tell(`${what} ${about}`);
  }
}
