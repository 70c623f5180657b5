import type { Json } from "../openapi/json.ts";

/** Describes in a few words how a value changed. */
export function verb(before: Json | undefined, after: Json | undefined, isPlural = false): string {
  const was = isPlural ? "were" : "was";
  if (before === undefined) return `${was} added`;
  return after === undefined ? `${was} removed` : "changed";
}
