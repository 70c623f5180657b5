import type { ResponseValidator, ValidationError, Validator } from "../../../generated/validators/runtime.js";
import { append, segments } from "../../shared/json-pointer.ts";
import { InvalidRequestError } from "../errors/errors.ts";
import { preview } from "./preview.ts";
import type { Violation } from "./violation.ts";

/** How messages call the value as a whole. */
const ROOT = "(root)";

/** Violations that one message lists. */
const MAX_LISTED = 20;

/**
 * Validates a value with a generated validator. Returns its violations; of a hostile value, the first 20 of each array
 * and object.
 *
 * @param name How messages call the value as a whole.
 */
export function validate(validator: Validator<unknown>, value: unknown, name = ROOT): Violation[] {
  if (validator(value)) return [];
  // Stryker disable next-line ArrayDeclaration: there are errors, only their type does not say so.
  const errors = (validator.errors ?? []).filter((error) => !isConsequence(error));
  const wrongType = new Set(errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath));
  // Of a value of the wrong type only that is reported.
  const relevant = errors.filter(({ keyword, instancePath }) => keyword === "type" || !wrongType.has(instancePath));
  return relevant.map((error) => toViolation(error, validator, value, name));
}

/**
 * Returns whether an error only announces others, as `if` does, or is of an alternative, which the rule beside `anyOf`
 * explains.
 */
function isConsequence({ keyword, schemaPath }: ValidationError): boolean {
  return keyword === "if" || /\/anyOf\/\d+\//.test(schemaPath);
}

/**
 * Validates a response. Returns also, under the keyword `field`, the members that the contract allows without naming
 * them.
 */
export function findDrift(validator: ResponseValidator<unknown>, value: unknown): Violation[] {
  const fields = validate(validator.closed, value).map(({ pointer }) =>
    formatViolation({ pointer, keyword: "field", rule: UNKNOWN_FIELD }),
  );
  return [...validate(validator, value), ...fields];
}

/**
 * Throws an `InvalidRequestError` when there are violations. It lists the first 20 and says how many more are known.
 */
export function assertValid(violations: readonly Violation[]): void {
  if (violations.length === 0) return;
  const listed = violations.slice(0, MAX_LISTED);
  throw new InvalidRequestError(listed, violations.length - listed.length);
}

/** The parts of a violation's message. */
interface ViolationParts {
  readonly pointer: string;
  readonly keyword: string;
  /** What the value has to be, in words. */
  readonly rule: string;
  readonly limit?: unknown;
  readonly value?: unknown;
}

/** Creates a violation with its message: where, the rule, the value, and the keyword. */
export function formatViolation({ pointer, keyword, rule, limit, value }: ViolationParts, name = ROOT): Violation {
  const got = value === undefined ? undefined : preview(value);
  const suffix = got === undefined ? "" : `, got ${got}`;
  return { pointer, keyword, limit, value: got, message: `${pointer || name}: ${rule}${suffix} (${keyword})` };
}

const UNKNOWN_FIELD = "is not a field of the contract";

/** What the value has to be, by keyword; `#` stands for the limit. */
const RULES: Readonly<Record<string, string>> = {
  type: "must be of type #",
  enum: "must be one of #",
  const: "must be #",
  minimum: "must be at least #",
  maximum: "must be at most #",
  minLength: "must have at least # characters",
  maxLength: "must have at most # characters",
  minItems: "must have at least # items",
  maxItems: "must have at most # items",
  pattern: "must match /#/u",
  format: "must be a valid #",
  required: "is required",
  additionalProperties: UNKNOWN_FIELD,
};

/** Turns an error of ajv into a violation. A missing or unknown property is pointed at where it should be, or is. */
function toViolation(error: ValidationError, { rules }: Validator<unknown>, whole: unknown, name: string): Violation {
  const { keyword, instancePath, schemaPath, params } = error;
  const value = valueAt(whole, instancePath);
  const property = params.missingProperty ?? params.additionalProperty;
  if (typeof property === "string") {
    const pointer = append(instancePath, property);
    return formatViolation(
      { pointer, keyword, rule: RULES[keyword] ?? keyword, value: memberOf(value, property) },
      name,
    );
  }
  // ajv puts what the keyword is set to last, after how it is compared.
  const limit = Object.values(params).at(-1);
  const text = Array.isArray(limit) ? limit.join(", ") : String(limit);
  const inWords = rules?.[schemaPath.slice(0, -keyword.length - 1)];
  const rule = inWords ?? (RULES[keyword] ?? `must match ${keyword}`).replace("#", () => text);
  return formatViolation({ pointer: instancePath, keyword, rule, limit, value }, name);
}

/** Returns the value at a JSON pointer (RFC 6901). */
function valueAt(whole: unknown, pointer: string): unknown {
  return segments(pointer).reduce(memberOf, whole);
}

function memberOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}
