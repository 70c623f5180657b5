/**
 * Statuses that leave the outcome unknown: a success or redirect that cannot be parsed, a conflict, a failing server.
 */
export type UncertainStatus =
  200 | 201 | 202 | 203 | 204 | 205 | 206 | 300 | 301 | 302 | 303 | 304 | 307 | 308 | ServerStatus;

/** Statuses of a server that failed. */
export type ServerStatus =
  408 | 409 | 500 | 501 | 502 | 503 | 504 | 505 | 507 | 508 | 511 | 520 | 521 | 522 | 523 | 524 | 525 | 526 | 530;

/** 4xx statuses without their own error class. */
export type OtherClientErrorStatus =
  405 | 406 | 407 | 410 | 411 | 412 | 414 | 415 | 416 | 417 | 421 | 423 | 424 | 425 | 426 | 428 | 431 | 451;
