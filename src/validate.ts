import type { Validator, Violation } from "../generated/validators/validator.ts";

/** A generated validator, as the modules in `generated/validators/` export it. */
export interface Schema<T> {
  readonly validate: Validator<T>;
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
export function check<T>({ validate }: Schema<T>, value: unknown, name = "(the whole)"): BrokenRule[] {
  if (validate(value)) return [];
  const { errors = [] } = validate;
  const mistyped = new Set(errors.filter(({ keyword }) => keyword === "type").map(({ pointer }) => pointer));
  // Nothing else is said of a value whose type is wrong anyway.
  const telling = errors.filter(({ keyword, pointer }) => keyword === "type" || !mistyped.has(pointer));
  const found = telling.map((violation) => brokenRule(violation, value, name));
  return [...new Map(found.map((rule) => [rule.message, rule])).values()];
}

function brokenRule({ keyword, pointer: owner, detail, words }: Violation, value: unknown, name: string): BrokenRule {
  const isOfMember = keyword === "required" || keyword === "additionalProperties";
  const pointer = isOfMember ? `${owner}/${escape(String(detail))}` : owner;
  const limit = isOfMember ? undefined : detail;
  const got = keyword === "required" ? undefined : cut(valueAt(value, pointer));
  const message = `${pointer === "" ? name : pointer}: ${words ?? inWords(keyword, limit)}${got === undefined ? "" : `, got ${got}`} (${keyword})`;
  return { pointer, keyword, limit, value: got, message };
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

const escape = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** What a JSON pointer (RFC 6901) names in a value; undefined when there is nothing. */
export function valueAt(value: unknown, pointer: string): unknown {
  let here = value;
  for (const key of pointer.split("/").slice(1)) {
    const name = key.includes("~") ? key.replaceAll("~1", "/").replaceAll("~0", "~") : key;
    here = (here as Record<string, unknown> | null | undefined)?.[name];
  }
  return here;
}

function cut(value: unknown): string {
  // A query may hold a secret, the token of a callback for example.
  const withoutQuery = (_: string, item: unknown): unknown => (typeof item === "string" && /^https?:/i.test(item) ? item.replace(/\?.*$/s, "?…") : item);
  const text = JSON.stringify(value, withoutQuery) as string | undefined;
  if (text === undefined) return String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
