// Pairs that change security, servers, examples and descriptions.
import { move, remove, set } from "./edit.ts";
import { RESPONSE, OPERATION, pair, type Pair } from "./pair.ts";

/** Changes of security, servers, examples and descriptions. */
export const DOCUMENT_PAIRS: readonly Pair[] = [
  pair("alternative credentials", "compatible", "breaking", set("/security/1", { login: ["read"] })),
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
  pair(
    "named example removed",
    "breaking",
    "compatible",
    remove(`${RESPONSE}/content/application~1json/examples/full`),
  ),
  pair(
    "named example renamed",
    "breaking",
    "breaking",
    move(`${RESPONSE}/content/application~1json/examples/full`, `${RESPONSE}/content/application~1json/examples/rich`),
  ),
  pair(
    "named example with another value",
    "compatible",
    "compatible",
    set(`${RESPONSE}/content/application~1json/examples/full/value/count`, 3),
  ),
  pair(
    "summary and tags",
    "docs",
    "docs",
    set(`${OPERATION}/summary`, "Place an order."),
    set("/tags/0/description", "All orders."),
  ),
  pair("version of the document", "docs", "docs", set("/info/version", "1.1.0")),
  pair("description of a response", "docs", "docs", set(`${RESPONSE}/description`, "It is done.")),
];
