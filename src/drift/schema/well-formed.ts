import { isArray, isJsonObject, type Json } from "../../openapi/json.ts";
import { COUNTS, LIMITS, ONE_SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from "../../openapi/schema-keywords.ts";
import { isObject } from "../../shared/json.ts";

const TYPES = new Set<Json>(["null", "boolean", "number", "integer", "string", "array", "object"]);
const TEXTS = ["pattern", "format", "$ref", "$dynamicRef"];

/** Valid values of keywords (JSON Schema 2020-12 validation, section 6). */
const FORMS: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ["type", (value: Json) => (isArray(value) ? value.every((type) => TYPES.has(type)) : TYPES.has(value))],
  ["enum", isArray],
  ["required", isNames],
  ["uniqueItems", (value: Json) => typeof value === "boolean"],
  ["multipleOf", (value: Json) => typeof value === "number" && value > 0],
  ["dependentRequired", (value: Json) => isJsonObject(value) && Object.values(value).every(isNames)],
  ...COUNTS.map((name) => [name, (value: Json) => Number.isInteger(value) && Number(value) >= 0] as const),
  ...LIMITS.map((name) => [name, (value: Json) => typeof value === "number"] as const),
  ...TEXTS.map((name) => [name, (value: Json) => typeof value === "string"] as const),
  ...ONE_SCHEMA.map((name) => [name, isSchema] as const),
  ...SCHEMA_LIST.map((name) => [name, (value: Json) => isArray(value) && value.every(isSchema)] as const),
  ...SCHEMA_MAP.map(
    (name) => [name, (value: Json) => isJsonObject(value) && Object.values(value).every(isSchema)] as const,
  ),
]);

/**
 * Returns whether the value of a JSON Schema keyword is valid. An invalid one, such as `type: int`, allows every value.
 */
export function isWellFormed(keyword: string, value: Json): boolean {
  return FORMS.get(keyword)?.(value) ?? true;
}

function isNames(value: Json): boolean {
  return isArray(value) && value.every((name) => typeof name === "string");
}

function isSchema(value: Json): boolean {
  return typeof value === "boolean" || isObject(value);
}
