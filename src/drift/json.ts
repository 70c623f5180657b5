/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object, false for arrays, null and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a JSON array. */
export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object at `key` of `value`, or an empty object when there is none. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
  const found = isObject(value) ? own(value, key) : undefined;
  return isObject(found) ? found : {};
}

/** The value at `key`, or undefined; never a property of the prototype. */
export function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The JSON text of a value with its object keys sorted, so that equal values have equal texts. */
export function canonicalText(value: Json | undefined): string {
  if (value === undefined) return "undefined";
  if (isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (isObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalText(own(value, key))}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** True when two JSON values are equal, whatever the order of their object keys. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || canonicalText(a) === canonicalText(b);
}

/** Appends one segment to a JSON pointer (RFC 6901, section 3). */
export function append(pointer: string, segment: string | number): string {
  return `${pointer}/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The decoded segments of a JSON pointer (RFC 6901, section 4), in its plain or URI fragment form. */
export function segments(pointer: string): string[] {
  return pointer
    .replace(/^#/, "")
    .split("/")
    .slice(1)
    .map((segment) => decode(segment).replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value that a JSON pointer names, or undefined. */
export function at(value: Json, pointer: string): Json | undefined {
  let current: Json | undefined = value;
  for (const segment of segments(pointer)) {
    if (isArray(current)) current = current[Number(segment)];
    else if (isObject(current)) current = own(current, segment);
    else return undefined;
  }
  return current;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
