import { EvoLinkError } from "./errors.ts";

/** Statuses after which nothing is certain: a success or redirect that was not understood, a conflict, a failing server. */
export type UncertainStatus =
  200 | 201 | 202 | 203 | 204 | 205 | 206 | 300 | 301 | 302 | 303 | 304 | 307 | 308 | ServerStatus;

/** Statuses of a server that could not answer. */
export type ServerStatus =
  408 | 409 | 500 | 501 | 502 | 503 | 504 | 505 | 507 | 508 | 511 | 520 | 521 | 522 | 523 | 524 | 525 | 526 | 530;

/** Refusals without a class of their own. */
export type OtherRefusal =
  405 | 406 | 407 | 410 | 411 | 412 | 414 | 415 | 416 | 417 | 421 | 423 | 424 | 425 | 426 | 428 | 431 | 451;

/** The server refused the request: nothing was created. */
export class StatusError extends EvoLinkError {
  override readonly name: string = "StatusError";
  declare readonly status: number;
  /** Name of the error; an integer in the vendor's older form. */
  declare readonly code: string | number | undefined;
  /** Kind of the error, as the vendor names it. */
  declare readonly type: string | undefined;
  /** When to try again, from `Retry-After` (RFC 9110, section 10.2.3); undefined when the answer does not say. */
  declare readonly retryAt?: Date;
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

/** 429: too many requests. */
export class RateLimitError extends StatusError {
  override readonly name = "RateLimitError";
  declare readonly status: 429;
}

/** 408, 409 or 5xx to a request that costs nothing. */
export class ServerError extends StatusError {
  override readonly name = "ServerError";
  declare readonly status: ServerStatus;
}

/** The class of the error for a status that refuses or fails. */
export const STATUS_ERRORS: Readonly<Record<number, typeof EvoLinkError>> = {
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
