import { isArray, own, type Json, type JsonObject } from "./json.ts";
import { isObject } from "../shared/json.ts";
import { DocumentError } from "./document-error.ts";
import { ONE_SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from "./schema-keywords.ts";
import { fieldKind, STRUCTURES, type Kind } from "./structure.ts";

/**
 * Upgrades an OpenAPI 3.0 document to 3.1: `nullable`, boolean exclusive bounds, `example`, and the formats `binary`
 * and `byte` become their JSON Schema forms, and siblings of `$ref` in a schema are dropped. A 3.1 document is returned
 * unchanged.
 * @throws DocumentError for anything else.
 */
export function upgrade(document: Json): JsonObject {
  if (!isObject(document)) throw new DocumentError("This is not an OpenAPI document: it is not an object.");
  return versionOf(document).startsWith("3.0") ? changeFields("document", document, upgradeSchema) : document;
}

/**
 * Returns the OpenAPI version of a document, which has to be 3.0 or 3.1.
 * @throws DocumentError that begins with the name of the document, if given.
 */
export function versionOf({ openapi, swagger }: JsonObject, name?: string): string {
  if (typeof openapi === "string" && /^3\.[01](\.|$)/.test(openapi)) return openapi;
  const version = openapi === undefined ? "it has no `openapi` field" : `its version is ${JSON.stringify(openapi)}`;
  const found =
    swagger === undefined ? version : `this is Swagger ${JSON.stringify(swagger)}; convert it to OpenAPI 3 first`;
  const start = name === undefined ? "" : `${name}: `;
  throw new DocumentError(`${start}Only OpenAPI 3.0 and 3.1 documents can be read: ${found}.`);
}

/**
 * Replaces the formats `binary` and `byte`, which only OpenAPI 3.0 defines, by their JSON Schema forms, also in 3.1
 * documents. Everything else is unchanged.
 */
export function upgradeFormats(document: JsonObject): JsonObject {
  return changeFields("document", document, upgradeFormat);
}

type Change = (schema: JsonObject) => JsonObject;

function changeValue(kind: Kind | undefined, value: Json, change: Change): Json {
  if (kind === undefined) return value;
  if (kind === "schema") return isObject(value) ? change(value) : value;
  if (isArray(value)) return value.map((item) => changeValue(STRUCTURES[kind].items, item, change));
  return isObject(value) ? changeFields(kind, value, change) : value;
}

function changeFields(kind: Kind, value: JsonObject, change: Change): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, changeValue(fieldKind(kind, key), field, change)]),
  );
}

function upgradeFormat(schema: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...schema };
  formatToContent(result);
  changeInner(result, upgradeFormat);
  return result;
}

/** Converts an OpenAPI 3.0 schema to JSON Schema 2020-12. */
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
  changeInner(result, upgradeSchema);
  return result;
}

/** Changes the schemas inside a schema. */
function changeInner(schema: Record<string, Json>, change: Change): void {
  for (const key of ONE_SCHEMA) {
    const field = own(schema, key);
    if (isObject(field)) schema[key] = change(field);
  }
  for (const key of SCHEMA_LIST) {
    const field = own(schema, key);
    if (isArray(field)) schema[key] = field.map((item) => (isObject(item) ? change(item) : item));
  }
  for (const key of SCHEMA_MAP) {
    const field = own(schema, key);
    if (isObject(field)) schema[key] = changeValues(field, change);
  }
}

function changeValues(schemas: JsonObject, change: Change): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isObject(schema) ? change(schema) : schema]),
  );
}

/** Applies `nullable`, which has an effect only beside a `type` (OpenAPI 3.0.3, Schema Object). */
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
 * Returns the keywords of 2020-12 that replace the formats `binary` and `byte` (OpenAPI 3.1, Considerations for File
 * Uploads).
 */
function formatToContent(schema: Record<string, Json>): void {
  if (schema.format === "binary") schema.contentMediaType ??= "application/octet-stream";
  else if (schema.format === "byte") schema.contentEncoding ??= "base64";
  else return;
  delete schema.format;
}
