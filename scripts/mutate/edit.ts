import { segments } from "../../src/shared/json-pointer.ts";
import { type JsonObject } from "../../src/shared/json.ts";

/** Returns an object without one of its properties. */
export function withoutKey(value: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

/** Returns a copy of a document with another value at a pointer; what does not change is shared with the original. */
export function withValue(document: unknown, pointer: string, value: unknown): unknown {
  return replaced(document, segments(pointer), value);
}

function replaced(at: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(at))
    return at.map((element: unknown, index) => (String(index) === key ? replaced(element, rest, value) : element));
  const object = at as JsonObject;
  return { ...object, [key]: replaced(object[key], rest, value) };
}
