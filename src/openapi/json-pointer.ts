import type { Json } from "./json.ts";
import { valueAt as valueOf } from "../shared/json-pointer.ts";

export { append, segments } from "../shared/json-pointer.ts";

/**
 * Returns the JSON pointer in a URI fragment, percent-decoded (RFC 6901, section 6). A fragment with invalid encoding
 * is not decoded.
 */
export function pointerOfFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** Returns the value at a JSON pointer, or undefined. Never returns a property of the prototype. */
export function valueAt(value: Json, pointer: string): Json | undefined {
  // A part of a JSON value is a JSON value.
  return valueOf(value, pointer) as Json | undefined;
}
