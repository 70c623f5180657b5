import { constants } from "node:os";
import type { Fetch } from "../sdk/options.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * npm passes a Ctrl-C on that the terminal has sent to its child as well: within so many milliseconds it is one and the
 * same.
 */
const SAME_PRESS = 300;

/** Milliseconds in which the client may still read why a create request was rejected. */
const TIME_FOR_REFUSAL = 500;

/** What an interruption depends on. */
export interface InterruptionOptions {
  /** Called after the first signal. */
  readonly onFirst?: (() => void) | undefined;
  /** Called when another signal ends the process at once, right before it ends. */
  readonly onExit?: (() => void) | undefined;
  /** Interrupts in addition to the process's signals. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an abort; another one ends the process at once. A create request that is in
 * flight is let finish, because its response holds the id of what is paid for: only another signal aborts it.
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

  /** From here on signals end what runs in good order. */
  begin(): void {
    for (const { name, take } of this.#listeners) process.on(name, take);
    this.#options.signal?.addEventListener("abort", this.interrupt);
    if (this.#options.signal?.aborted === true) this.interrupt();
  }

  /** Leaves the signals to Node again. */
  end(): void {
    for (const { name, take } of this.#listeners) process.off(name, take);
    this.#options.signal?.removeEventListener("abort", this.interrupt);
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** For create requests: aborted by the first signal while none is in flight, by another one in any case. */
  get createSignal(): AbortSignal {
    return this.#abortCreate.signal;
  }

  /** Returns whether the response to a create request is awaited. */
  get isCreating(): boolean {
    return this.#createsInFlight > 0;
  }

  /** Returns whether a retry was not sent because of a signal: so nothing that was sent before it was accepted. */
  get blockedRetry(): boolean {
    return this.#blockedRetry;
  }

  /** What to exit with: 128 and the signal's number. */
  get exitCode(): number {
    return this.#first?.code ?? 128 + constants.signals.SIGINT;
  }

  /** Acts as the first signal does. */
  readonly interrupt = (): void => {
    this.#take(128 + constants.signals.SIGINT);
  };

  /** Returns a fetch that knows when a create request is in flight, and sends none after a signal. */
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
        // An accepted request stays in flight until its id is read, which is when `createSettled` is called.
        if (!accepted) this.#refused();
      }
    };
  }

  /** Says that the create request has ended: its id is known, or there is none. */
  createSettled(): void {
    this.#createsInFlight = 0;
  }

  #refused(): void {
    this.#createsInFlight -= 1;
    if (!this.#abort.signal.aborted) return;
    setTimeout(() => {
      this.#abortCreate.abort();
    }, TIME_FOR_REFUSAL).unref();
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
