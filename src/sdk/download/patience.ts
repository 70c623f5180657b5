import { DownloadError } from "./error.ts";

/** Ends an attempt when the caller aborts, or when nothing is heard for some milliseconds. */
export class Patience {
  readonly #ended = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number, caller: AbortSignal | undefined) {
    this.#caller = caller;
    this.#timer = setTimeout(() => this.#ended.abort(new DownloadError("network", `Nothing came for ${ms} ms.`)), ms);
    caller?.addEventListener("abort", this.#abort);
    if (caller?.aborted) this.#abort();
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Something came: starts the time anew. */
  heard(): void {
    this.#timer.refresh();
  }

  /** Ends the attempt and with it whatever connection it still holds. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#abort);
    this.#ended.abort();
  }

  readonly #abort = (): void => this.#ended.abort(this.#caller?.reason);
}
