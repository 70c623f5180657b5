import { own, type Json, type JsonObject } from "../../openapi/json.ts";
import { append } from "../../openapi/json-pointer.ts";
import { equal } from "../../shared/json.ts";
import type { Schema } from "../scope.ts";
import type { Step } from "./bodies.ts";
import { verb } from "../verb.ts";
import { isWellFormed } from "./well-formed.ts";

/** A changed keyword, or a group of related keywords, at one place of two schemas. */
export interface Leaf {
  /** The keyword of the change, with the property if it concerns one. */
  readonly place: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** The old schema with this change only. */
  readonly hybrid: Schema;
  /** The property that the change concerns, if any. */
  readonly member?: string;
  /** Whether a keyword has an invalid value, so that the change cannot be classified. */
  readonly isMalformed?: boolean;
  /** Whether the new version no longer declares the property. */
  readonly vanished?: boolean;
  readonly message: string;
}

/** Two schemas at one place, and their differences there. */
export interface Node {
  readonly pointer: string;
  readonly path: readonly Step[];
  readonly before: Schema;
  readonly after: Schema;
  /** Properties that the old version declares at this place, in any part. */
  readonly mentioned: ReadonlySet<string>;
  /** Whether a version requires the value, so that its default never applies. */
  readonly isRequired: boolean;
  /** Whether the place is inside overlapping branches of `oneOf`: allowing more here may reject more above. */
  readonly isOverlapping: boolean;
}

/** Keywords that are compared together because they depend on each other. */
const GROUPS: readonly (readonly string[])[] = [
  ["enum", "const"],
  ["minimum", "exclusiveMinimum"],
  ["maximum", "exclusiveMaximum"],
  ["contains", "minContains", "maxContains"],
  ["if", "then", "else"],
];

/** Returns the group of a keyword. */
export function groupOf(keyword: string): readonly string[] {
  return GROUPS.find((group) => group.includes(keyword)) ?? [keyword];
}

/** Returns a schema with some keywords replaced by those of another schema. */
function patched(schema: JsonObject, other: JsonObject, keywords: readonly string[]): JsonObject {
  const taken = keywords
    .filter((keyword) => Object.hasOwn(other, keyword))
    .map((keyword) => [keyword, other[keyword] ?? null] as const);
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword))),
    ...Object.fromEntries(taken),
  };
}

/** Returns the values of some keywords; the value itself for a single keyword. */
function valueOf(schema: JsonObject, keywords: readonly string[]): Json | undefined {
  const present = keywords.filter((keyword) => Object.hasOwn(schema, keyword));
  const [only] = present;
  if (only === undefined) return undefined;
  return present.length === 1
    ? schema[only]
    : Object.fromEntries(present.map((keyword) => [keyword, schema[keyword] ?? null]));
}

/** Returns the change of a keyword and its group. */
export function keywordLeaf(group: readonly string[], before: JsonObject, after: JsonObject): Leaf {
  const changed = group.filter((keyword) => !equal(own(before, keyword), own(after, keyword)));
  const [old, next] = [valueOf(before, changed), valueOf(after, changed)];
  return {
    place: append("", changed[0] ?? ""),
    before: old,
    after: next,
    hybrid: patched(before, after, group),
    message: `${changed.join(" and ")} ${verb(old, next, changed.length > 1)}`,
    isMalformed: changed.some((keyword) => isMalformed(before, keyword) || isMalformed(after, keyword)),
  };
}

function isMalformed(schema: JsonObject, keyword: string): boolean {
  const value = own(schema, keyword);
  return value !== undefined && !isWellFormed(keyword, value);
}

/** Returns the change of a schema as a whole. */
export function wholeLeaf(before: Schema, after: Schema, message: string): Leaf {
  return { place: "", before, after, hybrid: after, message };
}

/** Returns the two schemas of a property or an item of a place. */
export function inner(
  node: Node,
  place: string,
  step: Step,
  schemas: { readonly before: Schema; readonly after: Schema; readonly isRequired?: boolean },
): Node {
  const { before, after, isRequired = false } = schemas;
  const { isOverlapping } = node;
  const path = [...node.path, step];
  return { pointer: node.pointer + place, path, before, after, mentioned: new Set(), isRequired, isOverlapping };
}
