import { EvoLinkError, InvalidRequestError } from "../errors/errors.ts";
import type { Violation } from "../validation/violation.ts";
import { readableError } from "./readable-error.ts";
import type { Redactor } from "./redact.ts";

/**
 * Resolves to what a call resolves to. Hides the API key in the `EvoLinkError` that it rejects with: its cause may hold
 * the request, and a caller may have passed the key in the wrong place, which the error quotes.
 */
export function redactErrors<T>(redactor: Redactor, call: Promise<T>): Promise<T> {
  return call.catch((error: unknown) => {
    if (error instanceof EvoLinkError) redactError(redactor, error);
    throw error;
  });
}

/** Causes of an error that are errors of this package. More make a cycle. */
const MAX_DEPTH = 10;

function redactError(redactor: Redactor, error: EvoLinkError, depth = 0): void {
  const { text } = redactor;
  error.message = text(error.message);
  error.stack = text(error.stack ?? "");
  if (error.cause instanceof EvoLinkError && depth < MAX_DEPTH) redactError(redactor, error.cause, depth + 1);
  else if (error.cause !== undefined) error.cause = redactor.value(readableError(error.cause));
  // It is what the caller passed, of any type.
  if (typeof error.taskId === "string") error.taskId = text(error.taskId);
  if (error instanceof InvalidRequestError) {
    const violations = error.violations.map((violation) => redactViolation(violation, text));
    Object.assign(error, { violations });
  }
}

function redactViolation(violation: Violation, text: Redactor["text"]): Violation {
  const { pointer, value, message } = violation;
  return {
    ...violation,
    pointer: text(pointer),
    value: value === undefined ? undefined : text(value),
    message: text(message),
  };
}
