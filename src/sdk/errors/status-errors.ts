import type { OtherClientErrorStatus, ServerStatus } from "./status-codes.ts";
import { EvoLinkError, hideUndefined, type EvoLinkErrorDetails } from "./evolink-error.ts";

/** What a `StatusError` carries besides its message. */
export interface StatusErrorDetails extends EvoLinkErrorDetails {
  /** Name of the error; an integer in the vendor's older form. */
  readonly code: string | number | undefined;
  /** Kind of the error, as the vendor names it. */
  readonly type: string | undefined;
  /** When to try again. */
  readonly retryAt: Date | undefined;
}

/**
 * Thrown when the server rejected the request. Nothing was created.
 *
 * @example
 * if (error instanceof StatusError) console.error(error.status, error.code, error.message);
 */
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

/**
 * Thrown for any other 4xx. Nothing was created.
 *
 * @example
 * if (error instanceof OtherStatusError) console.error(error.status, error.text);
 */
export class OtherStatusError extends StatusError {
  override readonly name = "OtherStatusError";
  declare readonly status: OtherClientErrorStatus;
}

/**
 * Thrown for 400: the vendor found the request invalid.
 *
 * @example
 * if (error instanceof BadRequestError) console.error("Fix the request:", error.message);
 */
export class BadRequestError extends StatusError {
  override readonly name = "BadRequestError";
  declare readonly status: 400;
}

/**
 * Thrown for 401: the API key is missing or not valid.
 *
 * @example
 * if (error instanceof AuthenticationError) console.error("Set EVOLINK_API_KEY to a valid key.");
 */
export class AuthenticationError extends StatusError {
  override readonly name = "AuthenticationError";
  declare readonly status: 401;
}

/**
 * Thrown for 402: there are not enough credits.
 *
 * @example
 * if (error instanceof InsufficientCreditsError) console.error("Top up, then send the request again.");
 */
export class InsufficientCreditsError extends StatusError {
  override readonly name = "InsufficientCreditsError";
  declare readonly status: 402;
}

/**
 * Thrown for 403: the API key may not use the model or see the task.
 *
 * @example
 * if (error instanceof PermissionDeniedError) console.error("Use a key that may do this:", error.message);
 */
export class PermissionDeniedError extends StatusError {
  override readonly name = "PermissionDeniedError";
  declare readonly status: 403;
}

/**
 * Thrown for 404: there is no such task, or no such endpoint under the base URL.
 *
 * @example
 * if (error instanceof NotFoundError) console.error("There is no such task.");
 */
export class NotFoundError extends StatusError {
  override readonly name = "NotFoundError";
  declare readonly status: 404;
}

/**
 * Thrown for 413: the request is too large.
 *
 * @example
 * if (error instanceof PayloadTooLargeError) console.error("Shorten the request.");
 */
export class PayloadTooLargeError extends StatusError {
  override readonly name = "PayloadTooLargeError";
  declare readonly status: 413;
}

/**
 * Thrown for 422: the vendor understood the request and cannot process it.
 *
 * @example
 * if (error instanceof UnprocessableEntityError) console.error(error.code, error.message);
 */
export class UnprocessableEntityError extends StatusError {
  override readonly name = "UnprocessableEntityError";
  declare readonly status: 422;
}

/**
 * Thrown for 429: too many requests, or, with the code `insufficient_quota`, too few credits.
 *
 * @example
 * if (error instanceof RateLimitError) console.warn("Try again at", error.retryAt);
 */
export class RateLimitError extends StatusError {
  override readonly name = "RateLimitError";
  declare readonly status: 429;
}

/**
 * Thrown for 408, 409 or 5xx to a request that costs nothing.
 *
 * @example
 * if (error instanceof ServerError) console.warn("EvoLink fails:", error.status);
 */
export class ServerError extends StatusError {
  override readonly name = "ServerError";
  declare readonly status: ServerStatus;
}

/** A `StatusError` of any class, distinguished by `status`. */
export type AnyStatusError =
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

/** Returns the error class of a status that rejects or fails. */
export function statusErrorClass(status: number): typeof StatusError {
  return STATUS_ERRORS[status] ?? (status < 500 ? OtherStatusError : ServerError);
}
