import { upgrade } from "../openapi/upgrade.ts";
import { type JsonObject } from "../shared/json.ts";

/** Upgrades a document of a supported version to OpenAPI 3.1. */
export function upgraded(document: JsonObject): JsonObject {
  if (!String(document.openapi).startsWith("3.0")) return document;
  // A value parsed from YAML or JSON contains only JSON.
  return upgrade(document as Parameters<typeof upgrade>[0]);
}
