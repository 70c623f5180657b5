import { isObject, resolve, type Json } from "./contract.ts";

const MAPS_OF_SCHEMAS = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);
const LISTS_OF_SCHEMAS = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const SCHEMAS = new Set([
  ...["items", "contains", "not", "if", "then", "else", "additionalProperties", "propertyNames"],
  ...["unevaluatedItems", "unevaluatedProperties"],
]);

/** Changes a schema; `pointer` is its JSON pointer as a fragment, such as `#/properties/a`. */
export type Change = (schema: Json, pointer: string) => Json;

/** Returns a copy of a schema (JSON Schema 2020-12): `change` is applied to it and every subschema, innermost first. */
export function mapSchema(schema: Json, change: Change, pointer = "#"): Json {
  const inner = (value: unknown, place: string): unknown => (isObject(value) ? mapSchema(value, change, place) : value);
  const children = Object.entries(schema).map(([key, value]) => {
    const place = `${pointer}/${key}`;
    if (SCHEMAS.has(key)) return [key, inner(value, place)];
    if (LISTS_OF_SCHEMAS.has(key) && Array.isArray(value)) {
      return [key, value.map((item, index) => inner(item, `${place}/${String(index)}`))];
    }
    if (MAPS_OF_SCHEMAS.has(key) && isObject(value)) {
      return [
        key,
        Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inner(item, `${place}/${name}`)])),
      ];
    }
    return [key, value];
  });
  return change(Object.fromEntries(children) as Json, pointer);
}

/** Returns a copy of a schema with every local `$ref` replaced by its target. Throws on a recursive schema. */
export function dereference(document: Json, schema: Json, open: readonly unknown[] = []): Json {
  return mapSchema(schema, (node) => {
    if (typeof node.$ref !== "string") return node;
    if (open.includes(node.$ref))
      throw new Error(`${node.$ref} refers to itself; the generator supports no recursive schemas`);
    return dereference(document, resolve(document, node), [...open, node.$ref]);
  });
}
