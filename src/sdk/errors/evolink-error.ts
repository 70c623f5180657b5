import type { ErrorEnvelope, Task } from "../../../generated/types.ts";
import type { CompletedTask, WaitOptions } from "../options.ts";

/** What an error of this package may carry besides its message. */
export interface EvoLinkErrorDetails {
  /** Why it failed, if something else was thrown. */
  readonly cause?: unknown;
  /** HTTP status of the response, if one came. */
  readonly status?: number | undefined;
  /** The vendor's id of the request. */
  readonly requestId?: string | undefined;
  /** Headers of the response. */
  readonly headers?: Headers | undefined;
  /** Body of the response as text, as far as it came. */
  readonly text?: string | undefined;
  /** Body of the response, if it is the vendor's error envelope. */
  readonly body?: ErrorEnvelope | undefined;
  /** Id of the task, if one is known. */
  readonly taskId?: string | undefined;
  /** The task as last read. */
  readonly task?: Task | undefined;
}

/**
 * Base of every error that this package throws.
 *
 * @example
 * if (error instanceof EvoLinkError) console.error(error.message, error.requestId);
 */
export class EvoLinkError extends Error {
  override readonly name: string = "EvoLinkError";
  /** HTTP status of the response, if one came. */
  readonly status: number | undefined;
  /** The vendor's id of the request; quote it to support. */
  readonly requestId: string | undefined;
  /** Headers of the response, if one came. */
  readonly headers: Headers | undefined;
  /** Body of the response as text, as far as it came, at most 64 kB of it, without the API key. */
  readonly text: string | undefined;
  /** Body of the response; undefined when it is not the vendor's error envelope. */
  readonly body: ErrorEnvelope | undefined;
  /** Id of the task, wherever one is known. */
  taskId: string | undefined;
  /** The task as last read, in a wait. */
  task: Task | undefined;
  /** Waits for the task, which was charged, where one is known to exist. Never creates one. */
  resume: ((options?: WaitOptions) => Promise<CompletedTask>) | undefined;

  constructor(message: string, details: EvoLinkErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status;
    this.requestId = details.requestId;
    this.headers = details.headers;
    this.text = details.text;
    this.body = details.body;
    this.taskId = details.taskId;
    this.task = details.task;
    this.resume = undefined;
    hideProperties(this, ["headers", "text", "body", "task", "resume"]);
    hideUndefined(this, ["status", "requestId", "taskId"]);
  }
}

/**
 * Keeps what may be long or private out of `util.inspect` and `JSON.stringify`, and so out of logs. It can still be
 * read.
 */
export function hideProperties<Failure extends Error>(error: Failure, names: readonly (keyof Failure)[]): void {
  for (const name of names) Object.defineProperty(error, name, { enumerable: false });
}

/** Keeps logs free of properties that say nothing. */
export function hideUndefined<Failure extends Error>(error: Failure, names: readonly (keyof Failure)[]): void {
  hideProperties(
    error,
    names.filter((name) => error[name] === undefined),
  );
}

/** Names the task that an error is about. */
export function setTaskId(error: EvoLinkError, taskId: string): void {
  error.taskId = taskId;
  Object.defineProperty(error, "taskId", { enumerable: true });
}
