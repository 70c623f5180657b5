import { AsyncLocalStorage } from "node:async_hooks";
import type { Fetch } from "../sdk/index.ts";
import { onAbort } from "../shared/on-abort.ts";
import type { JournalEvent } from "./entry.ts";
import type { Item } from "./items.ts";
import type { SendPermission } from "./journal.ts";

/** Where a paid request is written down. */
export interface RequestLog {
  /** Asks for permission to send, and writes it down: only after `begun` may the request be sent. */
  begin(event: JournalEvent & { readonly type: "begun" }): Promise<SendPermission>;
  /** Writes down what happened to the request. */
  record(event: JournalEvent): Promise<unknown>;
}

/** What a paid request needs besides its item. */
export interface Terms {
  readonly log: RequestLog;
  /** How many requests of the item were begun before. */
  readonly attempts: number;
  /** Goes with every request of the item, when the caller relies on it. */
  readonly idempotencyKey: string | undefined;
  /** Aborted when nothing new may be begun. */
  readonly stop: AbortSignal;
  /** Milliseconds for the request with all its retries. Default: the client's. */
  readonly deadline?: number | undefined;
}

/**
 * Milliseconds that it may take to write a request down. After that it is not sent: too little of its time limit would
 * be left to receive the response, and the process may have been suspended meanwhile.
 */
const MAX_WRITE_MS = 15_000;

/** Why a request was not sent; in place of the response, the client gets an error. */
type BlockReason = Exclude<SendPermission, "begun"> | "stop" | "late" | { readonly broken: Error };

/**
 * One item's paid request, written down before it is sent. It stands between the client and the network, because only
 * there is it certain that a request is sent now: not while the client still waits for its rate limiter or before a
 * retry.
 */
export class PaidRequest {
  readonly #item: Item;
  readonly #terms: Terms;
  readonly #ended = new AbortController();
  readonly #forgetStop: () => void;
  #attempt: number;
  #open = false;
  #blocked: BlockReason | undefined;
  #permission: Promise<unknown> = Promise.resolve();

  constructor(item: Item, terms: Terms) {
    this.#item = item;
    this.#terms = terms;
    this.#attempt = terms.attempts;
    this.#forgetStop = onAbort(terms.stop, this.#endDelay);
  }

  /** Aborts the client's delay before a retry once nothing new may be sent, but never a request in flight. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Number of the last request that was begun. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Returns whether the last request was sent, and is not known to have been rejected. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Returns why the last request was not sent, if it was not. */
  get blocked(): BlockReason | undefined {
    return this.#blocked;
  }

  /** Resolves when nothing is being written any more. The client's time limit may be over before. */
  async settled(): Promise<void> {
    await this.#permission.catch(() => undefined);
    this.#forgetStop();
  }

  /** Writes the request down, then sends it. Rejects without sending when it may not be sent. */
  async send(fetch: Fetch, url: string, init: RequestInit, rate?: Rate): Promise<Response> {
    this.#permission = this.#begin(init.signal ?? undefined, rate);
    await this.#permission;
    const response = await fetch(url, init);
    if (response.status === 429) {
      await this.#notAccepted("429: too many requests");
      this.#endDelay();
    }
    return response;
  }

  async #begin(signal: AbortSignal | undefined, rate: Rate | undefined): Promise<void> {
    const { log, idempotencyKey, stop } = this.#terms;
    const began = performance.now();
    // Without a key the client retries only what was provably not accepted.
    if (this.#open && idempotencyKey === undefined) await this.#notAccepted("not accepted: the client retries it");
    if (stop.aborted) this.#block("stop");
    const isRetry = this.#attempt > this.#terms.attempts;
    if (isRetry && rate !== undefined && !(await rate.acquire(MAX_WRITE_MS, signal))) this.#block("late");
    const { key, hash, estimate } = this.#item;
    const begun: JournalEvent & { type: "begun" } = {
      ...{ type: "begun", key, attempt: this.#attempt + 1, at: new Date().toISOString(), hash, estimate },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
    const permission = await log.begin(begun).catch(this.#broken);
    if (permission !== "begun") this.#block(permission);
    this.#attempt += 1;
    if (signal?.aborted !== true && performance.now() - began < MAX_WRITE_MS) {
      this.#open = true;
      return;
    }
    await this.#notAccepted("not sent: its time was over first");
    this.#block("late");
  }

  async #notAccepted(message: string): Promise<void> {
    const { key } = this.#item;
    await this.#terms.log.record({ type: "unsent", key, attempt: this.#attempt, message }).catch(this.#broken);
    this.#open = false;
  }

  // A journal rejects with an error.
  readonly #broken = (error: unknown): never => this.#block({ broken: error as Error });

  #block(reason: BlockReason): never {
    this.#blocked = reason;
    throw new Error("the batch did not send the request");
  }

  readonly #endDelay = (): void => {
    if (this.#terms.stop.aborted && !this.#open) this.#ended.abort(this.#terms.stop.reason);
  };
}

/** Delays requests, so that they are not sent faster than is allowed. */
export interface Rate {
  /**
   * Resolves to true when a request may be sent; to false when that would take longer than so many milliseconds, or the
   * signal aborts.
   */
  acquire(longest: number, signal: AbortSignal | undefined): Promise<boolean>;
}

/** Milliseconds that a request waits for its moment under a `Rate`. */
const MAX_RATE_WAIT_MS = 20_000;

/** Leads the paid requests of a client through their `PaidRequest`s; all others pass. */
export class PaidRequests {
  readonly #current = new AsyncLocalStorage<PaidRequest>();
  readonly #send: Fetch;
  readonly #rate: Rate | undefined;

  /**
   * @param fetch Sends the requests. Default: the global `fetch`.
   * @param rate Holds requests back; the first of a `PaidRequest` has its permission already. Default: the client's
   * own.
   */
  constructor(fetch: Fetch | undefined, rate?: Rate) {
    this.#send = fetch ?? ((url, init) => globalThis.fetch(url, init));
    this.#rate = rate;
  }

  /** What the client is given to send with. */
  readonly fetch: Fetch = async (url, init) => {
    const request = this.#current.getStore();
    if (request !== undefined) return request.send(this.#send, url, init, this.#rate);
    const signal = init.signal ?? undefined;
    if (this.#rate !== undefined && !(await this.#rate.acquire(MAX_RATE_WAIT_MS, signal)))
      throw new Error("too many requests are waiting for their moment");
    return this.#send(url, init);
  };

  /** Calls a function; the requests that it makes are those of this request. */
  run<T>(request: PaidRequest, call: () => T): T {
    return this.#current.run(request, call);
  }
}
