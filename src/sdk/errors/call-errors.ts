import type { Task, VideoGenerationRequest } from "../../../generated/types.ts";
import { EvoLinkError, hideProperties, hideUndefined, type EvoLinkErrorDetails } from "./evolink-error.ts";
import type { UncertainStatus } from "./status-codes.ts";
import type { Violation } from "../validation/violation.ts";

/**
 * Thrown when the request does not match the contract. It was not sent, and nothing is charged.
 *
 * @example
 * if (error instanceof InvalidRequestError) console.error(error.violations.map(({ message }) => message));
 */
export class InvalidRequestError extends EvoLinkError {
  override readonly name = "InvalidRequestError";
  declare readonly status: undefined;
  /** What does not match, at most 20 violations. */
  readonly violations: readonly Violation[];

  /** @param more How many more violations are known. */
  constructor(violations: readonly Violation[], more = 0) {
    const lines = [...violations.map(({ message }) => message), ...(more > 0 ? [`and ${more} more`] : [])];
    super(`The request does not match the contract and was not sent:\n  ${lines.join("\n  ")}`);
    this.violations = violations;
  }
}

/**
 * Thrown when no response came. With `sent: false` the request provably never left; a read may also have been sent, and
 * is safe to retry.
 *
 * @example
 * if (error instanceof ConnectionError && !error.sent) console.error("Nothing was sent:", error.cause);
 */
export class ConnectionError extends EvoLinkError {
  override readonly name = "ConnectionError";
  declare readonly status: undefined;
  /** Whether anything was, or may have been, sent. */
  readonly sent: boolean;

  constructor(message: string, { sent, ...details }: EvoLinkErrorDetails & { readonly sent: boolean }) {
    super(message, details);
    this.sent = sent;
  }
}

/**
 * Thrown when the caller aborted. `cause` is the signal's reason. With a `taskId` the task exists: `resume()` waits for
 * it.
 *
 * @example
 * if (error instanceof AbortError && error.taskId !== undefined) await save(error.taskId);
 */
export class AbortError extends EvoLinkError {
  override readonly name = "AbortError";
  declare readonly status: undefined;
  /** False when the request provably never left; otherwise a task may have been created. */
  readonly sent: boolean;
  /** What to do next, when a create request may have been accepted. */
  readonly advice: string | undefined;

  constructor(
    message: string,
    {
      sent,
      advice,
      ...details
    }: EvoLinkErrorDetails & { readonly sent: boolean; readonly advice?: string | undefined },
  ) {
    super(message, details);
    this.sent = sent;
    this.advice = advice;
    hideUndefined(this, ["advice"]);
  }
}

/**
 * Thrown when a create request was sent and it is unknown whether it was accepted: a task may exist and be charged. The
 * client does not retry it. With a `taskId` the task exists: `resume()` waits for it. Without one, compare
 * `credits.get()` before creating again: the API lists no tasks.
 *
 * @example
 * if (error instanceof OutcomeUnknownError) {
 *   if (error.resume === undefined) console.error(error.advice);
 *   else await error.resume();
 * }
 */
export class OutcomeUnknownError extends EvoLinkError {
  override readonly name = "OutcomeUnknownError";
  declare readonly status: UncertainStatus | undefined;
  /** The body of the request. */
  readonly request: VideoGenerationRequest;
  /** What to do next. */
  readonly advice: string;
  /** Always true: the request was, or may have been, sent. */
  readonly sent = true;

  constructor(
    message: string,
    {
      request,
      advice,
      ...details
    }: EvoLinkErrorDetails & { readonly request: VideoGenerationRequest; readonly advice: string },
  ) {
    super(message, details);
    this.request = request;
    this.advice = advice;
    hideProperties(this, ["request"]);
  }
}

/**
 * Thrown when the response to a request that costs nothing is a redirect, or has a 2xx status and a body that does not
 * match the contract.
 *
 * @example
 * if (error instanceof UnexpectedAnswerError) console.error(error.status, error.text);
 */
export class UnexpectedAnswerError extends EvoLinkError {
  override readonly name = "UnexpectedAnswerError";
  declare readonly status: UncertainStatus | undefined;
}

/**
 * Whether a new, charged attempt with the same request can help: `unclear` for a code that is missing, new or disputed.
 */
export type Retryable = "yes" | "no" | "unclear";

/**
 * Thrown when the task ended as `failed` or `cancelled`.
 *
 * @example
 * if (error instanceof TaskFailedError && error.retryable === "yes") await client.videos.generateAndWait(body);
 */
export class TaskFailedError extends EvoLinkError {
  override readonly name = "TaskFailedError";
  declare readonly status: undefined;
  declare readonly taskId: string;
  declare readonly task: Task;
  /** The vendor's failure code, if it gave one. */
  readonly code: string | undefined;
  /** Whether a new, charged attempt with the same request can help, by the contract's `x-retryable`. */
  readonly retryable: Retryable;

  constructor(
    message: string,
    {
      code,
      retryable,
      ...details
    }: EvoLinkErrorDetails & {
      readonly taskId: string;
      readonly task: Task;
      readonly code: string | undefined;
      readonly retryable: Retryable;
    },
  ) {
    super(message, details);
    this.code = code;
    this.retryable = retryable;
    hideUndefined(this, ["code"]);
  }
}

/**
 * Thrown when `maxWait` has passed; `resume()` waits again. When the last polls failed, `cause` is the last failure.
 *
 * @example
 * if (error instanceof WaitTimeoutError) await error.resume?.({ maxWait: 600_000 });
 */
export class WaitTimeoutError extends EvoLinkError {
  override readonly name = "WaitTimeoutError";
  declare readonly status: undefined;
}
