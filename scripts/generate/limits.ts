import type { Json } from "./contract.ts";

const range = (low: unknown, high: unknown, unit = ""): string | undefined => {
  const of = (bound: number): string =>
    unit === "" ? String(bound) : `${String(bound)} ${unit}${bound === 1 ? "" : "s"}`;
  if (typeof low === "number" && typeof high === "number") return `${String(low)} to ${of(high)}`;
  if (typeof low === "number") return `at least ${of(low)}`;
  return typeof high === "number" ? `at most ${of(high)}` : undefined;
};

/** Describes the limits of a schema that TypeScript types cannot express; undefined if it has none. */
export function limitsOf(schema: Json): string | undefined {
  const limits = [
    range(schema.minimum, schema.maximum),
    range(schema.minLength, schema.maxLength, "character"),
    range(schema.minItems, schema.maxItems, "item"),
    typeof schema.pattern === "string" ? patternInWords(schema) : undefined,
  ].filter((part) => part !== undefined);
  return limits.length > 0 ? `Limits: ${limits.join("; ")}.` : undefined;
}

function patternInWords({ pattern, "x-rule": rule }: Json): string {
  return typeof rule === "string" ? rule : `pattern \`${String(pattern)}\``;
}

/** Returns the description of a schema followed by its limits. */
export function withLimits(schema: Json): Json {
  const limits = limitsOf(schema);
  if (limits === undefined) return schema;
  const description = typeof schema.description === "string" ? `${schema.description.trimEnd()}\n\n${limits}` : limits;
  return { ...schema, description };
}
