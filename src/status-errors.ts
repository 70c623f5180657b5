import { EvoLinkError, type Details } from "./errors.ts";

/** Statuses after which nothing is certain: a success or redirect that was not understood, a conflict, a failing server. */
export type UncertainStatus =
  | 200 | 201 | 202 | 203 | 204 | 205 | 206 | 300 | 301 | 302 | 303 | 304 | 307 | 308 | ServerStatus;

/** Statuses of a server that could not answer. */
export type ServerStatus = 408 | 409 | 500 | 501 | 502 | 503 | 504 | 505 | 507 | 508 | 511 | 520 | 521 | 522 | 523 | 524 | 525 | 526 | 530;

/** Refusals without a class of their own. */
export type OtherRefusal = 405 | 406 | 407 | 410 | 411 | 412 | 414 | 415 | 416 | 417 | 421 | 423 | 424 | 425 | 426 | 428 | 431 | 451;

/** The server refused the request: nothing was created. */
export class StatusError<Status extends number = number> extends EvoLinkError {
  override readonly name: string = "StatusError";
  declare readonly status: Status;
  /** Name of the error; an integer in the vendor's older form. */
  readonly code: string | number | undefined;
  /** Kind of the error, as the vendor names it. */
  readonly type: string | undefined;

  constructor(message: string, details: Details) {
    super(message, details);
    this.code = details.body?.error.code;
    this.type = details.body?.error.type;
  }
}

/** Any other 4xx: refused. */
export class OtherStatusError extends StatusError<OtherRefusal> {
  override readonly name = "OtherStatusError";
}

/** 400: the vendor found the request invalid. */
export class BadRequestError extends StatusError<400> {
  override readonly name = "BadRequestError";
}

/** 401: the API key is missing or not valid. */
export class AuthenticationError extends StatusError<401> {
  override readonly name = "AuthenticationError";
}

/** 402: the credits do not suffice. */
export class InsufficientCreditsError extends StatusError<402> {
  override readonly name = "InsufficientCreditsError";
}

/** 403: the API key may not use the model or see the task. */
export class PermissionDeniedError extends StatusError<403> {
  override readonly name = "PermissionDeniedError";
}

/** 404: there is no such task, or no such endpoint under the base URL. */
export class NotFoundError extends StatusError<404> {
  override readonly name = "NotFoundError";
}

/** 413: the request is too large. */
export class PayloadTooLargeError extends StatusError<413> {
  override readonly name = "PayloadTooLargeError";
}

/** 422: the vendor understood the request and cannot process it. */
export class UnprocessableEntityError extends StatusError<422> {
  override readonly name = "UnprocessableEntityError";
}

/** 429: too many requests. */
export class RateLimitError extends StatusError<429> {
  override readonly name = "RateLimitError";
  /** When to try again, from `Retry-After` (RFC 9110, section 10.2.3); undefined when the answer does not say. */
  retryAt?: Date;
}

/** 408, 409 or 5xx to a request that costs nothing. */
export class ServerError extends StatusError<ServerStatus> {
  override readonly name = "ServerError";
}

const CLASSES: Readonly<Record<number, new (message: string, details: Details) => StatusError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  402: InsufficientCreditsError,
  403: PermissionDeniedError,
  404: NotFoundError,
  413: PayloadTooLargeError,
  422: UnprocessableEntityError,
  429: RateLimitError,
  408: ServerError,
  409: ServerError,
};

/** The error for a status that is not a success; `retryAt` is kept where a 429 says it. */
export function statusError(status: number, message: string, details: Details, retryAt: Date | undefined): StatusError {
  const Class = CLASSES[status] ?? (status >= 500 ? ServerError : OtherStatusError);
  const error = new Class(message, details);
  if (error instanceof RateLimitError && retryAt !== undefined) error.retryAt = retryAt;
  return error;
}
