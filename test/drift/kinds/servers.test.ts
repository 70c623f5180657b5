// Protects the comparison of servers: a change breaks only if requests go to another server, wherever servers are
// declared.
import { describe } from "vitest";
import type { JsonObject } from "../../../src/openapi/json.ts";
import { document, testLevels, type Case } from "../documents.ts";

const server = (url: string): JsonObject => ({ servers: [{ url }] });
const A = "https://a.example";
const B = "https://b.example";

/** Returns a document with servers at the root, the path and the operation. */
const at = (root: JsonObject, path: JsonObject = {}, operation: JsonObject = {}): JsonObject =>
  document({ "/x": { ...path, get: { ...operation, responses: {} } } }, root);

const CASES: readonly Case[] = [
  { name: "the default server was declared", before: at({}), after: at(server("/")), level: "none" },
  {
    name: "an operation declares the server of the document",
    before: at(server(A)),
    after: at(server(A), {}, server(A)),
    level: "none",
  },
  {
    name: "a path declares the server of the document",
    before: at(server(A)),
    after: at(server(A), server(A)),
    level: "none",
  },
  {
    name: "an operation declares another server",
    before: at(server(A)),
    after: at(server(A), {}, server(B)),
    level: "breaking",
  },
  { name: "a path declares another server", before: at(server(A)), after: at(server(A), server(B)), level: "breaking" },
  {
    name: "the server of an operation was removed, and its path has the same",
    before: at(server(A), server(B), server(B)),
    after: at(server(A), server(B)),
    level: "none",
  },
  {
    name: "the server of an operation was removed, and the document has another",
    before: at(server(A), {}, server(B)),
    after: at(server(A)),
    level: "breaking",
  },
  {
    name: "the server of a path moved to its operation",
    before: at(server(A), server(B)),
    after: at(server(A), {}, server(B)),
    level: "none",
  },
  {
    name: "an operation got another server in addition",
    before: at(server(A)),
    after: at(server(A), {}, { servers: [{ url: A }, { url: B }] }),
    level: "compatible",
  },
  {
    name: "the server of the document changed",
    before: at(server(`${A}/v1`)),
    after: at(server(`${A}/v2`)),
    level: "breaking",
  },
  {
    name: "a host is written in another case",
    before: at(server("https://a.example/X")),
    after: at(server("https://A.Example/X")),
    level: "none",
  },
  {
    name: "the path of a server is written in another case",
    before: at(server("https://a.example/x")),
    after: at(server("https://a.example/X")),
    level: "breaking",
  },
];

describe("servers, if", () => {
  testLevels(CASES);
});
