import type { VideoGenerationRequest } from "../../../generated/types.ts";
import { videoGenerationRequestSchema } from "../../../generated/schemas.ts";
import type { ClientContext } from "../context.ts";
import { InvalidRequestError } from "../errors.ts";
import { isLoopback } from "../../shared/loopback.ts";
import type { CreateOptions } from "../options.ts";
import { validateSemantics } from "./semantic-rules.ts";
import { assertValid, validate, kindOf, formatViolation } from "./validate.ts";

/**
 * The body as JSON, as it will be sent: later changes by the caller do not matter. It is judged by the contract and by the
 * semantic rules. Throws an `InvalidRequestError` with every rule that it breaks.
 */
export function serializeRequest(
  context: ClientContext,
  body: VideoGenerationRequest,
  { extraBody, validate: isValidated = context.validate }: CreateOptions,
): string {
  const whole = kindOf(body) === "object" ? { ...body, ...extraBody } : body;
  if (isValidated) {
    // The one relaxation of the contract: with a loopback base URL, which is a mock, callbacks may go to loopback.
    const found = validate(videoGenerationRequestSchema, whole).filter(
      ({ keyword, pointer }) =>
        !(keyword === "additionalProperties" && Object.hasOwn({ ...extraBody }, pointer.slice(1))) &&
        !(pointer === "/callback_url" && context.isMock && isLoopback(whole.callback_url)),
    );
    assertValid(found.length > 0 ? found : validateSemantics(whole));
  }
  if (whole.video_url === undefined)
    context.warn("There is no video_url: the vendor may refuse this or charge for a poor result");
  try {
    return JSON.stringify(whole, writable);
  } catch (error) {
    throw new InvalidRequestError([formatViolation({ keyword: "json", pointer: "", words: String(error) })]);
  }
}

/** For `JSON.stringify`, which would leave out without a word what it cannot write. */
function writable(_: string, value: unknown): unknown {
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError(`it holds a ${typeof value}`);
  return value;
}
