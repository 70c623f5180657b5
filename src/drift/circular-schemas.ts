import { append, segments } from "../openapi/json-pointer.ts";
import { isArray, isJsonObject, objectAt, own, type Json, type JsonObject } from "../openapi/json.ts";

const IN_PLACE_LISTS = ["allOf", "anyOf", "oneOf"];
const IN_PLACE = ["not", "if", "then", "else"];
const VARIANTS = ["oneOf", "anyOf", "discriminator"];
const PREFIX = "#/components/schemas/";

/** Holds the copies of parents without their variants: an extension, so that they do not count as components. */
const BASES = "x-bases";

/**
 * Breaks circular inheritance: a parent that is `oneOf` its children, which are `allOf` the parent. Each child inherits
 * from a copy of the parent without its variants, which is what such documents mean.
 */
export function openCircularSchemas(document: JsonObject): JsonObject {
  const schemas = objectAt(objectAt(document, "components"), "schemas");
  const circular = circularNames(schemas);
  if (circular.size === 0) return document;
  const opened = mapValues(schemas, (schema, name) =>
    circular.has(name) ? withBases(schema, schemas, circular) : schema,
  );
  const bases = Object.fromEntries(
    [...circular].map((name) => [name, withBases(withoutVariants(own(schemas, name) ?? true), schemas, circular)]),
  );
  return { ...document, components: { ...objectAt(document, "components"), schemas: opened, [BASES]: bases } };
}

/** Returns the names of schemas that refer to themselves for the same value. */
function circularNames(schemas: JsonObject): Set<string> {
  const edges = new Map(Object.entries(schemas).map(([name, schema]) => [name, edgesOf(schema)]));
  const reached = (name: string): Set<string> => {
    const found = new Set(edges.get(name));
    for (const next of found) for (const further of edges.get(next) ?? []) found.add(further);
    return found;
  };
  return new Set([...edges.keys()].filter((name) => reached(name).has(name)));
}

/** Returns the named schemas that a schema refers to for the same value. */
function edgesOf(schema: Json): string[] {
  if (!isJsonObject(schema)) return [];
  const lists = IN_PLACE_LISTS.flatMap((keyword) => {
    const parts = own(schema, keyword);
    return isArray(parts) ? parts.flatMap(edgesOf) : [];
  });
  const single = IN_PLACE.flatMap((keyword) => edgesOf(own(schema, keyword) ?? true));
  const direct = typeof schema.$ref === "string" && schema.$ref.startsWith(PREFIX) ? [nameIn(schema.$ref)] : [];
  return [...direct, ...lists, ...single];
}

function nameIn(reference: string): string {
  return segments(reference.slice(PREFIX.length - 1)).join("/");
}

/** Returns a schema whose `allOf` refers to circular parents without their variants. */
function withBases(schema: Json, schemas: JsonObject, circular: ReadonlySet<string>): Json {
  const parts = isJsonObject(schema) ? own(schema, "allOf") : undefined;
  if (!isJsonObject(schema) || !isArray(parts)) return schema;
  const allOf = parts.map((part): Json => {
    const reference = isJsonObject(part) && typeof part.$ref === "string" ? part.$ref : "";
    const name = reference.startsWith(PREFIX) ? nameIn(reference) : undefined;
    const parent = name === undefined || !circular.has(name) ? undefined : own(schemas, name);
    const hasVariants = isJsonObject(parent) && VARIANTS.some((keyword) => own(parent, keyword) !== undefined);
    return hasVariants ? { $ref: append(`#/components/${BASES}`, name ?? "") } : part;
  });
  return { ...schema, allOf };
}

function withoutVariants(schema: Json): Json {
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !VARIANTS.includes(keyword)));
}

function mapValues(value: JsonObject, change: (member: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member, name)]));
}
