import { taskFinishedDelivery } from "../../generated/constants.ts";
import { isLoopbackHost } from "../shared/loopback.ts";
import type { Clock } from "./clock.ts";
import { MEDIA_TYPE } from "./contract.ts";
import { CALLBACK_DELAY_MS } from "./faults.ts";
import type { Site } from "./site.ts";
import type { Attempt, TaskRecord } from "./task-record.ts";

/** Decides which hosts callbacks may be sent to. */
export class CallbackPolicy {
  constructor(
    private readonly allowHosts: readonly string[],
    private readonly site: Site,
  ) {}

  /**
   * Returns whether a create request may name a host with http. Pages of other origins may only name hosts that are
   * listed.
   */
  allowsHttp(hostname: string, isForeign: boolean): boolean {
    return this.allowHosts.includes(hostname) || (isLoopbackHost(hostname) && !isForeign);
  }

  /** Returns why a callback is not sent, in words; undefined when it may be. */
  reasonNotToSend(url: URL): string | undefined {
    const isLocal = isLoopbackHost(url.hostname);
    if (!isLocal && !this.allowHosts.includes(url.hostname))
      return `${url.hostname} is neither loopback nor an allowed callback host`;
    return this.#isOwn(url) ? "the sandbox does not call itself" : undefined;
  }

  /** Returns whether a URL leads to the sandbox itself. It compares ports, because a machine has many names. */
  #isOwn(url: URL): boolean {
    const own = [this.site.serverUrl, this.site.publicUrl].filter((each) => each !== undefined).map(originParts);
    const { port, hostname } = originParts(url.href);
    return own.some((each) => each.port === port || (each.hostname === hostname && !isLoopbackHost(hostname)));
  }
}

function originParts(href: string): { readonly hostname: string; readonly port: string } {
  const { hostname, port, protocol } = new URL(href);
  const defaultPort = protocol === "https:" ? "443" : "80";
  return { hostname, port: port === "" ? defaultPort : port };
}

/** Options of `Callbacks`. */
export interface CallbackOptions {
  readonly clock: Clock;
  readonly policy: CallbackPolicy;
  /** Time limit of a receiver's response, in real milliseconds. */
  readonly timeoutMs: number;
  /** Returns the body: the response to the next read of the task. */
  readonly bodyOf: (record: TaskRecord) => string;
  /** Called after each attempt. */
  readonly onAttempt: (record: TaskRecord, attempt: Attempt) => void;
}

/**
 * Sends callbacks as the contract's `x-delivery` describes. Delays use the sandbox's clock; the receiver's time limit
 * is real time.
 */
export class Callbacks {
  readonly #closing = new AbortController();
  #waiting: (() => Promise<void>)[] = [];

  constructor(private readonly options: CallbackOptions) {}

  /** Sends the callback of a task that has ended and is settled, if the request had a `callback_url`. */
  send(record: TaskRecord): void {
    const { clock } = this.options;
    if (record.request.callback_url === undefined) return;
    const soon = clock.now();
    const once = (): Promise<void> => this.#attempt(record, 1);
    if (record.fault === "callback_lost")
      this.#note(record, 1, { outcome: "not sent", detail: "lost, as was asked for" });
    else if (record.fault === "callback_delayed") clock.at(soon + CALLBACK_DELAY_MS, once);
    else if (record.fault === "callback_reordered") this.#hold(once);
    else clock.at(soon, once);
    if (record.fault === "callback_doubled") clock.at(soon, once);
  }

  /** Aborts the callbacks in flight. */
  close(): void {
    this.#closing.abort();
  }

  /** Delays a callback until another one has been sent. */
  #hold(deliver: () => Promise<void>): void {
    const release = async (): Promise<void> => {
      this.#waiting = this.#waiting.filter((other) => other !== release);
      callOff();
      await deliver();
    };
    const callOff = this.options.clock.at(this.options.clock.now() + CALLBACK_DELAY_MS, release);
    this.#waiting.push(release);
  }

  async #attempt(record: TaskRecord, number: number): Promise<void> {
    const { clock, bodyOf, policy } = this.options;
    const text = record.request.callback_url ?? "";
    const reasonNotToSend = URL.canParse(text) ? policy.reasonNotToSend(new URL(text)) : "it is not a URL";
    if (reasonNotToSend !== undefined) {
      this.#note(record, number, { outcome: "not sent", detail: reasonNotToSend });
      return;
    }
    const result = await this.#post(text, bodyOf(record));
    this.#note(record, number, result);
    const pause = taskFinishedDelivery.retry_delays_seconds[number - 1];
    if (result.outcome === "failed" && pause !== undefined)
      clock.at(clock.now() + pause * 1000, () => this.#attempt(record, number + 1));
    for (const release of this.#waiting.slice()) await release();
  }

  #note(record: TaskRecord, number: number, result: AttemptResult): void {
    const attempt = { at: this.options.clock.now(), number, status: undefined, ...result };
    record.callbacks.push(attempt);
    this.options.onAttempt(record, attempt);
  }

  /** Redirects are responses; they are not followed. */
  async #post(url: string, body: string): Promise<AttemptResult> {
    const { timeoutMs } = this.options;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    const closing = this.#closing.signal;
    const stop = (): void => late.abort();
    closing.addEventListener("abort", stop);
    try {
      const headers = { "Content-Type": MEDIA_TYPE };
      const init = { method: "POST", headers, body, redirect: "manual", signal: late.signal } as const;
      const { status, body: received } = await fetch(url, init);
      await received?.cancel().catch(() => undefined);
      const outcome = status >= 200 && status < 300 ? "delivered" : "failed";
      return { outcome, status, detail: `the receiver responded with ${status}` };
    } catch (error) {
      const cause = closing.aborted ? "broken off" : causeOf(error);
      return {
        outcome: "failed",
        detail: late.signal.aborted && !closing.aborted ? `timed out after ${timeoutMs} ms` : cause,
      };
    } finally {
      clearTimeout(timer);
      closing.removeEventListener("abort", stop);
    }
  }
}

type AttemptResult = Pick<Attempt, "outcome" | "detail"> & { readonly status?: number };

/**
 * Returns the message of an error of `fetch`. The reason is in its cause, whose message may be empty when several
 * addresses failed.
 */
function causeOf(error: unknown): string {
  const { cause, message = String(error) } = error as Partial<Error>;
  const inner = cause as { readonly message?: string; readonly code?: string } | undefined;
  return [inner?.message, inner?.code, message].find((text) => text !== undefined && text !== "") ?? "";
}
