/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object's entries, or none when the value is not an object. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** An array's elements, or none when the value is not an array. */
export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The strings among an array's elements. */
export function stringsOf(value: unknown): readonly string[] {
  return elementsOf(value).filter((element) => typeof element === "string");
}

/** A text that is equal for two JSON values exactly when JSON Schema calls them equal (2020-12 core, section 4.2.2). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return value === undefined ? "undefined" : JSON.stringify(value === 0 ? 0 : value);
  const properties = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${properties.join(",")}}`;
}

/** Whether two JSON values are equal in JSON Schema's sense. */
export function equal(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  return left === right || canonical(left) === canonical(right);
}

/** The length of a string in Unicode code points, as JSON Schema counts it. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index + 1 < text.length; index += 1) if ((text.codePointAt(index) ?? 0) > 0xffff) length -= 1;
  return length;
}

/** The kinds of JSON value, with numbers divided into whole ones and fractions, so that no two kinds overlap. */
export type Kind = "null" | "boolean" | "integer" | "fraction" | "string" | "array" | "object";

/** Every kind, in the order in which a value is chosen when a schema leaves the choice open. */
export const KINDS: readonly Kind[] = ["string", "integer", "object", "array", "fraction", "boolean", "null"];

/** The kind of a JSON value. */
export function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "fraction";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "string" : "object";
}

/** The kinds that JSON Schema's `type` keyword names, from one name or a list of names. */
export function kindsOfType(type: unknown): readonly Kind[] {
  const names = typeof type === "string" ? [type] : stringsOf(type);
  return KINDS.filter(
    (kind) => names.includes(kind) || (names.includes("number") && (kind === "integer" || kind === "fraction")),
  );
}

/** Whether no two values are equal in JSON Schema's sense. */
export function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values.map(canonical)).size === values.length;
}
