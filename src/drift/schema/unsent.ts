import type { JsonObject } from "../../openapi/json.ts";
import type { Schema } from "../scope.ts";
import { asserts } from "./keywords.ts";

const unsent = new WeakSet<JsonObject>();

/**
 * Makes the schema of a member that is not sent in one direction: a read-only one in requests, a write-only one in
 * responses (OpenAPI 3.0.3, Schema Object). It keeps documentation and annotations and asserts nothing.
 */
export function unsentMember(schema: JsonObject): JsonObject {
  const made = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !asserts(keyword)));
  unsent.add(made);
  return made;
}

/** True for the schema of a member that is not sent. */
export function isUnsent(schema: Schema | undefined): boolean {
  return typeof schema === "object" && unsent.has(schema);
}
