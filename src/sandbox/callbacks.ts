import { request as httpRequest, type ClientRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { taskFinishedDelivery } from "../../generated/constants.ts";
import { isLoopback } from "./callback-url.ts";
import type { Clock } from "./clock.ts";
import { MEDIA_TYPE } from "./contract.ts";
import { CALLBACK_DELAY_MS } from "./faults.ts";
import type { TaskRecord } from "./tasks.ts";

/** One attempt to call back. */
export interface Attempt {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** Counted from 1 for each sending. */
  readonly number: number;
  readonly outcome: "delivered" | "failed" | "not sent";
  /** HTTP status of the receiver's answer, if one came. */
  readonly status: number | undefined;
  /** What happened, in words. */
  readonly detail: string;
}

/** Options of the callbacks. */
export interface CallbackOptions {
  readonly clock: Clock;
  /** Hosts, besides loopback, that may be called. */
  readonly allowHosts: readonly string[];
  /** Real milliseconds that a receiver has to answer. */
  readonly timeoutMs: number;
  /** The body: what the next read of the task answers. */
  readonly bodyOf: (record: TaskRecord) => string;
  /** Told after each attempt. */
  readonly onAttempt: (record: TaskRecord, attempt: Attempt) => void;
}

/** Calls back as the contract's `x-delivery` says: pauses run on the sandbox's clock, the receiver's time limit is real time. */
export class Callbacks {
  readonly #open = new Set<ClientRequest>();
  #waiting: (() => Promise<void>)[] = [];

  constructor(private readonly options: CallbackOptions) {}

  /** Sends the callback of a task that has ended and is paid for, if it asked for one. */
  send(record: TaskRecord): void {
    const { clock } = this.options;
    if (record.request.callback_url === undefined) return;
    const soon = clock.now();
    const once = (): Promise<void> => this.#attempt(record, 1);
    if (record.callbackFault === "callback_lost")
      this.#note(record, 1, "not sent", undefined, "lost, as was asked for");
    else if (record.callbackFault === "callback_delayed") clock.at(soon + CALLBACK_DELAY_MS, once);
    else if (record.callbackFault === "callback_reordered") this.#hold(once);
    else clock.at(soon, once);
    if (record.callbackFault === "callback_doubled") clock.at(soon, once);
  }

  /** Breaks off what is on its way. */
  close(): void {
    for (const request of this.#open) request.destroy();
  }

  /** Keeps a callback back until another one was sent. */
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
    const { clock, bodyOf } = this.options;
    const url = new URL(record.request.callback_url ?? "");
    if (!isLoopback(url.hostname) && !this.options.allowHosts.includes(url.hostname)) {
      this.#note(
        record,
        number,
        "not sent",
        undefined,
        `${url.hostname} is neither loopback nor an allowed callback host`,
      );
      return;
    }
    const result = await this.#post(url, bodyOf(record));
    const good = typeof result === "number" && result >= 200 && result < 300;
    const detail = typeof result === "number" ? `the receiver answered ${result}` : result;
    this.#note(record, number, good ? "delivered" : "failed", typeof result === "number" ? result : undefined, detail);
    const pause = taskFinishedDelivery.retry_delays_seconds[number - 1];
    if (!good && pause !== undefined) clock.at(clock.now() + pause * 1000, () => this.#attempt(record, number + 1));
    for (const release of this.#waiting.slice()) await release();
  }

  #note(
    record: TaskRecord,
    number: number,
    outcome: Attempt["outcome"],
    status: number | undefined,
    detail: string,
  ): void {
    const attempt = { at: this.options.clock.now(), number, outcome, status, detail };
    record.callbacks.push(attempt);
    this.options.onAttempt(record, attempt);
  }

  /** The status of the answer, or why there was none. Redirects are answers; they are not followed. */
  #post(url: URL, body: string): Promise<number | string> {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const headers = { "Content-Type": MEDIA_TYPE, "Content-Length": Buffer.byteLength(body), Connection: "close" };
    return new Promise((resolve) => {
      const request = send(url, { method: "POST", agent: false, headers });
      const limit = setTimeout(
        () => request.destroy(new Error(`no answer within ${this.options.timeoutMs / 1000} s`)),
        this.options.timeoutMs,
      );
      this.#open.add(request);
      request.on("response", (response) => {
        resolve(response.statusCode ?? 0);
        response.on("error", () => undefined).resume();
      });
      request.on("error", (error) => resolve(error.message === "" ? error.name : error.message));
      request.on("close", () => {
        clearTimeout(limit);
        this.#open.delete(request);
        resolve("broken off");
      });
      request.end(body);
    });
  }
}
