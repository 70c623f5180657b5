import type { Task } from "../../generated/types.ts";
import type { TaskUpdates } from "./callback/event-hub.ts";
import type { Violation } from "./validation/violation.ts";

/**
 * The part of `fetch` that the client uses. It is always called with a string and an init, which node-fetch and
 * wrappers understand.
 */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Where log lines go; `console` fits. API keys never appear in them; prompts and media URLs only at `debug`. */
export type Logger = Readonly<Record<LogLevel, (message: string) => unknown>>;

/** Levels of log lines, most verbose first. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Something in a response that the contract does not know: a new status, field or form. The call continues. */
export type Drift = Pick<Violation, "pointer" | "keyword" | "value" | "message">;

/** A task that is completed, with its results. */
export interface CompletedTask extends Omit<Task, "status" | "results"> {
  /** The only status in which a task has results. */
  readonly status: "completed";
  /** URLs of the results; they work for 24 hours. Empty when the API sent none, which is reported as drift. */
  readonly results: readonly string[];
}

/** Time limits and validation, for a client or for one request. */
export interface CommonOptions {
  /**
   * Milliseconds for one attempt, from sending the request to the last byte of the response.
   *
   * @default 60_000
   */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds for a request with all its retries. A create request is retried only while a second of it is left.
   *
   * @default 120_000
   */
  readonly deadline?: number | undefined;
  /**
   * The most retries of one request within its deadline; 0 for none.
   *
   * @default Infinity
   */
  readonly maxRetries?: number | undefined;
  /**
   * Whether requests are validated against the contract before they are sent.
   *
   * @default true
   */
  readonly validate?: boolean | undefined;
  /**
   * Headers to send besides those of the contract.
   *
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Options of a client. */
export interface ClientOptions extends CommonOptions {
  /**
   * The API key.
   *
   * @default the environment variable `EVOLINK_API_KEY`
   */
  readonly apiKey?: string | undefined;
  /**
   * Base URL of the API: https, or http on loopback.
   *
   * @default the environment variable `EVOLINK_BASE_URL`, else the contract's server
   */
  readonly baseUrl?: string | undefined;
  /**
   * Allows a base URL with plain http to another host, for a mock in a container. The API key then crosses the network
   * unencrypted.
   *
   * @default false
   */
  readonly allowInsecureHttp?: boolean | undefined;
  /**
   * Sends the requests, each once. It must not follow redirects (`redirect: "manual"`): an accepted request may get a
   * redirect, and a refused connection to its target would count as a request that was not sent.
   *
   * @default the global `fetch`, looked up for each request
   */
  readonly fetch?: Fetch | undefined;
  /**
   * The most requests a second, over all calls and waits of this client.
   *
   * @default Infinity
   */
  readonly maxRequestsPerSecond?: number | undefined;
  /**
   * The most bytes of a response body, after decompression. A longer one ends the attempt as a lost connection.
   *
   * @default 10_000_000
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Called once per kind of warning: what the contract allows and the vendor may reject.
   *
   * @default a log line at `warn`
   */
  readonly onWarning?: ((warning: string) => unknown) | undefined;
  /**
   * Called for what the contract does not know in the responses of single calls.
   *
   * @default a log line at `warn`
   */
  readonly onDrift?: ((drift: Drift) => unknown) | undefined;
  /**
   * Where log lines go.
   *
   * @default nowhere, or `console` when the environment variable `EVOLINK_LOG` is set
   */
  readonly logger?: Logger | undefined;
  /**
   * The most verbose level that is logged.
   *
   * @default the environment variable `EVOLINK_LOG`, else `"warn"`
   */
  readonly logLevel?: LogLevel | undefined;
  /**
   * Allows an API key in a browser, where everybody can read it.
   *
   * @default false
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of every call. */
export interface RequestOptions extends CommonOptions {
  /**
   * Ends the call with an `AbortError`.
   *
   * @default none
   */
  readonly signal?: AbortSignal | undefined;
}

/** Options of a create request. */
export interface CreateOptions extends RequestOptions {
  /**
   * Fields that the contract does not know yet; they are sent as they are.
   *
   * @default none
   */
  readonly extraBody?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Sent with every attempt as `Idempotency-Key`, and lets a request whose outcome is unknown be retried. The vendor
   * does not document this header: use it only when you know that your API key gets this protection, else a retry may
   * be charged again.
   *
   * @default none, and no header
   */
  readonly idempotencyKey?: string | undefined;
}

/** Options of a wait. */
export interface WaitOptions {
  /**
   * Ends the wait with an `AbortError` that carries the task's id.
   *
   * @default none
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds until the wait ends with a `WaitTimeoutError`.
   *
   * @default the contract's `x-polling`, 30 minutes
   */
  readonly maxWait?: number | undefined;
  /**
   * Milliseconds between two polls, up to 4 times as long after failed polls.
   *
   * @default the contract's `x-polling`, 8 seconds; 1 second for a base URL on loopback, which is a mock
   */
  readonly interval?: number | undefined;
  /**
   * Called with the task after every poll. What it throws is logged, and the wait continues.
   *
   * @default none
   */
  readonly onProgress?: ((task: Task) => unknown) | undefined;
  /**
   * Called once for each thing in the responses that the contract does not know.
   *
   * @default the client's
   */
  readonly onDrift?: ((drift: Drift) => unknown) | undefined;
  /**
   * Callbacks to race against polling: resolves on callback or poll, whichever comes first. While given, polls are 4
   * times rarer.
   *
   * @default none
   */
  readonly callbacks?: TaskUpdates | undefined;
}

/** Options of `videos.generateAndWait`: of the create request and of the wait. */
export interface GenerateAndWaitOptions extends CreateOptions, WaitOptions {
  /**
   * Called with the created task before the wait begins: keep its id. The wait begins when the returned promise is
   * settled. What it throws ends the call with an `EvoLinkError` that carries `taskId` and `resume()`.
   *
   * @default none
   */
  readonly onCreated?: ((task: Task) => unknown) | undefined;
  /**
   * Ends the create request, or the wait, with an `AbortError`.
   *
   * @default none
   */
  readonly signal?: AbortSignal | undefined;
}

/** A successful response: its body and what HTTP says about it. */
export interface WithResponse<T> {
  /** The body. */
  readonly data: T;
  /** HTTP status, 200 to 299. */
  readonly status: number;
  /** Headers of the response, without the API key. */
  readonly headers: Headers;
  /** The vendor's id of the request, if it sent one. */
  readonly requestId: string | undefined;
}

/** Resolves to the body of a response; with `withResponse()`, also to status, headers and request id. */
export interface ApiPromise<T> extends Promise<T> {
  /**
   * Resolves to the body with what came with it. Rejects as the promise itself does.
   *
   * @example
   * const { data, requestId } = await client.credits.get().withResponse();
   */
  withResponse(): Promise<WithResponse<T>>;
}
