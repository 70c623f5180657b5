import { isObject } from "./json.ts";

/** Appends segments to a JSON pointer, each escaped (RFC 6901, section 3). */
export function append(pointer: string, ...segments: readonly (string | number)[]): string {
  return segments.reduce<string>(
    (path, segment) => `${path}/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`,
    pointer,
  );
}

/**
 * Splits a JSON pointer into its unescaped segments (RFC 6901, section 4). A leading `#` is allowed; nothing is
 * percent-decoded.
 */
export function segments(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Returns the value that a JSON pointer names, or undefined when there is none. Never a property of the prototype. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const key of segments(pointer)) {
    if (Array.isArray(value))
      value = /^(?:0|[1-9]\d*)$/.test(key) ? (value as readonly unknown[])[Number(key)] : undefined;
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}
