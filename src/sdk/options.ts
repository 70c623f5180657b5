import type { Task } from "../../generated/types.ts";
import type { TaskNews } from "./callback/news.ts";
import type { Violation } from "./validation/validate.ts";

/** The part of `fetch` that the client uses: always called as `(url, init)`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Where log lines go; `console` fits. Keys never appear in them; prompts and media URLs only at `debug`. */
export type Logger = Readonly<Record<LogLevel, (message: string) => void>>;

/** Levels of log lines, the most talkative first. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Something in an answer that the contract does not know: a new status, field or form. Worth a look, no reason to stop. */
export type Drift = Pick<Violation, "pointer" | "keyword" | "value" | "message">;

/** Time limits and checks, for a client or for one request. */
export interface CommonOptions {
  /** Milliseconds for one attempt, from sending to the last byte of the answer. Default 60,000. */
  readonly timeout?: number | undefined;
  /** Milliseconds for a request with all its repetitions. A creation is repeated only while a second of it is left. Default 120,000. */
  readonly deadline?: number | undefined;
  /** Whether requests are judged by the contract before they are sent. Default true. */
  readonly validate?: boolean | undefined;
  /** Headers to send besides those of the contract. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Options of a client. */
export interface ClientOptions extends CommonOptions {
  /** The API key. Default: the environment's `EVOLINK_API_KEY`, where there is an environment. */
  readonly apiKey?: string | undefined;
  /** Base URL of the API, https unless it is loopback. Default: the environment's `EVOLINK_BASE_URL`, else the contract's server. */
  readonly baseUrl?: string | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** At most so many requests a second, over all calls and waits of this client. Default: no limit. */
  readonly maxRequestsPerSecond?: number | undefined;
  /** Told, once for each kind, what the contract allows and the vendor may not. Default: a log line at `warn`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
  /** Told what the contract does not know in the answers of single calls. Default: a log line at `warn`. */
  readonly onDrift?: ((drift: Drift) => void) | undefined;
  /** Where log lines go. Default: nowhere. */
  readonly logger?: Logger | undefined;
  /** The most talkative level that is logged. Default `warn`. */
  readonly logLevel?: LogLevel | undefined;
  /** Allows a key in a browser, where everybody can read it. Default false. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of every call. */
export interface RequestOptions extends CommonOptions {
  /** Ends the call with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of a paid creation. */
export interface CreateOptions extends RequestOptions {
  /** Fields that the contract does not know yet; they are sent as they are. */
  readonly extraBody?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Goes with every repetition as `Idempotency-Key`, and lets an unknown outcome be repeated. The vendor does not document
   * this header: use it only when you know that your key gets this protection, else a repetition may be charged again.
   */
  readonly idempotencyKey?: string | undefined;
}

/** Options of a wait. */
export interface WaitOptions {
  /** Ends the wait with an `AbortError` that carries the task's id. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the wait gives up with a `WaitTimeoutError`. Default: the contract's `x-polling`, 30 minutes. */
  readonly maxWait?: number | undefined;
  /** Milliseconds between two looks; after failed looks up to 4 times as long. Default: the contract's `x-polling`, 8 seconds; 1 second where the base URL is loopback, which is a mock. */
  readonly interval?: number | undefined;
  /** Called with the task after every look. */
  readonly onProgress?: ((task: Task) => void) | undefined;
  /** Called once for each thing in the answers that the contract does not know. Default: the client's. */
  readonly onDrift?: ((drift: Drift) => void) | undefined;
  /** Callbacks to race against polling: the first terminal news wins. While they are given, looks are 4 times rarer. */
  readonly callbacks?: TaskNews | undefined;
}

/** Options of `videos.generateAndWait`: of the creation and of the wait. */
export interface GenerateAndWaitOptions extends CreateOptions, WaitOptions {
  /** Called with the created task before the wait begins: keep its id. The wait starts when what it returns is settled. */
  readonly onCreated?: ((task: Task) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A successful answer with what HTTP says about it. */
export interface WithResponse<T> {
  readonly data: T;
  readonly status: number;
  readonly headers: Headers;
  /** The vendor's id of the request, if it sent one. */
  readonly requestId: string | undefined;
}

/** The promise of a call: the data, or with `withResponse()` also status, headers and request id. */
export type ApiPromise<T> = Promise<T> & {
  /** The data with what came with it. Rejects as the promise itself does. */
  withResponse(): Promise<WithResponse<T>>;
};
