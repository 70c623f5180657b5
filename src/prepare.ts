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
 * The body as it will be sent: a copy, so that later changes by the caller do not matter, judged by the contract and by the
 * semantic rules. Throws an `InvalidRequestError` with every rule that it breaks.
 */
export function prepare(core: Core, body: VideoGenerationRequest, options: CreateOptions): VideoGenerationRequest {
  const { extraBody = {} } = options;
  const isObject = typeof body === "object" && (body as unknown) !== null && !Array.isArray(body);
  const whole = isObject ? { ...body, ...extraBody } : body;
  if (options.validate ?? core.defaults.validate ?? true) {
    const found = check(VideoGenerationRequestSchema, whole).filter(
      ({ keyword, pointer }) =>
        !(keyword === "additionalProperties" && pointer.slice(1) in extraBody) &&
        !(pointer === "/callback_url" && isLoopbackCallback(core, whole.callback_url)),
    );
    const violations = found.length > 0 ? found : checkSemantics(whole);
    if (violations.length > 0) throw new InvalidRequestError(violations);
  }
  if (whole.video_url === undefined) core.warn(WITHOUT_VIDEO);
  return cloned(whole);
}

const WITHOUT_VIDEO =
  "There is no video_url: the vendor never lists it as required, but every example has one; it may refuse the request or charge for a poor result.";

/** The one relaxation of the contract: with a loopback base URL, which is a mock, callbacks may go to http on loopback. */
function isLoopbackCallback({ baseUrl }: Core, callbackUrl: unknown): boolean {
  return isLoopback(baseUrl) && typeof callbackUrl === "string" && URL.canParse(callbackUrl) && isLoopback(callbackUrl);
}

/** Throws an `InvalidRequestError` when a value cannot be written as JSON, a function in `extraBody` for example. */
function cloned(body: VideoGenerationRequest): VideoGenerationRequest {
  try {
    return copied(body) as VideoGenerationRequest;
  } catch (error) {
    const message = `(the whole): cannot be written as JSON: ${error instanceof Error ? error.message : String(error)} (json)`;
    throw new InvalidRequestError([{ pointer: "", keyword: "json", limit: undefined, value: undefined, message }]);
  }
}

/** A copy of a JSON value, several times faster than `structuredClone`. Throws on what JSON cannot say. */
function copied(value: unknown): unknown {
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") throw new TypeError(`it holds a ${typeof value}`);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Date) return value.toJSON();
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copied(item)]));
}

/** Throws an `InvalidRequestError` when an id does not have the form that the contract gives it. */
export function checkTaskId(id: string): void {
  const violations = check(TaskIdSchema, id, "task_id");
  if (violations.length > 0) throw new InvalidRequestError(violations);
}
