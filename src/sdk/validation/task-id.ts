import { validateTaskId } from "../../../generated/validators/TaskId.js";
import { assertValid, formatViolation, validate } from "./validate.ts";

/** Throws an `InvalidRequestError` when an id does not have the form that the contract gives it. */
export function assertTaskId(id: string): void {
  assertIdInPath(id);
  assertValid(validate(validateTaskId, id, "task_id"));
}

/**
 * Throws an `InvalidRequestError` when an id would change the path of the request (RFC 3986, section 5.2.4), or cannot
 * be in one.
 */
export function assertIdInPath(id: unknown): void {
  // Half of a surrogate pair cannot be percent-encoded.
  if (typeof id === "string" && !["", ".", ".."].includes(id) && !/\p{Surrogate}/u.test(id)) return;
  const rule = "is not a task id (task-unified-…)";
  assertValid([formatViolation({ keyword: "path", pointer: "", rule, value: id }, "task_id")]);
}
