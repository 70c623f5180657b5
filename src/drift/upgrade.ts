import { CannotCompare } from "./finding.ts";
import { isArray, isObject, own, type Json, type JsonObject } from "./json.ts";
import { asSchema, holdsNames, type Schema } from "./scope.ts";
import { ONE_SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from "./schema/keywords.ts";

/**
 * An OpenAPI 3.1 reading of a 3.0 or 3.1 document: in 3.0, `nullable`, boolean exclusive bounds and `example` become their
 * JSON Schema forms and siblings of `$ref` are dropped, as its specification says. Throws CannotCompare for anything else.
 */
export function upgrade(document: Json): JsonObject {
  if (!isObject(document)) throw new CannotCompare("This is not an OpenAPI document: it is not an object.");
  const version = document.openapi;
  if (typeof version !== "string" || !/^3\.[01](\.|$)/.test(version)) {
    const found = version === undefined ? "it has no `openapi` field" : `its version is ${JSON.stringify(version)}`;
    throw new CannotCompare(`Only OpenAPI 3.0 and 3.1 documents can be compared: ${found}.`);
  }
  return version.startsWith("3.0") ? upgradeObject(document) : document;
}

/** Walks the parts of a 3.0 document that are not schemas, and upgrades the schemas that it meets. */
function upgradeObject(value: JsonObject, keysAreNames = false): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      keysAreNames ? upgradeValue(member) : upgradeMember(key, member),
    ]),
  );
}

function upgradeMember(key: string, value: Json): Json {
  if (key === "example" || key === "value") return value;
  if (key === "schema") return upgradeSchema(asSchema(value));
  if (key === "schemas" && isObject(value)) return mapValues(value, upgradeSchema);
  return upgradeValue(value, holdsNames(key));
}

function upgradeValue(value: Json, keysAreNames = false): Json {
  if (isArray(value)) return value.map((item) => upgradeValue(item));
  return isObject(value) ? upgradeObject(value, keysAreNames) : value;
}

/** A 3.0 schema in the words of JSON Schema 2020-12. */
export function upgradeSchema(schema: Schema): Schema {
  if (typeof schema === "boolean") return schema;
  if (typeof schema.$ref === "string") return { $ref: schema.$ref };
  const result: Record<string, Json> = { ...schema };
  nullableToType(result);
  booleanBound(result, "minimum", "exclusiveMinimum");
  booleanBound(result, "maximum", "exclusiveMaximum");
  if (result.example !== undefined) {
    result.examples ??= [result.example];
    delete result.example;
  }
  for (const key of ONE_SCHEMA) {
    const member = own(result, key);
    if (member !== undefined) result[key] = upgradeSchema(asSchema(member));
  }
  for (const key of SCHEMA_LIST) {
    const member = own(result, key);
    if (isArray(member)) result[key] = member.map((item) => upgradeSchema(asSchema(item)));
  }
  for (const key of SCHEMA_MAP) {
    const member = own(result, key);
    if (isObject(member)) result[key] = mapValues(member, upgradeSchema);
  }
  return result;
}

/** `nullable` counts only beside a `type` (OpenAPI 3.0.3, Schema Object). */
function nullableToType(schema: Record<string, Json>): void {
  if (schema.nullable === true && typeof schema.type === "string") schema.type = [schema.type, "null"];
  delete schema.nullable;
}

function booleanBound(schema: Record<string, Json>, bound: string, exclusive: string): void {
  const flag = schema[exclusive];
  if (typeof flag !== "boolean") return;
  Reflect.deleteProperty(schema, exclusive);
  if (!flag || typeof schema[bound] !== "number") return;
  schema[exclusive] = schema[bound];
  Reflect.deleteProperty(schema, bound);
}

function mapValues(value: JsonObject, change: (schema: Schema) => Schema): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(asSchema(member))]));
}
