import type { Json } from "./contract.ts";

const range = (low: unknown, high: unknown, unit = ""): string | undefined => {
  const of = (bound: number): string =>
    unit === "" ? String(bound) : `${String(bound)} ${unit}${bound === 1 ? "" : "s"}`;
  if (typeof low === "number" && typeof high === "number") return `${String(low)} to ${of(high)}`;
  if (typeof low === "number") return `at least ${of(low)}`;
  return typeof high === "number" ? `at most ${of(high)}` : undefined;
};

/**
 * What a schema demands, in words: the part that TypeScript's types cannot say. Undefined when there is nothing of the
 * kind.
 */
export function limitsOf(schema: Json): string | undefined {
  const said = [
    range(schema.minimum, schema.maximum),
    range(schema.minLength, schema.maxLength, "character"),
    range(schema.minItems, schema.maxItems, "item"),
    typeof schema.pattern === "string" ? patternInWords(schema) : undefined,
  ].filter((part) => part !== undefined);
  return said.length > 0 ? `Limits: ${said.join("; ")}.` : undefined;
}

function patternInWords({ pattern, "x-rule": rule }: Json): string {
  return typeof rule === "string" ? rule : `pattern \`${String(pattern)}\``;
}

/** The schema's description with its limits behind it, as the generated types and operations document it. */
export function withLimits(schema: Json): Json {
  const limits = limitsOf(schema);
  if (limits === undefined) return schema;
  const description = typeof schema.description === "string" ? `${schema.description.trimEnd()}\n\n${limits}` : limits;
  return { ...schema, description };
}
