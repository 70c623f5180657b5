import { AsyncLocalStorage } from "node:async_hooks";
import type { Fetch } from "../sdk/index.ts";
import type { JournalEvent } from "./entry.ts";
import type { Item } from "./items.ts";
import type { Journal, SendPermission } from "./journal.ts";

/** What a paid request needs besides its item. */
export interface Terms {
  readonly journal: Journal;
  /** How many requests of the item were begun before. */
  readonly attempts: number;
  readonly maxCredits: number | undefined;
  /** Goes with every request of the item, when the caller relies on it. */
  readonly idempotencyKey: string | undefined;
  /** Aborted when nothing new may be begun. */
  readonly stop: AbortSignal;
}

/** Why a request was not let out; in place of the answer, the client gets this as an error. */
type BlockReason = Exclude<SendPermission, "begun"> | "stop" | "late" | { readonly broken: Error };

/**
 * One item's paid request, written down before it leaves. It stands between the client and the network, because only
 * there is it certain that a request leaves now: not while the client still waits for its turn or pauses before a repetition.
 */
export class PaidRequest {
  readonly #item: Item;
  readonly #terms: Terms;
  readonly #ended = new AbortController();
  #attempt: number;
  #open = false;
  #blocked: BlockReason | undefined;
  #permission: Promise<unknown> = Promise.resolve();

  constructor(item: Item, terms: Terms) {
    this.#item = item;
    this.#terms = terms;
    this.#attempt = terms.attempts;
    terms.stop.addEventListener("abort", this.#endPause);
  }

  /** Aborts the client's pauses once nothing new may be begun, but never a request that has left. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Number of the last request that was begun. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Whether the last request left, and is not known to have been turned away. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Why the last request was not let out, if it was not. */
  get blocked(): BlockReason | undefined {
    return this.#blocked;
  }

  /** Resolves when no journalling is under way any more. The client's time limit may be over before. */
  async settled(): Promise<void> {
    await this.#permission.catch(() => undefined);
    this.#terms.stop.removeEventListener("abort", this.#endPause);
  }

  /** Writes the request down, then sends it. Rejects without sending when it may not be sent. */
  async send(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
    this.#permission = this.#begin(init.signal ?? undefined);
    await this.#permission;
    const response = await fetch(url, init);
    if (response.status === 429) {
      await this.#turnedAway("429: too many requests");
      this.#endPause();
    }
    return response;
  }

  async #begin(signal: AbortSignal | undefined): Promise<void> {
    const { journal, idempotencyKey, stop, maxCredits } = this.#terms;
    // Without a key the client repeats only what was certainly not accepted.
    if (this.#open && idempotencyKey === undefined) await this.#turnedAway("not accepted: the client repeats it");
    if (stop.aborted) this.#block("stop");
    const { key, hash, estimate } = this.#item;
    const begun: JournalEvent & { type: "begun" } = {
      ...{ type: "begun", key, attempt: this.#attempt + 1, at: new Date().toISOString(), hash, estimate },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
    const permission = await journal.begin(begun, maxCredits).catch(this.#broken);
    if (permission !== "begun") this.#block(permission);
    this.#attempt += 1;
    if (signal?.aborted !== true) {
      this.#open = true;
      return;
    }
    await this.#turnedAway("not sent: its time was over first");
    this.#block("late");
  }

  async #turnedAway(message: string): Promise<void> {
    const { key } = this.#item;
    await this.#terms.journal.record({ type: "unsent", key, attempt: this.#attempt, message }).catch(this.#broken);
    this.#open = false;
  }

  // A journal rejects with an error.
  readonly #broken = (error: unknown): never => this.#block({ broken: error as Error });

  #block(reason: BlockReason): never {
    this.#blocked = reason;
    throw new Error("the batch did not let the request out");
  }

  readonly #endPause = (): void => {
    if (this.#terms.stop.aborted && !this.#open) this.#ended.abort(this.#terms.stop.reason);
  };
}

/** Leads the paid requests of a client through their `PaidRequest`s; all others pass. */
export class PaidRequests {
  readonly #current = new AsyncLocalStorage<PaidRequest>();
  readonly #send: Fetch;

  /** @param fetch Sends the requests. Default: the global `fetch`. */
  constructor(fetch: Fetch | undefined) {
    this.#send = fetch ?? ((url, init) => globalThis.fetch(url, init));
  }

  /** What the client is given to send with. */
  readonly fetch: Fetch = (url, init) => {
    const request = this.#current.getStore();
    return request === undefined ? this.#send(url, init) : request.send(this.#send, url, init);
  };

  /** Calls a function; the requests that it makes are those of this request. */
  run<T>(request: PaidRequest, call: () => T): T {
    return this.#current.run(request, call);
  }
}
