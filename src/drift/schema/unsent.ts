import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { asSchema, type Schema, type Scope } from "../scope.ts";
import { asserts } from "./keywords.ts";

/** The keyword by which a property is not sent in one direction. */
export type Flag = "readOnly" | "writeOnly";

const unsent = new WeakSet<JsonObject>();

/** Returns whether a schema, its reference target or a part of its `allOf` has a flag. */
export function isFlagged(scope: Scope, schema: Schema, flag: Flag, seen = new Set<Json>()): boolean {
  if (typeof schema === "boolean" || seen.has(schema)) return false;
  seen.add(schema);
  if (schema[flag] === true) return true;
  if (typeof schema.$ref === "string" && isFlagged(scope, scope.schema(schema.$ref), flag, seen)) return true;
  const parts = own(schema, "allOf");
  return isArray(parts) && parts.some((part) => isFlagged(scope, asSchema(part), flag, seen));
}

/**
 * Returns the schema of a property that is not sent: a read-only one in requests, a write-only one in responses
 * (OpenAPI 3.0.3, Schema Object). It keeps documentation and annotations and asserts nothing.
 */
export function unsentMember(scope: Scope, schema: Schema, flag: Flag): JsonObject {
  const flagged = { ...scope.object(schema), ...(typeof schema === "boolean" ? {} : schema), [flag]: true };
  const kept = Object.fromEntries(Object.entries(flagged).filter(([keyword]) => !asserts(keyword)));
  unsent.add(kept);
  return kept;
}

/** Returns whether a schema is that of a property that is not sent. */
export function isUnsent(schema: Schema | undefined): boolean {
  return typeof schema === "object" && unsent.has(schema);
}
