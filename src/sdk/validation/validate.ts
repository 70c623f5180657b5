import type { ResponseValidator, ValidationError, Validator } from "../../../generated/validators/runtime.js";
import { InvalidRequestError } from "../errors.ts";
import { preview } from "./preview.ts";
import type { Violation } from "./violation.ts";

/** How messages call the value as a whole. */
const WHOLE = "(the whole)";

/** Violations that one message lists. */
const MAX_LISTED = 20;

/**
 * Validates a value with a generated validator. Returns its violations; of a hostile value, the first 20 of each array and object.
 *
 * @param name How messages call the value as a whole.
 */
export function validate(validator: Validator<unknown>, value: unknown, name = WHOLE): Violation[] {
  if (validator(value)) return [];
  // Stryker disable next-line ArrayDeclaration: there are errors, only their type does not say so.
  const errors = (validator.errors ?? []).filter((error) => !isConsequence(error));
  const wrongType = new Set(errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath));
  // Of a value of another type nothing else is worth saying.
  const telling = errors.filter(({ keyword, instancePath }) => keyword === "type" || !wrongType.has(instancePath));
  return telling.map((error) => toViolation(error, name));
}

/** Whether an error only announces others, as `if` does, or is of an alternative, which the rule beside `anyOf` explains. */
function isConsequence({ keyword, schemaPath }: ValidationError): boolean {
  return keyword === "if" || /\/anyOf\/\d+\//.test(schemaPath);
}

/** Validates a response. Returns also, under the keyword `field`, the members that the contract allows without naming them. */
export function findDrift(validator: ResponseValidator<unknown>, value: unknown): Violation[] {
  const fields = validate(validator.closed, value).map(({ pointer }) =>
    formatViolation({ pointer, keyword: "field", rule: UNKNOWN_FIELD }),
  );
  return [...validate(validator, value), ...fields];
}

/** Throws an `InvalidRequestError` when there are violations. It lists the first 20 and says how many more are known. */
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
export function formatViolation({ pointer, keyword, rule, limit, value }: ViolationParts, name = WHOLE): Violation {
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
function toViolation(error: ValidationError, name: string): Violation {
  const { keyword, instancePath, params, schema, parentSchema, data } = error;
  const property = params.missingProperty ?? params.additionalProperty;
  if (typeof property === "string") {
    const pointer = `${instancePath}/${property.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const value = (data as Readonly<Record<string, unknown>>)[property];
    return formatViolation({ pointer, keyword, rule: RULES[keyword] ?? keyword, value }, name);
  }
  // Stryker disable next-line OptionalChaining: ajv always sets it with verbose: true, only its type does not say so.
  const xRule = parentSchema?.["x-rule"];
  const limit = Array.isArray(schema) ? schema.join(", ") : String(schema);
  const rule =
    typeof xRule === "string" ? xRule : (RULES[keyword] ?? `must match ${keyword}`).replace("#", () => limit);
  return formatViolation({ pointer: instancePath, keyword, rule, limit: schema, value: data }, name);
}
