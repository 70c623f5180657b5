/** A JSON object (RFC 8259, section 4). */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Returns whether a value is an object, and neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Returns a text that is equal for two JSON values exactly when they are equal (JSON Schema 2020-12 core, section
 * 4.2.2).
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (!isObject(value)) return value === undefined ? "undefined" : JSON.stringify(value);
  const properties = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`);
  return `{${properties.join(",")}}`;
}

/** Returns whether two JSON values are equal, whatever the order of their keys. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  return typeof left === "object" && typeof right === "object" && canonicalText(left) === canonicalText(right);
}
