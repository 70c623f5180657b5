import { constants } from "node:os";

type Name = "SIGINT" | "SIGTERM";

/** npm passes a Ctrl-C on that the terminal has sent to its child as well: within so many milliseconds it is one and the same. */
const SAME_PRESS = 300;

/** Turns SIGINT and SIGTERM into an abort, once; the next one ends the process at once. */
export class Interruption {
  readonly #controller = new AbortController();
  #first: { readonly name: Name; readonly time: number } | undefined;

  /** From here on signals end what runs in good order. */
  begin(): void {
    process.on("SIGINT", this.#on).on("SIGTERM", this.#on);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What to exit with: 128 and the signal's number. */
  get exitCode(): number {
    return 128 + constants.signals[this.#first?.name ?? "SIGINT"];
  }

  /** Leaves the signals to Node again. */
  end(): void {
    process.off("SIGINT", this.#on).off("SIGTERM", this.#on);
  }

  readonly #on = (name: Name): void => {
    const time = Date.now();
    if (this.#first !== undefined && time - this.#first.time > SAME_PRESS) process.exit(this.exitCode);
    if (this.#first !== undefined) return;
    this.#first = { name, time };
    this.#controller.abort();
  };
}
