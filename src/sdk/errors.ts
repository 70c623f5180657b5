import type { ErrorEnvelope, Task, VideoGenerationRequest } from "../../generated/types.ts";
import type { WaitOptions } from "./options.ts";
import type {
  AuthenticationError,
  BadRequestError,
  InsufficientCreditsError,
  NotFoundError,
  OtherStatusError,
  PayloadTooLargeError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  UncertainStatus,
  UnprocessableEntityError,
} from "./status-errors.ts";
import type { Violation } from "./validation/validate.ts";

/** What is known of a failure besides its message. */
export interface Details {
  readonly cause?: unknown;
  readonly status?: number | undefined;
  /** Headers of the answer. */
  readonly headers?: Headers | undefined;
  /** Body of the answer as text, as far as it came. */
  readonly text?: string | undefined;
  /** Body of the answer, if it is the vendor's error envelope. */
  readonly body?: ErrorEnvelope | undefined;
  /** Body of a paid request. */
  readonly request?: VideoGenerationRequest | undefined;
  /** The task as it was last seen. */
  readonly task?: Task | undefined;
  readonly taskId?: string | undefined;
  /** What else is known and may be shown. */
  readonly [name: string]: unknown;
}

/** Base of every error that this package throws. */
export class EvoLinkError extends Error {
  override readonly name: string = "EvoLinkError";
  declare readonly status: number | undefined;
  /** The vendor's id of the request; quote it to support. */
  declare readonly requestId: string | undefined;
  /** Headers of the answer, if one came. */
  declare readonly headers: Headers | undefined;
  /** Body of the answer as text, as far as it came, without the API key. */
  declare readonly text: string | undefined;
  /** Body of the answer; undefined when it is not the vendor's error envelope. */
  declare readonly body: ErrorEnvelope | undefined;
  /** Id of the task, wherever one is known. */
  declare taskId: string | undefined;
  /** The task as it was last seen, in a wait. */
  declare task?: Task;
  /** Waits for the task, which is paid for, where one is known to exist; never creates. */
  declare resume?: (options?: WaitOptions) => Promise<Task>;

  constructor(message: string, { cause, headers, text, body, request, task, ...shown }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause });
    attach(this, shown, true);
    attach(this, { headers, text, body, request, task });
  }
}

/**
 * Gives an error what is known of the values. Unless it is `enumerable`, it is reachable, yet out of `util.inspect`, `JSON.stringify` and
 * so out of logs, as what may be long or private should be.
 */
export function attach<Failure extends EvoLinkError>(
  error: Failure,
  values: Readonly<Record<string, unknown>>,
  enumerable = false,
): Failure {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined)
      Object.defineProperty(error, name, { value, enumerable, writable: true, configurable: true });
  }
  return error;
}

/** The request breaks the contract. It was not sent, nothing is charged. */
export class InvalidRequestError extends EvoLinkError {
  override readonly name = "InvalidRequestError";
  declare readonly status: undefined;
  /** Every rule that is broken. */
  declare readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    super(
      `The request breaks the contract and was not sent:\n  ${violations.map(({ message }) => message).join("\n  ")}`,
      { violations },
    );
  }
}

/** Throws an `InvalidRequestError` when rules are broken. */
export function assertValid(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new InvalidRequestError(violations);
}

/** No answer came. With `sent` false the request provably never left; a read may also have been sent and is safe to repeat. */
export class ConnectionError extends EvoLinkError {
  override readonly name = "ConnectionError";
  declare readonly status: undefined;
  declare readonly sent: boolean;
}

/** The caller aborted. `cause` is the signal's reason. With a `taskId` the task does exist: `resume()` waits for it. */
export class AbortError extends EvoLinkError {
  override readonly name = "AbortError";
  declare readonly status: undefined;
  /** False when the request certainly did not leave; else a task may have been created. */
  declare readonly sent: boolean;
}

/**
 * A paid request was sent and it cannot be told whether it was accepted: a task may exist and be charged. It is never
 * repeated by itself. With a `taskId` the task does exist: `resume()` waits for it. Without, see in your
 * credits (`credits.get()`) whether it was charged before creating again: the API lists no tasks.
 */
export class OutcomeUnknownError extends EvoLinkError {
  override readonly name = "OutcomeUnknownError";
  declare readonly status: UncertainStatus | undefined;
  /** The body of the request. */
  declare readonly request: VideoGenerationRequest;
  /** What to do next. */
  declare readonly advice: string;
}

/** An answer with a 2xx status that is not what the contract says, or a redirect, to a request that costs nothing. */
export class UnexpectedAnswerError extends EvoLinkError {
  override readonly name = "UnexpectedAnswerError";
  declare readonly status: UncertainStatus;
}

/** The task ended as `failed` or `cancelled`. */
export class TaskFailedError extends EvoLinkError {
  override readonly name = "TaskFailedError";
  declare readonly status: undefined;
  declare readonly taskId: string;
  declare readonly task: Task;
  /** The vendor's reason, if it gave one. */
  declare readonly code: string | undefined;
  /**
   * Whether a new, paid attempt with the same request can help, by the contract's `x-new-attempt`: `disputed` where the vendor's texts
   * disagree, `unknown` for a missing or new code.
   */
  declare readonly newAttempt: "can_help" | "cannot_help" | "disputed" | "unknown";
}

/** The wait's `maxWait` is over; `resume()` waits again. When its last looks failed, `cause` is the last failure. */
export class WaitTimeoutError extends EvoLinkError {
  override readonly name = "WaitTimeoutError";
  declare readonly status: undefined;
}

/** Every error of this package, told apart by `name`, and those with an answer by `status`. */
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

/** Whether a caught value is an error of this package. Then `error.status === 402` and the like narrow its type. */
export function isEvoLinkError(error: unknown): error is AnyEvoLinkError {
  return error instanceof EvoLinkError;
}
