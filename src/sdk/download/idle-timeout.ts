import { clearTimeout, setTimeout } from "node:timers";
import { onAbort } from "../../shared/on-abort.ts";
import { timerDelay } from "../../shared/time.ts";
import { DownloadError } from "./download-error.ts";

/**
 * Ends an attempt when the caller aborts, or when nothing arrives for some milliseconds. Timers run on a monotonic
 * clock.
 */
export class IdleTimeout {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(milliseconds: number, caller: AbortSignal | undefined) {
    const expire = (): void => this.abort(new DownloadError("network", `Nothing arrived for ${milliseconds} ms.`));
    this.#timer = setTimeout(expire, timerDelay(milliseconds));
    this.#unsubscribe = onAbort(caller, () => this.abort(caller?.reason));
    if (caller?.aborted === true) this.abort(caller.reason);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Restarts the timeout, because bytes arrived. */
  restart(): void {
    this.#timer.refresh();
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Ends the attempt, and with it any connection that it still holds. */
  end(): void {
    clearTimeout(this.#timer);
    this.#unsubscribe();
    this.#controller.abort();
  }
}
