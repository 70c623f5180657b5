import type { VideoGenerationRequest } from "../generated/types.ts";
import * as TaskIdSchema from "../generated/validators/TaskId.js";
import * as VideoGenerationRequestSchema from "../generated/validators/VideoGenerationRequest.js";
import type { Core } from "./core.ts";
import { InvalidRequestError } from "./errors.ts";
import { isLoopback } from "./loopback.ts";
import type { CreateOptions } from "./options.ts";
import { checkSemantics } from "./semantics.ts";
import { check } from "./validate.ts";

/**
 * The body as JSON, as it will be sent: later changes by the caller do not matter. It is judged by the contract and by the
 * semantic rules. Throws an `InvalidRequestError` with every rule that it breaks.
 */
export function prepare(core: Core, body: VideoGenerationRequest, { extraBody, validate = core.validate }: CreateOptions): string {
  const isObject = typeof body === "object" && (body as unknown) !== null && !Array.isArray(body);
  const whole = isObject && extraBody !== undefined ? { ...body, ...extraBody } : body;
  if (validate) {
    // The one relaxation of the contract: with a loopback base URL, which is a mock, callbacks may go to loopback.
    const found = check(VideoGenerationRequestSchema, whole).filter(
      ({ keyword, pointer }) =>
        !(keyword === "additionalProperties" && extraBody !== undefined && pointer.slice(1) in extraBody) &&
        !(pointer === "/callback_url" && core.isMock && isLoopback(whole.callback_url)),
    );
    const violations = found.length > 0 ? found : checkSemantics(whole);
    if (violations.length > 0) throw new InvalidRequestError(violations);
  }
  const text = json(whole);
  if (whole.video_url === undefined) core.warn(WITHOUT_VIDEO);
  return text;
}

const WITHOUT_VIDEO =
  "There is no video_url: the vendor never lists it as required, but every example has one; it may refuse the request or charge for a poor result.";

/** A value as JSON. Throws an `InvalidRequestError` when it cannot be written so, a function in `extraBody` for example. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value, writable);
  } catch (error) {
    const message = `(the whole): cannot be written as JSON: ${error instanceof Error ? error.message : String(error)} (json)`;
    throw new InvalidRequestError([{ pointer: "", keyword: "json", limit: undefined, value: undefined, message }]);
  }
}

/** For `JSON.stringify`, which would leave out without a word what it cannot write. */
function writable(_: string, value: unknown): unknown {
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError(`it holds a ${typeof value}`);
  return value;
}

/** Throws an `InvalidRequestError` when an id does not have the form that the contract gives it. */
export function checkTaskId(id: string): void {
  const violations = check(TaskIdSchema, id, "task_id");
  if (violations.length > 0) throw new InvalidRequestError(violations);
}
