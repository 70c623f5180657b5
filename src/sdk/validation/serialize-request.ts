import type { VideoGenerationRequest } from "../../../generated/types.ts";
import { validateVideoGenerationRequest } from "../../../generated/validators/VideoGenerationRequest.js";
import { isObject, type JsonObject } from "../../shared/json.ts";
import { isLoopback } from "../../shared/loopback.ts";
import type { ClientContext } from "../context.ts";
import type { CreateOptions } from "../options.ts";
import { findUnserializable } from "./find-unserializable.ts";
import { validateSemantics } from "./semantic-rules.ts";
import { assertValid, formatViolation, validate } from "./validate.ts";
import type { Violation } from "./violation.ts";

/** The body of a create request. */
export interface SerializedRequest {
  /** The body as JSON text, as it is sent. */
  readonly text: string;
  /** The same, parsed. */
  readonly request: VideoGenerationRequest;
}

/** What serialization needs of a client. */
type Context = Pick<ClientContext, "validate" | "isMock" | "warn">;

/**
 * Serializes the body of a create request, once: what is validated is what is sent, and later changes by the caller do
 * not matter. Throws an `InvalidRequestError` with every violation of the contract and of the semantic rules.
 */
export function serializeRequest(context: Context, given: unknown, options: CreateOptions): SerializedRequest {
  const { extraBody } = options;
  const text = stringify(given, extraBody ?? {});
  const body = JSON.parse(text) as JsonObject;
  // Validation proves the type; without it the caller is responsible.
  const request = body as unknown as VideoGenerationRequest;
  if (options.validate ?? context.validate) {
    const violations = validateRequest(context, extraBody === undefined ? body : withoutUnknown(body, extraBody));
    assertValid(violations.length > 0 ? violations : validateSemantics(request));
  }
  if (body.video_url === undefined)
    context.warn("There is no video_url: the vendor may refuse this or charge for a poor result");
  return { text, request };
}

function stringify(body: unknown, extraBody: JsonObject): string {
  assertValid([...findUnserializable(body), ...findUnserializable(extraBody)]);
  if (!isObject(body)) assertValid([notAnObject(body)]);
  try {
    return JSON.stringify({ ...(body as JsonObject), ...extraBody });
  } catch (error) {
    // A proxy may behave differently each time.
    const rule = `cannot be written as JSON: ${error instanceof Error ? error.message : String(error)}`;
    assertValid([formatViolation({ pointer: "", keyword: "json", rule })]);
    throw error;
  }
}

function notAnObject(body: unknown): Violation {
  return formatViolation({
    pointer: "",
    keyword: "type",
    limit: "object",
    rule: "must be of type object",
    value: body,
  });
}

/**
 * Validates a body by the contract. The one exception: with a base URL on loopback, which is a mock, callbacks may go
 * to loopback.
 */
function validateRequest({ isMock }: Context, request: JsonObject): Violation[] {
  const mayBeLoopback = isMock && isLoopback(request.callback_url);
  const violations = validate(validateVideoGenerationRequest, request);
  return mayBeLoopback ? violations.filter(({ pointer }) => pointer !== "/callback_url") : violations;
}

/** Leaves out the members of `extraBody` that the contract does not know: they are sent as they are. */
function withoutUnknown(request: JsonObject, extraBody: JsonObject): JsonObject {
  const unknown = new Set(Object.keys(extraBody).filter((name) => !isField(name)));
  return Object.fromEntries(Object.entries(request).filter(([name]) => !unknown.has(name)));
}

function isField(name: string): boolean {
  const violations = validate(validateVideoGenerationRequest, Object.fromEntries([[name, null]]));
  return !violations.some(({ keyword }) => keyword === "additionalProperties");
}
