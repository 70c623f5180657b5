import { constants } from "node:os";
import type { Fetch } from "../sdk/options.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * npm forwards a Ctrl-C that the terminal has also sent to its child: within this time, in milliseconds, both count as
 * one.
 */
const SAME_PRESS = 300;

/** Milliseconds in which the client may still read the error response to a create request. */
const TIME_FOR_ERROR_RESPONSE = 500;

/** Options of an interruption. */
export interface InterruptionOptions {
  /** Called after the first signal. */
  readonly onFirst?: (() => void) | undefined;
  /** Called right before another signal ends the process. */
  readonly onExit?: (() => void) | undefined;
  /** Also interrupts, besides the process's signals. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an abort; another signal ends the process at once. A create request in flight
 * completes, because its response contains the id of the charged task: only another signal aborts it.
 */
export class Interruption {
  readonly #abort = new AbortController();
  readonly #abortCreate = new AbortController();
  readonly #options: InterruptionOptions;
  #first: { readonly code: number; readonly time: number } | undefined;
  #createsInFlight = 0;
  #blockedRetry = false;

  constructor(options: InterruptionOptions = {}) {
    this.#options = options;
  }

  /** Starts to handle signals. */
  begin(): void {
    for (const { name, take } of this.#listeners) process.on(name, take);
    this.#options.signal?.addEventListener("abort", this.interrupt);
    if (this.#options.signal?.aborted === true) this.interrupt();
  }

  /** Stops handling signals. */
  end(): void {
    for (const { name, take } of this.#listeners) process.off(name, take);
    this.#options.signal?.removeEventListener("abort", this.interrupt);
  }

  /** Returns the signal that the first interruption aborts. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * Returns the signal for create requests: the first interruption aborts it while none is in flight, another one
   * always.
   */
  get createSignal(): AbortSignal {
    return this.#abortCreate.signal;
  }

  /** Returns whether a create request is in flight. */
  get isCreating(): boolean {
    return this.#createsInFlight > 0;
  }

  /** Returns whether a signal prevented a retry. Then no earlier attempt was accepted. */
  get blockedRetry(): boolean {
    return this.#blockedRetry;
  }

  /** Returns the exit code: 128 plus the signal's number. */
  get exitCode(): number {
    return this.#first?.code ?? 128 + constants.signals.SIGINT;
  }

  /** Interrupts like the first signal. */
  readonly interrupt = (): void => {
    this.#take(128 + constants.signals.SIGINT);
  };

  /** Returns a fetch that tracks create requests in flight, and sends none after a signal. */
  watch(send: Fetch): Fetch {
    return async (url, init) => {
      if (init.method !== "POST") return send(url, init);
      if (this.#abort.signal.aborted) {
        this.#blockedRetry = true;
        this.#abortCreate.abort();
        this.#abort.signal.throwIfAborted();
      }
      this.#createsInFlight += 1;
      let accepted = false;
      try {
        const response = await send(url, init);
        accepted = response.ok;
        return response;
      } finally {
        // An accepted request is in flight until its id is read; then `createSettled` is called.
        if (!accepted) this.#refused();
      }
    };
  }

  /** Records that the create request has ended, with or without an id. */
  createSettled(): void {
    this.#createsInFlight = 0;
  }

  #refused(): void {
    this.#createsInFlight -= 1;
    if (!this.#abort.signal.aborted) return;
    setTimeout(() => {
      this.#abortCreate.abort();
    }, TIME_FOR_ERROR_RESPONSE).unref();
  }

  readonly #listeners = SIGNALS.map((name) => ({ name, take: () => this.#take(128 + constants.signals[name]) }));

  #take(code: number): void {
    const time = Date.now();
    if (this.#first === undefined) {
      this.#first = { code, time };
      this.#abort.abort();
      if (!this.isCreating) this.#abortCreate.abort();
      this.#options.onFirst?.();
      return;
    }
    if (time - this.#first.time <= SAME_PRESS) return;
    if (this.isCreating && !this.#abortCreate.signal.aborted) this.#abortCreate.abort();
    else {
      this.#options.onExit?.();
      process.exit(this.exitCode);
    }
  }
}
