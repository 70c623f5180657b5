import type {
  AbortError,
  ConnectionError,
  InvalidRequestError,
  OutcomeUnknownError,
  TaskFailedError,
  UnexpectedAnswerError,
  WaitTimeoutError,
} from "./call-errors.ts";
import { EvoLinkError } from "./evolink-error.ts";
import type { AnyStatusError } from "./status-errors.ts";

export {
  AbortError,
  ConnectionError,
  InvalidRequestError,
  OutcomeUnknownError,
  TaskFailedError,
  UnexpectedAnswerError,
  WaitTimeoutError,
  type Retryable,
} from "./call-errors.ts";
export { EvoLinkError, setTaskId, type EvoLinkErrorDetails } from "./evolink-error.ts";
export {
  AuthenticationError,
  BadRequestError,
  InsufficientCreditsError,
  NotFoundError,
  OtherStatusError,
  PayloadTooLargeError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  StatusError,
  statusErrorClass,
  UnprocessableEntityError,
  type AnyStatusError,
  type StatusErrorDetails,
} from "./status-errors.ts";

/**
 * The errors of a client's calls, distinguished by `name`, and those with a response by `status`. A wrong option, the
 * configuration and `onCreated` give a plain `EvoLinkError`; `CallbackError`, `DownloadError` and `BatchError` are
 * distinguished by `instanceof`.
 */
export type AnyEvoLinkError =
  | InvalidRequestError
  | ConnectionError
  | AbortError
  | OutcomeUnknownError
  | UnexpectedAnswerError
  | TaskFailedError
  | WaitTimeoutError
  | AnyStatusError;

/**
 * Returns whether a caught value is an error of this package. Then `error.status === 402` and the like narrow its type.
 *
 * @example
 * if (isEvoLinkError(error) && error.status === 402) console.error("Top up first.");
 */
export function isEvoLinkError(error: unknown): error is AnyEvoLinkError {
  return error instanceof EvoLinkError;
}
