import { isArray, own, type Json, type JsonObject } from "./json.ts";
import { isObject } from "../shared/json.ts";
import { DocumentError } from "./document-error.ts";
import { ONE_SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from "./schema-keywords.ts";
import { memberKind, SHAPES, type Kind } from "./structure.ts";

/**
 * Reads an OpenAPI 3.0 document as one of 3.1: `nullable`, boolean exclusive bounds, `example`, and the formats
 * `binary` and `byte` become their JSON Schema forms, and siblings of `$ref` in a schema are dropped. A 3.1 document is
 * returned as it is.
 * @throws DocumentError for anything else.
 */
export function upgrade(document: Json): JsonObject {
  if (!isObject(document)) throw new DocumentError("This is not an OpenAPI document: it is not an object.");
  const version = document.openapi;
  if (typeof version !== "string" || !/^3\.[01](\.|$)/.test(version)) {
    const found = version === undefined ? "it has no `openapi` field" : `its version is ${JSON.stringify(version)}`;
    throw new DocumentError(`Only OpenAPI 3.0 and 3.1 documents can be read: ${found}.`);
  }
  return version.startsWith("3.0") ? upgradeMembers("document", document) : document;
}

function upgradeValue(kind: Kind | undefined, value: Json): Json {
  if (kind === undefined) return value;
  if (kind === "schema") return isObject(value) ? upgradeSchema(value) : value;
  if (isArray(value)) return value.map((item) => upgradeValue(SHAPES[kind].items, item));
  return isObject(value) ? upgradeMembers(kind, value) : value;
}

function upgradeMembers(kind: Kind, value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, upgradeValue(memberKind(kind, key), member)]),
  );
}

/** Writes an OpenAPI 3.0 schema in the words of JSON Schema 2020-12. */
export function upgradeSchema(schema: JsonObject): JsonObject {
  if (typeof schema.$ref === "string") return { $ref: schema.$ref };
  const result: Record<string, Json> = { ...schema };
  nullableToType(result);
  booleanBound(result, "minimum", "exclusiveMinimum");
  booleanBound(result, "maximum", "exclusiveMaximum");
  formatToContent(result);
  if (result.example !== undefined) {
    result.examples ??= [result.example];
    delete result.example;
  }
  for (const key of ONE_SCHEMA) {
    const member = own(result, key);
    if (isObject(member)) result[key] = upgradeSchema(member);
  }
  for (const key of SCHEMA_LIST) {
    const member = own(result, key);
    if (isArray(member)) result[key] = member.map((item) => (isObject(item) ? upgradeSchema(item) : item));
  }
  for (const key of SCHEMA_MAP) {
    const member = own(result, key);
    if (isObject(member)) result[key] = mapSchemas(member);
  }
  return result;
}

function mapSchemas(schemas: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isObject(schema) ? upgradeSchema(schema) : schema]),
  );
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

/**
 * The keywords of 2020-12 that say what the formats `binary` and `byte` said (OpenAPI 3.1, Considerations for File
 * Uploads).
 */
function formatToContent(schema: Record<string, Json>): void {
  if (schema.format === "binary") schema.contentMediaType ??= "application/octet-stream";
  else if (schema.format === "byte") schema.contentEncoding ??= "base64";
  else return;
  delete schema.format;
}
