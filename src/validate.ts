import type { Validator, Violation } from "../generated/validators/validator.ts";

/** A generated validator with the contract's words for its rules, as the modules in `generated/validators/` export them. */
export interface Schema<T> {
  readonly validate: Validator<T>;
  readonly rules: Readonly<Record<string, string>>;
}

/** One rule of the contract that a value breaks. */
export interface BrokenRule {
  /** Where: JSON pointer (RFC 6901) to the value, empty for the whole. A missing property is pointed at where it should be. */
  readonly pointer: string;
  /** The JSON Schema keyword (2020-12) that is broken, or the name of a semantic rule. */
  readonly keyword: string;
  /** What the rule allows: the bound, the list of values, the type. */
  readonly limit: unknown;
  /** The value, written as JSON and cut after 80 characters, URLs without their queries; undefined when it is missing. */
  readonly value: string | undefined;
  /** All of it in one line. */
  readonly message: string;
}

/** Judges a value by a generated validator. Returns every rule that it breaks, none when it fits; messages call the value `name`. */
export function check<T>({ validate, rules }: Schema<T>, value: unknown, name = "(the whole)"): BrokenRule[] {
  if (validate(value)) return [];
  const found = telling(validate.errors ?? [], rules).map((violation) => brokenRule(violation, rules, value, name));
  return [...new Map(found.map((rule) => [rule.message, rule])).values()];
}

/**
 * The violations that tell something: not that a condition led to another branch, not what the alternatives of a rule
 * that is explained in words demand one by one, and nothing about a value whose type is wrong anyway.
 */
function telling(violations: readonly Violation[], rules: Readonly<Record<string, string>>): Violation[] {
  const wrongType = new Set(violations.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath));
  const explained = violations.filter(({ keyword, schemaPath }) => keyword === "anyOf" && parent(schemaPath) in rules);
  return violations.filter(({ instancePath, keyword, schemaPath }) => {
    if (keyword === "if" || (keyword !== "type" && wrongType.has(instancePath))) return false;
    return !explained.some((outer) => schemaPath.startsWith(`${outer.schemaPath}/`));
  });
}

function brokenRule(violation: Violation, rules: Readonly<Record<string, string>>, value: unknown, name: string): BrokenRule {
  const { keyword, params, schemaPath } = violation;
  const member = params.missingProperty ?? params.additionalProperty;
  const pointer = typeof member === "string" ? `${violation.instancePath}/${escape(member)}` : violation.instancePath;
  const shown = keyword === "required" ? undefined : cut(valueAt(value, pointer));
  const limit = params.limit ?? params.allowedValues ?? params.allowedValue ?? params.type ?? params.format ?? params.pattern;
  const words = rules[parent(schemaPath)] ?? inWords(keyword, limit);
  const got = shown === undefined ? "" : `, got ${shown}`;
  return { pointer, keyword, limit, value: shown, message: `${pointer === "" ? name : pointer}: ${words}${got} (${keyword})` };
}

function inWords(keyword: string, limit: unknown): string {
  const bound = Array.isArray(limit) ? limit.map((item) => JSON.stringify(item)).join(", ") : String(limit);
  const words: Record<string, string> = {
    required: "is required",
    additionalProperties: "is not a field of the contract",
    type: `must be of type ${bound}`,
    enum: `must be one of ${bound}`,
    const: `must be ${JSON.stringify(limit)}`,
    minimum: `must be at least ${bound}`,
    maximum: `must be at most ${bound}`,
    minLength: `must have at least ${bound} characters`,
    maxLength: `must have at most ${bound} characters`,
    minItems: `must have at least ${bound} items`,
    maxItems: `must have at most ${bound} items`,
    format: `must be a valid ${bound}`,
    pattern: `must match ${bound}`,
  };
  return words[keyword] ?? `breaks the rule ${keyword}`;
}

const parent = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf("/"));

const escape = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** What a JSON pointer (RFC 6901) names in a value; undefined when there is nothing. */
export function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce((here, key) => (here as Record<string, unknown> | undefined)?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], value);
}

function cut(value: unknown): string {
  // A query may hold a secret, the token of a callback for example.
  const withoutQuery = (_: string, item: unknown): unknown => (typeof item === "string" && /^https?:/i.test(item) ? item.replace(/\?.*$/s, "?…") : item);
  const text = JSON.stringify(value, withoutQuery) as string | undefined;
  if (text === undefined) return String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
