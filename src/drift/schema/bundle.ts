import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { ONE_SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from "../../openapi/schema-keywords.ts";
import { isObject } from "../../shared/json.ts";
import { asSchema, type Schema, type Scope } from "../scope.ts";
import { asserts } from "./keywords.ts";
import { isWellFormed } from "./well-formed.ts";

/**
 * Returns a self-contained schema: a schema with the targets of its references, without documentation and annotations.
 */
export function bundle(scope: Scope, schema: Schema): JsonObject {
  const names = new Map<string, string>();
  const definitions: Record<string, Json> = {};
  const root = copyForAjv(schema, referred);
  return { ...(typeof root === "boolean" ? { allOf: [root] } : root), $defs: definitions };

  function referred(reference: string): string {
    let name = names.get(reference);
    if (name === undefined) {
      name = `d${String(names.size)}`;
      names.set(reference, name);
      definitions[name] = copyForAjv(scope.schema(reference), referred);
    }
    return `#/$defs/${name}`;
  }
}

/**
 * Prepares a schema for ajv: omits keywords that assert nothing or have an invalid value, and renames references.
 */
export function copyForAjv(source: Schema, rename: (reference: string) => string): Schema {
  if (typeof source === "boolean") return source;
  const result: Record<string, Json> = {};
  const isShut = isArray(source.enum) && source.enum.length === 0;
  for (const [keyword, value] of Object.entries(source)) {
    if (!asserts(keyword) || !isWellFormed(keyword, value)) continue;
    if ((keyword === "$ref" || keyword === "$dynamicRef") && typeof value === "string") result.$ref = rename(value);
    else if (keyword !== "enum" || !isShut) result[keyword] = copyMember(keyword, value, rename);
  }
  // ajv rejects an empty `enum`, which allows no value.
  return isShut ? { allOf: [result, false] } : result;
}

function copyMember(keyword: string, value: Json, rename: (reference: string) => string): Json {
  if (includes(ONE_SCHEMA, keyword)) return copyForAjv(asSchema(value), rename);
  if (includes(SCHEMA_LIST, keyword) && isArray(value)) return value.map((item) => copyForAjv(asSchema(item), rename));
  if (includes(SCHEMA_MAP, keyword) && isObject(value))
    return Object.fromEntries(Object.keys(value).map((name) => [name, copyForAjv(asSchema(own(value, name)), rename)]));
  return value;
}

function includes(keywords: readonly string[], keyword: string): boolean {
  return keywords.includes(keyword);
}
