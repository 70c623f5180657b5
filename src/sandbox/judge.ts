import { validateVideoGenerationRequest } from "../../generated/validators/VideoGenerationRequest.js";
import type { Validator } from "../../generated/validators/runtime.js";
import type { VideoGenerationRequest } from "../../generated/types.ts";
import { validate } from "../sdk/validation/validate.ts";
import type { Violation } from "../sdk/validation/violation.ts";
import { header, Refusal, type Incoming } from "./answer.ts";
import { withoutLoopbackCallback } from "./callback-url.ts";
import { MEDIA_TYPE, type Operation } from "./contract.ts";

/** Longest body of a request, in bytes. */
export const BODY_LIMIT = 1024 * 1024;

/** Most broken rules that one message names. */
const MOST_RULES = 10;

/** Throws a `Refusal` with status 406 when JSON is not acceptable (RFC 9110, section 12.5.1). */
export function judgeAccept(incoming: Incoming): void {
  const accept = header(incoming, "accept");
  if (accept === undefined || accept.trim() === "") return;
  const ranges = accept.split(",").map((range) =>
    range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  const refused = (parameters: readonly string[]): boolean =>
    parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  for (const wanted of [MEDIA_TYPE, "application/*", "*/*"]) {
    const found = ranges.find(([range]) => range === wanted);
    if (found === undefined) continue;
    if (!refused(found.slice(1))) return;
    break;
  }
  throw new Refusal(406, `Accept: answers are ${MEDIA_TYPE}, got ${JSON.stringify(accept)}`, { param: "Accept" });
}

/** Throws a `Refusal` with status 401 unless a bearer token came (RFC 6750), and the one that is expected if there is one. */
export function judgeKey(incoming: Incoming, expected: string | undefined, operation: Operation): void {
  const [, key] = /^bearer +(\S+) *$/i.exec(header(incoming, "authorization") ?? "") ?? [];
  const details = { operation, param: "Authorization" };
  if (key === undefined) throw new Refusal(401, "Authorization: is required, as Bearer YOUR_API_KEY", details);
  if (expected !== undefined && key !== expected)
    throw new Refusal(401, "Authorization: this is not the key that the sandbox was told to expect", details);
}

/** Reads a JSON body (RFC 8259). Throws a `Refusal`: 415 for another content type, 413 above 1 MB, 400 when it is malformed. */
export async function readJson(incoming: Incoming): Promise<unknown> {
  judgeContentType(incoming);
  const bytes = await incoming.body(BODY_LIMIT);
  if (bytes === undefined) throw new Refusal(413, `The body is longer than ${BODY_LIMIT} bytes`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Refusal(400, `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function judgeContentType(incoming: Incoming): void {
  const [type = "", ...parameters] = (header(incoming, "content-type") ?? "").toLowerCase().split(/\s*;\s*/);
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (type.trim() !== MEDIA_TYPE || (charset !== undefined && !/^"?utf-?8"?$/.test(charset))) {
    throw new Refusal(
      415,
      `Content-Type: must be ${MEDIA_TYPE}, got ${JSON.stringify(header(incoming, "content-type") ?? "")}`,
      { param: "Content-Type" },
    );
  }
  const encoding = header(incoming, "content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw new Refusal(415, `Content-Encoding: must be identity, got ${JSON.stringify(encoding)}`, {
      param: "Content-Encoding",
    });
  }
}

/** The body of a creation, judged by the contract. Throws a `Refusal` with status 400 that names each JSON pointer and rule. */
export function judgeCreation(body: unknown, operation: Operation): VideoGenerationRequest {
  judge(validateVideoGenerationRequest, withoutLoopbackCallback(body), operation);
  // The validator saw all of it but a callback URL that is let pass.
  return body as VideoGenerationRequest;
}

/** Throws a `Refusal` with status 400 when a value breaks the contract. `param` is named where the value itself is a parameter. */
export function judge<T>(
  schema: Validator<T>,
  value: unknown,
  operation: Operation,
  param?: string,
): asserts value is T {
  const [first, ...others] = brokenRules(schema, value);
  if (first === undefined) return;
  const named = [first, ...others]
    .slice(0, MOST_RULES)
    .map(({ message }) => (param === undefined ? message : message.replace("(the whole)", param)));
  const more = others.length >= MOST_RULES ? [`and ${others.length + 1 - MOST_RULES} more`] : [];
  const blamed = param ?? first.pointer.slice(1).replaceAll("/", ".");
  throw new Refusal(400, [...named, ...more].join("; "), {
    operation,
    ...(blamed === "" ? {} : { param: blamed.slice(0, 200) }),
  });
}

function brokenRules<T>(schema: Validator<T>, value: unknown): Violation[] {
  try {
    return validate(schema, value);
  } catch (error) {
    // Printing a value that is nested some thousand levels deep exhausts the stack.
    if (!(error instanceof RangeError)) throw error;
    return [
      {
        pointer: "",
        keyword: "depth",
        limit: undefined,
        value: undefined,
        message: "(the whole): is nested too deeply",
      },
    ];
  }
}
