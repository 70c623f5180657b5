// Protects references in every place: their targets are compared, so that no change behind a reference is missed.
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../../src/drift/diff/documents.ts";
import type { JsonObject } from "../../../src/openapi/json.ts";
import { document, object, request, testLevels, type Case } from "../documents.ts";

const body = (type: string): JsonObject => ({ content: { "application/json": { schema: { type } } } });
const response = (type: string): JsonObject => ({ description: "ok", ...body(type) });
const operation = (type: string): JsonObject => ({ responses: { "200": response(type) } });
const kept = (path: JsonObject, named: JsonObject): JsonObject => document({ "/x": path }, { "x-kept": named });

const PLACES: Readonly<Record<string, (type: string) => JsonObject>> = {
  "an operation": (type) => kept({ get: { $ref: "#/x-kept/get" } }, { get: operation(type) }),
  "the paths": (type) => ({
    ...document({}),
    paths: { $ref: "#/x-kept" },
    "x-kept": { "/x": { get: operation(type) } },
  }),
  "a path item": (type) => kept({ $ref: "#/x-kept/item" }, { item: { get: operation(type) } }),
  "a path item with an operation beside it": (type) =>
    kept({ $ref: "#/x-kept/item", post: operation("string") }, { item: { get: operation(type) } }),
  "the responses": (type) => kept({ get: { responses: { $ref: "#/x-kept/all" } } }, { all: { "200": response(type) } }),
  "a response": (type) => kept({ get: { responses: { "200": { $ref: "#/x-kept/one" } } } }, { one: response(type) }),
  "the content": (type) =>
    kept({ get: { responses: { "200": { description: "", content: { $ref: "#/x-kept/content" } } } } }, body(type)),
  "a media type": (type) =>
    kept(
      {
        get: { responses: { "200": { description: "", content: { "application/json": { $ref: "#/x-kept/media" } } } } },
      },
      { media: { schema: { type } } },
    ),
  "the headers": (type) =>
    kept(
      { get: { responses: { "200": { description: "", headers: { $ref: "#/x-kept/headers" } } } } },
      { headers: { "X-N": { schema: { type: type === "string" ? "integer" : "string" } } } },
    ),
  "a request body": (type) =>
    kept({ post: { requestBody: { $ref: "#/x-kept/body" }, responses: {} } }, { body: body(type) }),
  "the parameters": (type) =>
    kept(
      { get: { parameters: { $ref: "#/x-kept/list" }, responses: {} } },
      { list: [{ name: "a", in: "query", schema: { type, minLength: 1 } }] },
    ),
  "a parameter of a parameter": (type) =>
    kept(
      { get: { parameters: [{ $ref: "#/x-kept/first" }], responses: {} } },
      { first: { $ref: "#/x-kept/second" }, second: { name: "a", in: "query", schema: { type, minLength: 1 } } },
    ),
  "the callbacks": (type) =>
    kept(
      { post: { responses: {}, callbacks: { done: { $ref: "#/x-kept/done" } } } },
      { done: { "{$url}": { post: { requestBody: body(type), responses: {} } } } },
    ),
  "a webhook": (type) => ({
    ...document({}),
    webhooks: { done: { $ref: "#/x-kept/done" } },
    "x-kept": { done: { post: { requestBody: body(type), responses: {} } } },
  }),
};

const CASES: readonly Case[] = Object.entries(PLACES).map(([name, at]) => ({
  name,
  before: at("string"),
  after: at("boolean"),
  level: "breaking",
}));

describe("a change behind a reference at", () => {
  testLevels(CASES);
});

describe("a reference instead of a map of schemas", () => {
  it.each(["properties", "patternProperties", "dependentSchemas"])(
    "at %s is rejected, and the error names the place",
    (keyword) => {
      const referring = request({ type: "object", [keyword]: { $ref: "#/components/schemas/A/properties" } });

      expect(() => diffDocuments(request(object({})), referring)).toThrow(`schema/${keyword} is in place of a map`);
    },
  );

  it("is not the same as a property called $ref", () => {
    const named = request(object({ $ref: { type: "string" } }));

    expect(diffDocuments(named, named)).toEqual([]);
  });
});
