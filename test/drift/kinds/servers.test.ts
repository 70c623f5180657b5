// Protects verdicts on servers: requests go where they went, whichever place names the server.
import { describe } from "vitest";
import type { JsonObject } from "../../../src/openapi/json.ts";
import { document, testLevels, type Case } from "../documents.ts";

const server = (url: string): JsonObject => ({ servers: [{ url }] });
const A = "https://a.example";
const B = "https://b.example";

/** Returns a document that names servers at the root, the path and the operation. */
const at = (root: JsonObject, path: JsonObject = {}, operation: JsonObject = {}): JsonObject =>
  document({ "/x": { ...path, get: { ...operation, responses: {} } } }, root);

const CASES: readonly Case[] = [
  { name: "none became the one that none means", before: at({}), after: at(server("/")), level: "none" },
  {
    name: "an operation names the server of the document",
    before: at(server(A)),
    after: at(server(A), {}, server(A)),
    level: "none",
  },
  {
    name: "a path names the server of the document",
    before: at(server(A)),
    after: at(server(A), server(A)),
    level: "none",
  },
  {
    name: "an operation names another server",
    before: at(server(A)),
    after: at(server(A), {}, server(B)),
    level: "breaking",
  },
  { name: "a path names another server", before: at(server(A)), after: at(server(A), server(B)), level: "breaking" },
  {
    name: "the server of an operation is left to its path",
    before: at(server(A), server(B), server(B)),
    after: at(server(A), server(B)),
    level: "none",
  },
  {
    name: "the server of an operation is left to the document",
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
    name: "an operation has a further server",
    before: at(server(A)),
    after: at(server(A), {}, { servers: [{ url: A }, { url: B }] }),
    level: "compatible",
  },
  {
    name: "the server of the document moved",
    before: at(server(`${A}/v1`)),
    after: at(server(`${A}/v2`)),
    level: "breaking",
  },
  {
    name: "a host is written in capitals",
    before: at(server("https://a.example/X")),
    after: at(server("https://A.Example/X")),
    level: "none",
  },
  {
    name: "a path is written in capitals",
    before: at(server("https://a.example/x")),
    after: at(server("https://a.example/X")),
    level: "breaking",
  },
];

describe("servers, when", () => {
  testLevels(CASES);
});
