import { append } from "./json-pointer.ts";
import { isArray, type Json } from "./json.ts";
import { isObject } from "../shared/json.ts";

/** Keys whose values are data, in which `$ref` is no reference. */
const DATA = new Set(["example", "value", "default", "enum", "const"]);

/** Keys of objects whose keys are names chosen by the author. */
const NAMES = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
  "paths",
  "webhooks",
  "responses",
  "content",
  "headers",
  "links",
  "callbacks",
  "schemas",
  "parameters",
  "examples",
  "requestBodies",
  "securitySchemes",
  "pathItems",
  "variables",
  "mapping",
  "encoding",
]);

/** A reference and the JSON pointer of its object. */
export interface FoundReference {
  readonly reference: string;
  readonly pointer: string;
}

/** Returns whether the keys of the object at `key` are names and not keywords. */
export function holdsNames(key: string): boolean {
  return NAMES.has(key);
}

/** Returns whether the value at `key` is data, in which `$ref` is no reference. */
export function holdsData(key: string, value: Json): boolean {
  return DATA.has(key) || (key === "examples" && isArray(value));
}

/** Yields every reference of a document. */
export function* referencesIn(
  value: Json,
  pointer = "#",
  keysAreNames = false,
): Generator<FoundReference, void, undefined> {
  if (isArray(value)) for (const [index, item] of value.entries()) yield* referencesIn(item, append(pointer, index));
  if (!isObject(value)) return;
  for (const [key, field] of Object.entries(value)) {
    if (!keysAreNames && key === "$ref" && typeof field === "string") yield { reference: field, pointer };
    else if (keysAreNames) yield* referencesIn(field, append(pointer, key));
    else if (!holdsData(key, field)) yield* referencesIn(field, append(pointer, key), holdsNames(key));
  }
}
