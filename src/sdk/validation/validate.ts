import { InvalidRequestError } from "../errors.ts";
import type { Violation } from "./violation.ts";

export type { Violation } from "./violation.ts";
import { formats, type Schema } from "../../../generated/schemas.ts";

/** A rule that is broken, before it is told. */
export interface UnformattedViolation {
  readonly keyword: string;
  readonly pointer: string;
  readonly limit?: unknown;
  readonly value?: unknown;
  /** What must be, in words; else those of the keyword. */
  readonly words?: string | undefined;
}

/** A keyword: its words, in which `#` stands for the limit; for one that judges a value by itself, whether it is broken, and the only type that it is about. */
type Rule = readonly [words: string, breaks?: (value: never, limit: never) => boolean, of?: string];

/** The JSON type of a value; every number is a `number`. */
export const kindOf = (value: unknown): string =>
  Array.isArray(value) ? "array" : value === null ? "null" : typeof value;

const isOf = (value: unknown, type: string | string[]): boolean =>
  typeof type === "object"
    ? type.some((one) => isOf(value, one))
    : type === "integer"
      ? Number.isInteger(value)
      : type === kindOf(value);

const characters = (text: string): number => text.replace(/[^\0-\uffff]/gu, "1").length;

const RULES: Readonly<Record<string, Rule>> = {
  type: ["must be of type #", (value, type) => !isOf(value, type)],
  enum: ["must be one of #", (value, list: unknown[]) => !list.includes(value)],
  const: ["must be #", (value, only) => value !== only],
  minimum: ["must be at least #", (value, least) => value < least, "number"],
  maximum: ["must be at most #", (value, most) => value > most, "number"],
  minLength: ["must have at least # characters", (value, least) => characters(value) < least, "string"],
  maxLength: ["must have at most # characters", (value, most) => characters(value) > most, "string"],
  minItems: ["must have at least # items", (value: unknown[], least) => value.length < least, "array"],
  maxItems: ["must have at most # items", (value: unknown[], most) => value.length > most, "array"],
  pattern: ["must match #", (value, pattern: RegExp) => !pattern.test(value), "string"],
  format: ["must be a valid #", (value, name) => !formats[name]?.test(value), "string"],
  required: ["is required"],
  additionalProperties: ["is not a field of the contract"],
  field: ["is not a field of the contract"],
};

/** Judges a value by a schema. Returns every rule that it breaks, none when it fits; messages call the value `name`. */
export function validate(schema: Schema, value: unknown, name?: string): Violation[] {
  return findDrift(schema, value, name).filter(({ keyword }) => keyword !== "field");
}

/** As `check`, with what is no breach but new: members that the schema allows without knowing them, under the keyword `field`. */
export function findDrift(schema: Schema, value: unknown, name?: string): Violation[] {
  return violations(schema, value, undefined, []).map((violation) => formatViolation(violation, name));
}

/** A broken rule with its message. */
export function formatViolation(
  { keyword, pointer, limit, value, words }: UnformattedViolation,
  name = "(the whole)",
): Violation {
  const got = value === undefined ? value : cut(value);
  const rule = words ?? RULES[keyword]?.[0].replace("#", () => [limit].flat().join(", "));
  return {
    pointer,
    keyword,
    limit,
    value: got,
    message: `${pointer || name}: ${rule}${got === undefined ? "" : `, got ${got}`} (${keyword})`,
  };
}

/** Where a value stands: in what, and under which name or number; undefined for the whole. */
type Place = readonly [within: Place, key: string | number] | undefined;

/** The JSON pointer (RFC 6901) to a place. Made only where something is told, as most values break nothing. */
const pointerTo = (place: Place): string =>
  place ? `${pointerTo(place[0])}/${String(place[1]).replaceAll("~", "~0").replaceAll("/", "~1")}` : "";

function fail(
  found: UnformattedViolation[],
  schema: Schema,
  keyword: string,
  at: Place,
  value?: unknown,
  limit?: unknown,
): void {
  found.push({ keyword, pointer: pointerTo(at), limit, value, words: schema["x-rule"] });
}

const breaks = (schema: Schema, value: unknown, place: Place): boolean =>
  violations(schema, value, place, []).length > 0;

// It makes no function for each value: this runs for every value of every body, and some loaders name each function at a cost.
function violations(
  schema: Schema,
  value: unknown,
  place: Place,
  found: UnformattedViolation[],
): UnformattedViolation[] {
  const kind = kindOf(value);
  for (const keyword in schema) {
    const [, isBroken, of = kind] = RULES[keyword] ?? [];
    const limit = schema[keyword as keyof Schema];
    if (of === kind && isBroken?.(value as never, limit as never)) {
      fail(found, schema, keyword, place, value, limit);
      // Nothing else is said of a value whose type is wrong.
      if (keyword === "type") return found;
    }
  }
  const { items, properties = {}, additionalProperties } = schema;
  if (items && kind === "array")
    (value as unknown[]).forEach((item, index) => void violations(items, item, [place, index], found));
  if (kind === "object") {
    const members = value as Record<string, unknown>;
    for (const name of schema.required ?? [])
      if (members[name] === undefined) fail(found, schema, "required", [place, name]);
    for (const name in properties)
      if (members[name] !== undefined) violations(properties[name] as Schema, members[name], [place, name], found);
    if (additionalProperties !== undefined) {
      for (const name of Object.keys(members))
        if (!Object.hasOwn(properties, name))
          fail(
            found,
            schema,
            additionalProperties ? "field" : "additionalProperties",
            [place, name],
            additionalProperties ? undefined : members[name],
          );
    }
  }
  if (schema.anyOf?.every((one) => breaks(one, value, place))) fail(found, schema, "anyOf", place, value);
  for (const one of schema.allOf ?? []) violations(one, value, place, found);
  if (schema.if) violations((breaks(schema.if, value, place) ? schema.else : schema.then) ?? {}, value, place, found);
  return found;
}

function cut(value: unknown): string {
  const text = `${JSON.stringify(value) as string | undefined}`;
  // A query may hold a secret, the token of a callback for example.
  const start = text.slice(0, 80).replace(/(https?:(\\.|[^"?\\])*\?)(\\.|[^"\\])*/gi, "$1…");
  return text.length > 80 ? `${start}…` : start;
}

/** Throws an `InvalidRequestError` when there are violations. */
export function assertValid(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new InvalidRequestError(violations);
}
