import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { asSchema, type Schema, type Scope } from "../scope.ts";
import { ONE_SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from "../../openapi/schema-keywords.ts";
import { asserts } from "./keywords.ts";

/** A schema with everything that its references name, in one self-contained schema; documentation and annotations are left out. */
export function bundle(scope: Scope, schema: Schema): JsonObject {
  const names = new Map<string, string>();
  const definitions: Record<string, Json> = {};
  const root = copy(schema);
  return { ...(typeof root === "boolean" ? { allOf: [root] } : root), $defs: definitions };

  function referred(reference: string): string {
    let name = names.get(reference);
    if (name === undefined) {
      names.set(reference, (name = `d${String(names.size)}`));
      definitions[name] = copy(scope.schema(reference));
    }
    return `#/$defs/${name}`;
  }

  function copy(source: Schema): Schema {
    if (typeof source === "boolean") return source;
    const result: Record<string, Json> = {};
    for (const [keyword, value] of Object.entries(source)) {
      if (keyword === "$ref" || keyword === "$dynamicRef")
        result.$ref = typeof value === "string" ? referred(value) : value;
      else if (asserts(keyword)) result[keyword] = copyMember(keyword, value);
    }
    return result;
  }

  function copyMember(keyword: string, value: Json): Json {
    if (includes(ONE_SCHEMA, keyword)) return copy(asSchema(value));
    if (includes(SCHEMA_LIST, keyword) && isArray(value)) return value.map((item) => copy(asSchema(item)));
    if (includes(SCHEMA_MAP, keyword) && isObject(value))
      return Object.fromEntries(Object.keys(value).map((name) => [name, copy(asSchema(own(value, name)))]));
    return value;
  }
}

function includes(keywords: readonly string[], keyword: string): boolean {
  return keywords.includes(keyword);
}
