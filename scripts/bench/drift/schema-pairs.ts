// Pairs that change one property of the order schema, in the request only or in the response only.
import type { Level } from "../../../src/drift/finding.ts";
import type { Draft } from "./base-document.ts";
import { set, type Edit } from "./edit.ts";
import { RESPONSE, OPERATION, pair, type Pair } from "./pair.ts";

const JSON_BODY = `${OPERATION}/requestBody/content/application~1json/schema`;
const JSON_RESPONSE = `${RESPONSE}/content/application~1json/schema`;

/** Uses the order schema only in the request or only in the response, with one property changed. */
const only =
  (place: string, member: string, schema: Draft): Edit =>
  (document) => {
    const order = structuredClone(
      (document.components as Record<string, Record<string, Draft>>).schemas?.Order,
    ) as Record<string, Record<string, Draft>>;
    const properties = order.properties ?? {};
    properties[member] = schema;
    set(place, order)(document);
  };

/** Creates two pairs of a change of one property: in a request and in a response. */
function bothWays(
  name: string,
  member: string,
  schema: Draft,
  request: readonly [Level, Level],
  response: readonly [Level, Level],
): Pair[] {
  return [
    pair(`request: ${name}`, request[0], request[1], only(JSON_BODY, member, schema)),
    pair(`response: ${name}`, response[0], response[1], only(JSON_RESPONSE, member, schema)),
  ];
}

const NARROWED = [
  ["breaking", "compatible"],
  ["compatible", "breaking"],
] as const;
const SAME = [
  ["compatible", "compatible"],
  ["compatible", "compatible"],
] as const;
const WORDS = [
  ["docs", "docs"],
  ["docs", "docs"],
] as const;
const OTHER = [
  ["breaking", "breaking"],
  ["breaking", "breaking"],
] as const;

