import type { Json } from "../../openapi/json.ts";

/** A value, which may well be null, or another one when there is none. */
export function orElse(value: Json | undefined, otherwise: Json): Json {
  return value === undefined ? otherwise : value;
}

/** A list of the value, or an empty one when there is none. */
export function optional(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

/** The first values of all lists, then the second ones, and so on. */
export function interleave(lists: readonly (readonly Json[])[]): Json[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

/** The first values that differ as JSON texts, at most as many as the limit. */
export function distinct(values: readonly Json[], limit: number): Json[] {
  const seen = new Map<string, Json>();
  for (const value of values) {
    if (seen.size >= limit) break;
    const text = JSON.stringify(value);
    if (!seen.has(text)) seen.set(text, value);
  }
  return [...seen.values()];
}
