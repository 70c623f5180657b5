import { isObject, type JsonObject } from "../../shared/json.ts";

/** Deeper than any schema of the contract. */
const MAX_DEPTH = 8;

/** Returns a body without its members that are null, which means the same as if they were missing. */
export function withoutNulls(body: JsonObject, depth = 0): JsonObject {
  let copy: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(body)) {
    const clean = isObject(value) && depth < MAX_DEPTH ? withoutNulls(value, depth + 1) : value;
    if (clean === value && value !== null) continue;
    copy ??= { ...body };
    if (value === null) Reflect.deleteProperty(copy, name);
    else copy[name] = clean;
  }
  return copy ?? body;
}
