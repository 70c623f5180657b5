import { EvoLinkError, InvalidRequestError } from "../errors.ts";
import type { Violation } from "../validation/violation.ts";
import type { Redactor } from "./redact.ts";

/**
 * Resolves to what a call resolves to. Hides the API key in the `EvoLinkError` that it rejects with: a caller may have
 * passed the key in the wrong place, and such an error quotes what is wrong.
 */
export async function redactErrors<T>(redactor: Redactor, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof EvoLinkError) redactError(redactor, error);
    throw error;
  }
}

function redactError({ text }: Redactor, error: EvoLinkError): void {
  error.message = text(error.message);
  error.stack = text(error.stack ?? "");
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
