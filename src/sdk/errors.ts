import type { ErrorEnvelope, Task, VideoGenerationRequest } from "../../generated/types.ts";
import type { CompletedTask, WaitOptions } from "./options.ts";
import type { OtherRefusal, ServerStatus, UncertainStatus } from "./status-codes.ts";
import type { Violation } from "./validation/violation.ts";

/** What every error of this package may carry besides its message. */
export interface EvoLinkErrorDetails {
  readonly cause?: unknown;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly headers?: Headers | undefined;
  readonly text?: string | undefined;
  readonly body?: ErrorEnvelope | undefined;
  readonly taskId?: string | undefined;
  readonly task?: Task | undefined;
}

/** Base of every error that this package throws. */
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

/** Keeps what may be long or private out of `util.inspect` and `JSON.stringify`, and so out of logs. It can still be read. */
function hideProperties<Failure extends Error>(error: Failure, names: readonly (keyof Failure)[]): void {
  for (const name of names) Object.defineProperty(error, name, { enumerable: false });
}

/** Keeps logs free of properties that say nothing. */
function hideUndefined<Failure extends Error>(error: Failure, names: readonly (keyof Failure)[]): void {
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

/** The request does not match the contract. It was not sent, nothing is charged. */
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

/** No response came. With `sent: false` the request provably never left; a read may also have been sent, and is safe to retry. */
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

/** The caller aborted. `cause` is the signal's reason. With a `taskId` the task exists: `resume()` waits for it. */
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
 * A create request was sent and nothing tells whether it was accepted: a task may exist and be charged. The client does not retry it.
 * With a `taskId` the task exists: `resume()` waits for it. Without one, compare `credits.get()` before creating again: the API lists
 * no tasks.
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

/** The response to a request that costs nothing is a redirect, or has a 2xx status and a body that does not match the contract. */
export class UnexpectedAnswerError extends EvoLinkError {
  override readonly name = "UnexpectedAnswerError";
  declare readonly status: UncertainStatus | undefined;
}

/** Whether a new, charged attempt with the same request can help: `unclear` for a code that is missing, new or disputed. */
export type Retryable = "yes" | "no" | "unclear";

/** The task ended as `failed` or `cancelled`. */
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

/** `maxWait` has passed; `resume()` waits again. When the last polls failed, `cause` is the last failure. */
export class WaitTimeoutError extends EvoLinkError {
  override readonly name = "WaitTimeoutError";
  declare readonly status: undefined;
}

/** What a `StatusError` carries besides. */
export interface StatusErrorDetails extends EvoLinkErrorDetails {
  readonly code: string | number | undefined;
  readonly type: string | undefined;
  readonly retryAt: Date | undefined;
}

/** The server refused the request: nothing was created. */
export class StatusError extends EvoLinkError {
  override readonly name: string = "StatusError";
  declare readonly status: number;
  /** Name of the error; an integer in the vendor's older form. */
  readonly code: string | number | undefined;
  /** Kind of the error, as the vendor names it. */
  readonly type: string | undefined;
  /** When to try again, from `Retry-After` (RFC 9110, section 10.2.3); undefined when the response does not say. */
  readonly retryAt: Date | undefined;

  constructor(message: string, { code, type, retryAt, ...details }: StatusErrorDetails) {
    super(message, details);
    this.code = code;
    this.type = type;
    this.retryAt = retryAt;
    hideUndefined(this, ["code", "type", "retryAt"]);
  }
}

/** Any other 4xx: refused. */
export class OtherStatusError extends StatusError {
  override readonly name = "OtherStatusError";
  declare readonly status: OtherRefusal;
}

/** 400: the vendor found the request invalid. */
export class BadRequestError extends StatusError {
  override readonly name = "BadRequestError";
  declare readonly status: 400;
}

/** 401: the API key is missing or not valid. */
export class AuthenticationError extends StatusError {
  override readonly name = "AuthenticationError";
  declare readonly status: 401;
}

/** 402: the credits do not suffice. */
export class InsufficientCreditsError extends StatusError {
  override readonly name = "InsufficientCreditsError";
  declare readonly status: 402;
}

/** 403: the API key may not use the model or see the task. */
export class PermissionDeniedError extends StatusError {
  override readonly name = "PermissionDeniedError";
  declare readonly status: 403;
}

/** 404: there is no such task, or no such endpoint under the base URL. */
export class NotFoundError extends StatusError {
  override readonly name = "NotFoundError";
  declare readonly status: 404;
}

/** 413: the request is too large. */
export class PayloadTooLargeError extends StatusError {
  override readonly name = "PayloadTooLargeError";
  declare readonly status: 413;
}

/** 422: the vendor understood the request and cannot process it. */
export class UnprocessableEntityError extends StatusError {
  override readonly name = "UnprocessableEntityError";
  declare readonly status: 422;
}

/** 429: too many requests, or, with the code `insufficient_quota`, too few credits. */
export class RateLimitError extends StatusError {
  override readonly name = "RateLimitError";
  declare readonly status: 429;
}

/** 408, 409 or 5xx to a request that costs nothing. */
export class ServerError extends StatusError {
  override readonly name = "ServerError";
  declare readonly status: ServerStatus;
}

const STATUS_ERRORS: Readonly<Record<number, typeof StatusError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  402: InsufficientCreditsError,
  403: PermissionDeniedError,
  404: NotFoundError,
  408: ServerError,
  409: ServerError,
  413: PayloadTooLargeError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** Returns the error class of a status that refuses or fails. */
export function statusErrorClass(status: number): typeof StatusError {
  return STATUS_ERRORS[status] ?? (status < 500 ? OtherStatusError : ServerError);
}

/** Every error of this package, told apart by `name`, and those with a response by `status`. */
export type AnyEvoLinkError =
  | InvalidRequestError
  | ConnectionError
  | AbortError
  | OutcomeUnknownError
  | UnexpectedAnswerError
  | TaskFailedError
  | WaitTimeoutError
  | BadRequestError
  | AuthenticationError
  | InsufficientCreditsError
  | PermissionDeniedError
  | NotFoundError
  | PayloadTooLargeError
  | UnprocessableEntityError
  | RateLimitError
  | ServerError
  | OtherStatusError;

/**
 * Whether a caught value is an error of this package. Then `error.status === 402` and the like narrow its type.
 *
 * @example
 * if (isEvoLinkError(error) && error.status === 402) console.error("Top up first.");
 */
export function isEvoLinkError(error: unknown): error is AnyEvoLinkError {
  return error instanceof EvoLinkError;
}
