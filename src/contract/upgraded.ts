import { upgrade } from "../openapi/upgrade.ts";
import { type JsonObject } from "../shared/json.ts";

/** Returns a document of a version that is read in the words of OpenAPI 3.1. */
export function upgraded(document: JsonObject): JsonObject {
  if (!String(document.openapi).startsWith("3.0")) return document;
  // What was parsed from YAML or JSON holds nothing but JSON.
  return upgrade(document as Parameters<typeof upgrade>[0]);
}
