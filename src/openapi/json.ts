import { isObject } from "../shared/json.ts";

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for an object among JSON values. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

/** True for a JSON array. */
export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** Returns the object at `key` of `value`, or an empty object when there is none. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
  const found = isObject(value) ? own(value, key) : undefined;
  return isObject(found) ? found : {};
}

/** Returns the value at `key`, or undefined; never a property of the prototype. */
export function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