/** Changes of one property, each in a request and in a response. */
export const SCHEMA_PAIRS: readonly Pair[] = [
  ...bothWays("shorter maxLength", "item", { type: "string", minLength: 1, maxLength: 10 }, ...NARROWED),
  ...bothWays("longer minLength", "item", { type: "string", minLength: 2, maxLength: 20 }, ...NARROWED),
  ...bothWays("lower maximum", "count", { type: "integer", minimum: 1, maximum: 9 }, ...NARROWED),
  ...bothWays("higher minimum", "count", { type: "integer", minimum: 2, maximum: 10 }, ...NARROWED),
  ...bothWays(
    "exclusive bound",
    "price",
    { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 100, multipleOf: 0.5 },
    ...NARROWED,
  ),
  ...bothWays(
    "other multipleOf",
    "price",
    { type: "number", minimum: 0, exclusiveMaximum: 100, multipleOf: 1 },
    ...NARROWED,
  ),
  ...bothWays("enum without a value", "colour", { type: "string", enum: ["red", "green"] }, ...NARROWED),
  ...bothWays("enum of other values", "colour", { type: "string", enum: ["red", "green", "black"] }, ...OTHER),
  ...bothWays("null no longer allowed", "note", { type: "string" }, ...NARROWED),
  ...bothWays("other type", "gift", { type: "string", default: false }, ...OTHER),
  ...bothWays("tighter pattern", "code", { type: "string", pattern: "^[a-z]{2,3}$" }, ...NARROWED),
  ...bothWays("pattern in other words", "code", { type: "string", pattern: "^[a-z][a-z]{1,3}$" }, ...SAME),
  ...bothWays(
    "pattern that no automaton reads",
    "code",
    { type: "string", pattern: "^[a-z]{2,4}(?<=[a-z])$" },
    ["unproven", "unproven"],
    ["unproven", "unproven"],
  ),
  ...bothWays("format asked for", "item", { type: "string", minLength: 1, maxLength: 20, format: "ipv4" }, ...NARROWED),
  ...bothWays("format dropped", "website", { type: "string" }, ["compatible", "breaking"], ["breaking", "compatible"]),
  ...bothWays(
    "fewer items",
    "tags",
    { type: "array", minItems: 1, maxItems: 2, uniqueItems: true, items: { type: "string", maxLength: 5 } },
    ...NARROWED,
  ),
  ...bothWays(
    "repetition allowed",
    "tags",
    { type: "array", minItems: 1, maxItems: 3, items: { type: "string", maxLength: 5 } },
    ["compatible", "breaking"],
    ["breaking", "compatible"],
  ),
  ...bothWays(
    "shorter items",
    "tags",
    { type: "array", minItems: 1, maxItems: 3, uniqueItems: true, items: { type: "string", maxLength: 4 } },
    ...NARROWED,
  ),
  ...bothWays("map of other values", "labels", { type: "object", additionalProperties: { type: "integer" } }, ...OTHER),
  ...bothWays(
    "map of more values",
    "labels",
    { type: "object", additionalProperties: { type: ["string", "integer"] } },
    ["compatible", "breaking"],
    ["breaking", "compatible"],
  ),
  ...bothWays(
    "forbidden value",
    "item",
    { type: "string", minLength: 1, maxLength: 20, not: { const: "gold" } },
    ...NARROWED,
  ),
  ...bothWays("allOf wrap", "count", { allOf: [{ type: "integer", minimum: 1, maximum: 10 }] }, ...SAME),
  ...bothWays("oneOf for null", "note", { oneOf: [{ type: "null" }, { type: "string" }] }, ...SAME),
  ...bothWays("anyOf for null", "note", { anyOf: [{ type: "string" }, { type: "null" }] }, ...SAME),
  ...bothWays(
    "exclusive integer bounds",
    "count",
    { type: "integer", exclusiveMinimum: 0, exclusiveMaximum: 11 },
    ...SAME,
  ),
  ...bothWays("enum order", "colour", { enum: ["blue", "green", "red"] }, ...SAME),
  ...bothWays(
    "enum as constants",
    "colour",
    { anyOf: [{ const: "red" }, { const: "green" }, { const: "blue" }] },
    ...SAME,
  ),
  ...bothWays(
    "reference written out",
    "address",
    {
      type: "object",
      required: ["street"],
      additionalProperties: false,
      properties: { zip: { pattern: "^[0-9]{5}$", type: "string" }, street: { type: "string" } },
    },
    ...SAME,
  ),
  ...bothWays("deprecated", "code", { type: "string", pattern: "^[a-z]{2,4}$", deprecated: true }, ...SAME),
  ...bothWays(
    "description and examples",
    "item",
    { type: "string", minLength: 1, maxLength: 20, description: "The thing.", examples: ["coffee"] },
    ...WORDS,
  ),
  ...bothWays("title", "count", { type: "integer", minimum: 1, maximum: 10, title: "Count" }, ...WORDS),
  ...bothWays(
    "read-only",
    "code",
    { type: "string", pattern: "^[a-z]{2,4}$", readOnly: true },
    ["breaking", "compatible"],
    SAME[0],
  ),
  ...bothWays("write-only", "code", { type: "string", pattern: "^[a-z]{2,4}$", writeOnly: true }, SAME[0], [
    "breaking",
    "compatible",
  ]),
  ...bothWays("other default", "gift", { type: "boolean", default: true }, ["breaking", "breaking"], SAME[0]),
  ...bothWays("default dropped", "gift", { type: "boolean" }, ["breaking", "compatible"], SAME[0]),
  ...bothWays(
    "format that nothing validates",
    "item",
    { type: "string", minLength: 1, maxLength: 20, format: "sku" },
    ["unproven", "compatible"],
    ["compatible", "unproven"],
  ),
  ...bothWays(
    "new optional member",
    "colourless",
    { type: "boolean" },
    ["compatible", "breaking"],
    ["compatible", "breaking"],
  ),
];
