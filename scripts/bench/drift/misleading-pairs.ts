// Misleading pairs: harmless changes of keywords that often break, and breaking changes that hardly change the text.
import { move, set } from "./edit.ts";
import { OPERATION, pair, RESPONSE, type Pair } from "./pair.ts";

const PARAMETERS = `${OPERATION}/parameters`;
const JSON_BODY = `${OPERATION}/requestBody/content/application~1json`;
const JSON_RESPONSE = `${RESPONSE}/content/application~1json`;
const ORDER = "/components/schemas/Order";
const limits = { minimum: 1, maximum: 50, default: 10 };

/** Changes that a comparison of keywords classifies wrongly. */
export const MISLEADING_PAIRS: readonly Pair[] = [
  pair(
    "query integer as any string",
    "compatible",
    "breaking",
    set(`${PARAMETERS}/0/schema`, { type: "string", default: 10 }),
  ),
  pair(
    "query integer that may be repeated",
    "compatible",
    "breaking",
    set(`${PARAMETERS}/0/schema`, { type: "array", items: { type: "integer", ...limits } }),
  ),
  pair(
    "query integer between branches",
    "compatible",
    "compatible",
    set(`${PARAMETERS}/0/schema`, { oneOf: [{ type: "integer", ...limits }], default: 10 }),
  ),
  pair("charset of JSON", "compatible", "compatible", move(JSON_RESPONSE, `${JSON_RESPONSE}; charset=utf-8`)),
  pair(
    "media type in capitals",
    "compatible",
    "compatible",
    move(JSON_BODY, `${OPERATION}/requestBody/content/Application~1JSON`),
  ),
  pair("default of a required property", "compatible", "compatible", set(`${ORDER}/properties/count/default`, 1)),
  pair("xml under JSON", "docs", "docs", set(`${ORDER}/properties/item/xml`, { name: "thing" })),
  pair("encoding under JSON", "docs", "docs", set(`${JSON_BODY}/encoding`, { item: { contentType: "text/plain" } })),
  pair("server of the document at an operation", "compatible", "compatible", (document) => {
    set(`${OPERATION}/servers`, structuredClone(document.servers ?? []))(document);
  }),
  pair(
    "server with a last slash",
    "compatible",
    "compatible",
    set("/servers/0/url", "https://api.example.com/{region}/"),
  ),
  pair(
    "security of the document at an operation",
    "compatible",
    "compatible",
    set(`${OPERATION}/security`, [{ key: [] }]),
  ),
  pair(
    "scheme of HTTP in capitals",
    "compatible",
    "compatible",
    set("/components/securitySchemes/key/scheme", "Bearer"),
  ),
  pair(
    "order of scopes",
    "compatible",
    "compatible",
    set("/paths/~1orders~1{id}/delete/security/1/login", ["read", "write"]),
  ),
  pair(
    "dialect written out",
    "compatible",
    "compatible",
    set("/jsonSchemaDialect", "https://spec.openapis.org/oas/3.1/dialect/base"),
  ),
  pair(
    "dialect of another draft",
    "unproven",
    "unproven",
    set("/jsonSchemaDialect", "http://json-schema.org/draft-04/schema#"),
  ),
  pair("type that JSON Schema does not know", "unproven", "unproven", set(`${ORDER}/properties/count/type`, "int")),
  pair(
    "server of another name at an operation",
    "breaking",
    "breaking",
    set(`${OPERATION}/servers`, [{ url: "https://b.example.com" }]),
  ),
  pair("query list between commas", "breaking", "breaking", set(`${PARAMETERS}/1/style`, "spaceDelimited")),
];
