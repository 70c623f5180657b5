import type { Json } from "../../openapi/json.ts";

/** Returns a value, which may be null, or a default when it is undefined. */
export function orElse(value: Json | undefined, otherwise: Json): Json {
  return value === undefined ? otherwise : value;
}

/** Returns a list with the value, or an empty list when it is undefined. */
export function optional(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

/** Interleaves lists: all first values, then all second ones, and so on. */
export function interleave(lists: readonly (readonly Json[])[]): Json[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

/** Returns the first values with distinct JSON texts, up to a limit. */
export function distinct(values: readonly Json[], limit: number): Json[] {
  const seen = new Map<string, Json>();
  for (const value of values) {
    if (seen.size >= limit) break;
    const text = JSON.stringify(value);
    if (!seen.has(text)) seen.set(text, value);
  }
  return [...seen.values()];
}
