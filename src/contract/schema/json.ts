import { canonicalText, isObject } from "../../shared/json.ts";

/** Returns an object's entries, or none when the value is not an object. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** Returns an array's elements, or none when the value is not an array. */
export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Returns the strings among an array's elements. */
export function stringsOf(value: unknown): readonly string[] {
  return elementsOf(value).filter((element) => typeof element === "string");
}

/** Returns the length of a string in Unicode code points, as JSON Schema counts it. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index + 1 < text.length; index += 1) if ((text.codePointAt(index) ?? 0) > 0xffff) length -= 1;
  return length;
}

/** The kinds of JSON values. Integers and fractions are separate kinds, so that no kinds overlap. */
export type Kind = "null" | "boolean" | "integer" | "fraction" | "string" | "array" | "object";

/** Every kind, in order of preference for new values. */
export const KINDS: readonly Kind[] = ["string", "integer", "object", "array", "fraction", "boolean", "null"];

/** Returns the kind of a JSON value. */
export function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "fraction";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "string" : "object";
}

/** Returns the kinds that JSON Schema's `type` keyword names, from one name or a list of names. */
export function kindsOfType(type: unknown): readonly Kind[] {
  const names = typeof type === "string" ? [type] : stringsOf(type);
  return KINDS.filter(
    (kind) => names.includes(kind) || (names.includes("number") && (kind === "integer" || kind === "fraction")),
  );
}

/** Returns whether all values are distinct (JSON Schema equality). */
export function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values.map(canonicalText)).size === values.length;
}
