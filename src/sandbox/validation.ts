import type { VideoGenerationRequest } from "../../generated/types.ts";
import { validateIdempotencyKey as isIdempotencyKey } from "../../generated/validators/IdempotencyKey.js";
import { validateTaskId as isTaskId } from "../../generated/validators/TaskId.js";
import { validateVideoGenerationRequest as isCreateRequest } from "../../generated/validators/VideoGenerationRequest.js";
import type { Validator } from "../../generated/validators/runtime.js";
import { validate } from "../sdk/validation/validate.ts";
import type { Violation } from "../sdk/validation/violation.ts";
import { withoutLocalCallback } from "./callback-url.ts";
import type { Operation } from "./contract.ts";
import { HttpError } from "./http-error.ts";

/** Maximum number of violations in a message. */
const MAX_VIOLATIONS = 10;

/**
 * Validates and returns the body of a create request. Throws an `HttpError` with status 400 that names JSON pointer,
 * rule and value of each violation. A callback to `localHosts` may use http.
 */
export function validateCreateRequest(
  body: unknown,
  operation: Operation,
  localHosts: (hostname: string) => boolean,
): VideoGenerationRequest {
  assertValid(isCreateRequest, withoutLocalCallback(body, localHosts), operation);
  // The validator checked everything except an allowed local callback URL.
  return body as VideoGenerationRequest;
}

/** Throws an `HttpError` with status 400 unless a value is an idempotency key of the contract. */
export function validateIdempotencyKey(value: string, operation: Operation): void {
  assertValid(isIdempotencyKey, value, operation, "Idempotency-Key");
}

/** Throws an `HttpError` with status 400 unless a value is a task id of the contract. */
export function validateTaskId(value: string, operation: Operation): void {
  assertValid(isTaskId, value, operation, "task_id");
}

/** `param` is named where the value itself is a parameter. */
function assertValid(validator: Validator<unknown>, value: unknown, operation: Operation, param?: string): void {
  const [first, ...others] = violationsOf(validator, value);
  if (first === undefined) return;
  const named = [first, ...others]
    .slice(0, MAX_VIOLATIONS)
    .map(({ message }) => (param === undefined ? message : message.replace("(root)", param)));
  const more = others.length >= MAX_VIOLATIONS ? [`and ${others.length + 1 - MAX_VIOLATIONS} more`] : [];
  const blamed = param ?? first.pointer.slice(1).replaceAll("/", ".");
  throw new HttpError(400, [...named, ...more].join("; "), {
    operation,
    ...(blamed === "" ? {} : { param: blamed.slice(0, 200) }),
  });
}

function violationsOf(
  validator: Validator<unknown>,
  value: unknown,
): readonly Pick<Violation, "pointer" | "message">[] {
  try {
    return validate(validator, value);
  } catch (error) {
    // Printing a value that is nested some thousand levels deep exhausts the stack.
    if (!(error instanceof RangeError)) throw error;
    return [{ pointer: "", message: "(root): is nested too deeply" }];
  }
}
