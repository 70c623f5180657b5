import { isArray, own, type Json } from "./json.ts";
import { isObject } from "../shared/json.ts";
import { segments } from "../shared/json-pointer.ts";

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
  let current: Json | undefined = value;
  for (const segment of segments(pointer)) {
    if (isArray(current)) current = /^(?:0|[1-9]\d*)$/.test(segment) ? current[Number(segment)] : undefined;
    else current = isObject(current) ? own(current, segment) : undefined;
    if (current === undefined) return undefined;
  }
  return current;
}
