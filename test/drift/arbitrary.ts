// Random schemas, random edits of them, and random bodies near them, for the property tests.
import fc from "fast-check";
import { isArray, type Json, type JsonObject } from "../../src/openapi/json.ts";
import { isObject } from "../../src/shared/json.ts";

const NAMES = ["a", "b", "c"] as const;
const WORDS = ["", "a", "ab", "abc", "x1", "https://example.com/a", "2024-02-29"] as const;
const PATTERNS = ["^[a-z]*$", "^[a-z]{2,3}$", "^x", "[0-9]$"] as const;
const FORMATS = ["uri", "date", "ipv4"] as const;

const bound = fc.integer({ min: -3, max: 6 });
const size = fc.integer({ min: 0, max: 3 });
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.integer({ min: -3, max: 6 }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(0.5),
);

function keywords(shape: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<JsonObject> {
  return fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

function typed(type: string, shape: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<JsonObject> {
  return keywords(shape).map((rest) => ({ type, ...rest }));
}

/** Random schemas with every keyword that the comparison supports. */
export const schemas: fc.Arbitrary<JsonObject> = fc.letrec<{ schema: JsonObject; leaf: JsonObject }>((tie) => ({
  leaf: fc.oneof(
    typed("string", {
      minLength: size,
      maxLength: size,
      pattern: fc.constantFrom(...PATTERNS),
      format: fc.constantFrom(...FORMATS),
    }),
    typed("integer", { minimum: bound, maximum: bound, multipleOf: fc.constantFrom(1, 2, 3) }),
    typed("number", { exclusiveMinimum: bound, maximum: bound, multipleOf: fc.constantFrom(0.5, 2) }),
    fc.constant({ type: "boolean" }),
    fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
    scalar.map((value) => ({ const: value })),
    fc.constant({ type: ["string", "null"] }),
    fc.constant({}),
  ),
  schema: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    tie("leaf"),
    typed("object", {
      properties: keywords({ a: tie("schema"), b: tie("schema"), c: tie("leaf") }),
      required: fc.subarray([...NAMES]),
      additionalProperties: fc.oneof(fc.boolean(), tie("leaf")),
      minProperties: size,
      maxProperties: size,
    }),
    typed("object", {
      properties: keywords({ a: tie("schema"), b: tie("schema") }),
      required: fc.subarray(["a", "b"]),
    }),
    typed("array", { items: tie("schema"), minItems: size, maxItems: size, uniqueItems: fc.boolean() }),
    typed("array", { prefixItems: fc.tuple(tie("leaf"), tie("leaf")).map((list) => [...list]), items: tie("leaf") }),
    typed("array", { items: tie("leaf"), contains: tie("leaf"), minContains: size, maxContains: size }),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc.array(tie("schema"), { minLength: 2, maxLength: 3 }).map((oneOf) => ({ oneOf })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 2 }).map((allOf) => ({ allOf })),
    fc.tuple(tie("leaf"), tie("leaf")).map(([schema, not]) => ({ ...schema, not })),
    fc
      .tuple(tie("schema"), tie("leaf"), tie("leaf"))
      .map(([schema, condition, then]) => ({ ...schema, if: condition, then })),
  ),
})).schema;

/** A random schema, and the same schema with one part replaced, one keyword removed or keywords added. */
export const edits: fc.Arbitrary<readonly [JsonObject, JsonObject]> = fc
  .tuple(schemas, fc.nat(1000), fc.constantFrom("replace", "drop", "merge"), schemas)
  .map(([schema, place, how, other]) => {
    const places = schemaPlaces(schema, []);
    const path = places[place % places.length] ?? [];
    return [
      schema,
      replaceAt(schema, path, (part) => {
        if (how === "replace") return other;
        if (how === "merge") return withoutClash({ ...part, ...other });
        const keys = Object.keys(part);
        const gone = keys[place % Math.max(1, keys.length)];
        return Object.fromEntries(Object.entries(part).filter(([key]) => key !== gone));
      }),
    ];
  });

/** Removes `contains` beside `prefixItems`, because ajv ignores `contains` for an empty array then. */
function withoutClash(schema: JsonObject): JsonObject {
  const { contains, ...rest } = schema;
  return schema.prefixItems === undefined || contains === undefined ? schema : rest;
}

function schemaPlaces(schema: Json, path: readonly string[]): (readonly string[])[] {
  if (!isObject(schema)) return [];
  const inner = Object.entries(schema).flatMap(([key, value]) => {
    if (["items", "additionalProperties", "contains", "not", "if", "then"].includes(key))
      return schemaPlaces(value, [...path, key]);
    if (["anyOf", "oneOf", "allOf", "prefixItems"].includes(key) && isArray(value))
      return value.flatMap((item, index) => schemaPlaces(item, [...path, key, String(index)]));
    if (key === "properties" && isObject(value))
      return Object.entries(value).flatMap(([name, member]) => schemaPlaces(member, [...path, key, name]));
    return [];
  });
  return [path, ...inner];
}

function replaceAt(value: Json, path: readonly string[], replace: (part: JsonObject) => JsonObject): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return replace(isObject(value) ? value : {});
  const copy: Record<string, Json> | Json[] = isArray(value) ? [...value] : { ...(value as JsonObject) };
  const holder = copy as Record<string, Json>;
  holder[key] = replaceAt(holder[key] ?? {}, rest, replace);
  return copy as JsonObject;
}

/** Random bodies with the sizes and strings that occur in the random schemas. */
export const bodies: fc.Arbitrary<Json> = fc
  .letrec<{ body: Json }>((tie) => ({
    body: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      scalar,
      fc.record({ a: tie("body"), b: tie("body"), c: scalar, d: scalar }, { requiredKeys: [] }) as fc.Arbitrary<Json>,
      fc.array(tie("body"), { maxLength: 4 }),
    ),
  }))
  .body.map((body) => JSON.parse(JSON.stringify(body)) as Json);
