const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const STREAMS = [process.stdout, process.stderr];

/**
 * Turns the first signal of the system, or the caller's, into an abort; a second one ends the process as usual. So does a
 * standard stream that nobody reads any more: it must not end the process between a paid request and its answer.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #tell: () => void;

  /** @param tell Called after the first signal. */
  constructor(outer: AbortSignal | undefined, tell: () => void) {
    this.#outer = outer;
    this.#tell = tell;
    for (const name of SIGNALS) process.on(name, this.#come);
    for (const stream of STREAMS) stream.on("error", this.#come);
    outer?.addEventListener("abort", this.#come);
    if (outer?.aborted === true) this.#come();
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives the signals back. */
  end(): void {
    this.#letGo();
    for (const stream of STREAMS) stream.off("error", this.#come);
    this.#outer?.removeEventListener("abort", this.#come);
  }

  readonly #come = (): void => {
    if (this.#controller.signal.aborted) return;
    this.#letGo();
    this.#controller.abort();
    this.#tell();
  };

  #letGo(): void {
    for (const name of SIGNALS) process.off(name, this.#come);
  }
}
