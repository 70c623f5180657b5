import { AsyncLocalStorage } from "node:async_hooks";
import type { Fetch } from "../sdk/index.ts";
import { onAbort } from "../shared/on-abort.ts";
import type { JournalEvent } from "./entry.ts";
import type { Item } from "./items.ts";
import type { SendPermission } from "./journal.ts";

/** Records a paid request. */
export interface RequestLog {
  /** Requests permission to send, and records `begun`. The request may be sent only after that. */
  begin(event: JournalEvent & { readonly type: "begun" }): Promise<SendPermission>;
  /** Records the result of the request. */
  record(event: JournalEvent): Promise<unknown>;
}

/** Options of a paid request. */
export interface Terms {
  readonly log: RequestLog;
  /** Number of earlier requests of the item. */
  readonly attempts: number;
  /** Sent with every request of the item, if the caller uses it. */
  readonly idempotencyKey: string | undefined;
  /** Aborted when no new request may be sent. */
  readonly stop: AbortSignal;
  /** Milliseconds for the request with all its retries. Default: the client's. */
  readonly deadline?: number | undefined;
}

/**
 * Milliseconds to record a request. After that it is not sent: too little of its time limit would remain for the
 * response, and the process may have been suspended meanwhile.
 */
const MAX_WRITE_MS = 15_000;

/** Why a request was not sent; in place of the response, the client gets an error. */
type BlockReason = Exclude<SendPermission, "begun"> | "stop" | "late" | { readonly broken: Error };

/**
 * The paid request of an item, recorded before it is sent. It is placed between the client and the network, where a
 * request is really being sent: the client may wait for its rate limiter or before a retry.
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

  /** Returns the number of the last begun request. */
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

  /** Resolves when nothing is being written. The client's time limit may end earlier. */
  async settled(): Promise<void> {
    await this.#permission.catch(() => undefined);
    this.#forgetStop();
  }

  /** Records the request, then sends it. Rejects without sending when permission is denied. */
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
    // Without a key, the client retries only requests that were provably not accepted.
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

/** Limits the rate of requests. */
export interface Rate {
  /**
   * Resolves to true when a request may be sent; to false when that would take longer than so many milliseconds, or the
   * signal aborts.
   */
  acquire(longest: number, signal: AbortSignal | undefined): Promise<boolean>;
}

/** Milliseconds that a request waits for its moment under a `Rate`. */
const MAX_RATE_WAIT_MS = 20_000;

/**
 * The paid requests of the current call, one for each client. All batches share one storage: on Node 20, each storage
 * that was ever used makes every promise of the process a little slower.
 */
const running = new AsyncLocalStorage<ReadonlyMap<PaidRequests, PaidRequest>>();

/** Routes the paid requests of a client through their `PaidRequest`s; other requests are sent directly. */
export class PaidRequests {
  readonly #send: Fetch;
  readonly #rate: Rate | undefined;

  /**
   * @param fetch Sends the requests. Default: the global `fetch`.
   * @param rate Limits the rate of requests; the first of a `PaidRequest` already has its permission. Default: the
   * client's own.
   */
  constructor(fetch: Fetch | undefined, rate?: Rate) {
    this.#send = fetch ?? ((url, init) => globalThis.fetch(url, init));
    this.#rate = rate;
  }

  /** The `fetch` for the client. */
  readonly fetch: Fetch = async (url, init) => {
    const request = running.getStore()?.get(this);
    if (request !== undefined) return request.send(this.#send, url, init, this.#rate);
    const signal = init.signal ?? undefined;
    if (this.#rate !== undefined && !(await this.#rate.acquire(MAX_RATE_WAIT_MS, signal)))
      throw new Error("too many requests are waiting for their moment");
    return this.#send(url, init);
  };

  /** Calls a function, whose requests belong to this paid request. */
  run<T>(request: PaidRequest, call: () => T): T {
    return running.run(new Map([...(running.getStore() ?? []), [this, request]]), call);
  }
}
