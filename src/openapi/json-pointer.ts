import type { Json } from "./json.ts";
import { valueAt as valueOf } from "../shared/json-pointer.ts";

export { append, segments } from "../shared/json-pointer.ts";

/**
 * Returns the JSON pointer in a URI fragment, percent-decoded (RFC 6901, section 6). A fragment that is badly encoded
 * is read as it stands.
 */
export function pointerOfFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** Returns the value that a JSON pointer names, or undefined when there is none. Never a property of the prototype. */
export function valueAt(value: Json, pointer: string): Json | undefined {
  // What stands inside of JSON is JSON.
  return valueOf(value, pointer) as Json | undefined;
}
