// Single edits over every kind of change, with the verdict that each deserves in both directions.
import type { Level } from "../../../src/drift/finding.ts";
import type { Draft } from "./base-document.ts";
import { change, move, remove, set, type Edit } from "./edit.ts";

/** One edit of the base document: the worst level of the change, and of the change taken back. */
export interface Pair {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly there: Level;
  readonly back: Level;
}

const OPERATION = "/paths/~1orders/post";
const BODY = `${OPERATION}/requestBody`;
const JSON_BODY = `${BODY}/content/application~1json/schema`;
const ANSWER = `${OPERATION}/responses/200`;
const JSON_ANSWER = `${ANSWER}/content/application~1json/schema`;
const CALLBACK = `${OPERATION}/callbacks/shipped/{$request.body#~1website}/post`;
const NEWS = "/components/schemas/News";
const RECEIPT = "/components/schemas/Receipt";

const pair = (name: string, there: Level, back: Level, ...edits: Edit[]): Pair => ({ name, there, back, edits });

/** Puts the order schema into the request only or into the answer only, with one member changed. */
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

/** The same change of one member in a request and in an answer. */
function bothWays(
  name: string,
  member: string,
  schema: Draft,
  request: readonly [Level, Level],
  answer: readonly [Level, Level],
): Pair[] {
  return [
    pair(`request: ${name}`, request[0], request[1], only(JSON_BODY, member, schema)),
    pair(`answer: ${name}`, answer[0], answer[1], only(JSON_ANSWER, member, schema)),
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

const schemas: readonly Pair[] = [
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
    "format that nothing judges",
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

const shared: readonly Pair[] = [
  pair(
    "new required member in request and answer",
    "breaking",
    "breaking",
    set("/components/schemas/Order/properties/extra", { type: "string" }),
    set("/components/schemas/Order/required/2", "extra"),
  ),
  pair("member no longer required", "breaking", "breaking", set("/components/schemas/Order/required", ["item"])),
  pair(
    "member renamed",
    "breaking",
    "breaking",
    move("/components/schemas/Order/properties/code", "/components/schemas/Order/properties/short"),
  ),
  pair(
    "new optional member in a closed object",
    "breaking",
    "breaking",
    set("/components/schemas/Address/properties/city", { type: "string" }),
  ),
  pair("closed object opened", "breaking", "breaking", remove("/components/schemas/Address/additionalProperties")),
  pair(
    "new branch",
    "breaking",
    "breaking",
    set("/components/schemas/Payment/oneOf/2", {
      type: "object",
      required: ["kind"],
      properties: { kind: { const: "cash" } },
    }),
  ),
  pair(
    "branches in another order",
    "compatible",
    "compatible",
    change("/components/schemas/Payment/oneOf", (list) => [...(list as Draft[])].reverse()),
  ),
  pair(
    "oneOf of exclusive branches as anyOf",
    "compatible",
    "compatible",
    move("/components/schemas/Payment/oneOf", "/components/schemas/Payment/anyOf"),
  ),
  pair(
    "tighter value deep in a recursive answer",
    "compatible",
    "breaking",
    set("/components/schemas/Tree/properties/value/minimum", 1),
  ),
  pair(
    "condition added",
    "breaking",
    "breaking",
    set("/components/schemas/Order/if", { properties: { gift: { const: true } }, required: ["gift"] }),
    set("/components/schemas/Order/then", { required: ["note"] }),
  ),
  pair(
    "dependent member",
    "breaking",
    "breaking",
    set("/components/schemas/Order/dependentRequired", { code: ["note"] }),
  ),
  pair(
    "component renamed",
    "compatible",
    "compatible",
    move("/components/schemas/Address", "/components/schemas/Place"),
    set("/components/schemas/Order/properties/address/$ref", "#/components/schemas/Place"),
  ),
  pair(
    "required member that is read-only",
    "breaking",
    "breaking",
    set("/components/schemas/Order/properties/code/readOnly", true),
    set("/components/schemas/Order/required/2", "code"),
  ),
  pair("unused component", "compatible", "compatible", set("/components/schemas/Unused", { type: "string" })),
];

const callbacks: readonly Pair[] = [
  pair("callback may send another value", "breaking", "compatible", set(`${NEWS}/properties/state/enum/2`, "returned")),
  pair("callback sends a smaller range", "compatible", "breaking", set(`${NEWS}/properties/weight/maximum`, 40)),
  pair("callback may leave a member out", "breaking", "compatible", set(`${NEWS}/required`, ["id"])),
  pair("callback sends a new member", "compatible", "breaking", set(`${NEWS}/properties/carrier`, { type: "string" })),
  pair("callback answer must hold more", "breaking", "compatible", set(`${RECEIPT}/required/1`, "remark")),
  pair("callback answer may be longer", "compatible", "breaking", set(`${RECEIPT}/properties/remark/maxLength`, 20)),
  pair("callback body optional", "breaking", "compatible", set(`${CALLBACK}/requestBody/required`, false)),
  pair(
    "callback in another media type",
    "breaking",
    "breaking",
    move(`${CALLBACK}/requestBody/content/application~1json`, `${CALLBACK}/requestBody/content/application~1xml`),
  ),
  pair(
    "callback with a new required header",
    "compatible",
    "breaking",
    set(`${CALLBACK}/parameters`, [{ name: "X-Signature", in: "header", required: true, schema: { type: "string" } }]),
  ),
  pair("callback answer status removed", "breaking", "compatible", remove(`${CALLBACK}/responses/4XX`)),
  pair("callback renamed operation", "breaking", "breaking", set(`${CALLBACK}/operationId`, "orderSent")),
  pair(
    "callback example removed",
    "breaking",
    "compatible",
    remove(`${CALLBACK}/requestBody/content/application~1json/examples/shipped`),
  ),
  pair(
    "callback with another URL expression",
    "breaking",
    "breaking",
    move(
      `${OPERATION}/callbacks/shipped/{$request.body#~1website}`,
      `${OPERATION}/callbacks/shipped/{$request.body#~1url}`,
    ),
  ),
  pair("callback removed", "breaking", "compatible", remove(`${OPERATION}/callbacks/shipped`)),
];

const beyond: readonly Pair[] = [
  pair("path removed", "breaking", "compatible", remove("/paths/~1orders~1{id}")),
  pair(
    "path parameter renamed",
    "breaking",
    "breaking",
    move("/paths/~1orders~1{id}", "/paths/~1orders~1{order}"),
    set("/paths/~1orders~1{order}/parameters/0/name", "order"),
  ),
  pair("method removed", "breaking", "compatible", remove("/paths/~1orders~1{id}/delete")),
  pair("operation renamed", "breaking", "breaking", set(`${OPERATION}/operationId`, "createOrder")),
  pair("operation deprecated", "compatible", "compatible", set(`${OPERATION}/deprecated`, true)),
  pair("optional parameter removed", "breaking", "compatible", remove(`${OPERATION}/parameters/0`)),
  pair(
    "required parameter added",
    "breaking",
    "breaking",
    set(`${OPERATION}/parameters/3`, { name: "page", in: "query", required: true, schema: { type: "integer" } }),
  ),
  pair("parameter required", "breaking", "compatible", set(`${OPERATION}/parameters/0/required`, true)),
  pair("parameter with a smaller range", "breaking", "compatible", set(`${OPERATION}/parameters/0/schema/maximum`, 40)),
  pair("parameter with another default", "breaking", "breaking", set(`${OPERATION}/parameters/0/schema/default`, 20)),
  pair("parameter elsewhere", "breaking", "breaking", set(`${OPERATION}/parameters/0/in`, "header")),
  pair("list written in another way", "breaking", "breaking", set(`${OPERATION}/parameters/1/explode`, false)),
  pair("explode of a scalar", "compatible", "compatible", set(`${OPERATION}/parameters/0/explode`, false)),
  pair(
    "header parameter in other letters",
    "compatible",
    "compatible",
    set(`${OPERATION}/parameters/2/name`, "x-trace"),
  ),
  pair("request media type removed", "breaking", "compatible", remove(`${BODY}/content/text~1plain`)),
  pair("request body optional", "compatible", "breaking", set(`${BODY}/required`, false)),
  pair(
    "answer media type renamed",
    "breaking",
    "breaking",
    move(`${ANSWER}/content/application~1json`, `${ANSWER}/content/application~1xml`),
  ),
  pair(
    "new error status",
    "compatible",
    "breaking",
    set(`${OPERATION}/responses/409`, { $ref: "#/components/responses/Problem" }),
  ),
  pair("new success status", "breaking", "breaking", set(`${OPERATION}/responses/202`, { description: "Later." })),
  pair("default answer removed", "breaking", "compatible", remove(`${OPERATION}/responses/default`)),
  pair("answer header optional", "breaking", "compatible", set(`${ANSWER}/headers/X-Rate/required`, false)),
  pair("answer header removed", "breaking", "compatible", remove(`${ANSWER}/headers/X-Rate`)),
  pair("answer header with more values", "breaking", "compatible", remove(`${ANSWER}/headers/X-Rate/schema/minimum`)),
  pair("another way to be let in", "compatible", "breaking", set("/security/1", { login: ["read"] })),
  pair(
    "scope needed",
    "breaking",
    "compatible",
    set("/paths/~1orders~1{id}/delete/security/1/login", ["write", "read", "admin"]),
  ),
  pair("no credentials needed", "compatible", "breaking", set("/security", [])),
  pair(
    "security scheme of another kind",
    "breaking",
    "breaking",
    set("/components/securitySchemes/key/scheme", "basic"),
  ),
  pair(
    "token URL moved",
    "breaking",
    "breaking",
    set("/components/securitySchemes/login/flows/clientCredentials/tokenUrl", "https://example.com/new"),
  ),
  pair("server removed for another", "breaking", "breaking", set("/servers/0/url", "https://v2.example.com/{region}")),
  pair("server added", "compatible", "breaking", set("/servers/1", { url: "https://backup.example.com" })),
  pair("server variable with fewer values", "breaking", "compatible", set("/servers/0/variables/region/enum", ["eu"])),
  pair("named example removed", "breaking", "compatible", remove(`${ANSWER}/content/application~1json/examples/full`)),
  pair(
    "named example renamed",
    "breaking",
    "breaking",
    move(`${ANSWER}/content/application~1json/examples/full`, `${ANSWER}/content/application~1json/examples/rich`),
  ),
  pair(
    "named example with another value",
    "compatible",
    "compatible",
    set(`${ANSWER}/content/application~1json/examples/full/value/count`, 3),
  ),
  pair(
    "summary and tags",
    "docs",
    "docs",
    set(`${OPERATION}/summary`, "Place an order."),
    set("/tags/0/description", "All orders."),
  ),
  pair("version of the document", "docs", "docs", set("/info/version", "1.1.0")),
  pair("description of an answer", "docs", "docs", set(`${ANSWER}/description`, "It is done.")),
];

/** All pairs. */
export const PAIRS: readonly Pair[] = [...schemas, ...shared, ...callbacks, ...beyond];
