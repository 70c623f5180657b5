// Protects the upgrade of OpenAPI 3.0 to 3.1: each keyword keeps the meaning of its version.
import { describe, expect, it } from "vitest";
import { DocumentError } from "../../src/openapi/document-error.ts";
import { upgrade, upgradeSchema } from "../../src/openapi/upgrade.ts";
import type { Json, JsonObject } from "../../src/openapi/json.ts";

describe("a 3.0 schema", () => {
  it.each<{ name: string; before: JsonObject; after: JsonObject }>([
    { name: "nullable", before: { type: "string", nullable: true }, after: { type: ["string", "null"] } },
    { name: "nullable without a type", before: { nullable: true }, after: {} },
    { name: "exclusiveMinimum: true", before: { minimum: 1, exclusiveMinimum: true }, after: { exclusiveMinimum: 1 } },
    { name: "exclusiveMaximum: false", before: { maximum: 1, exclusiveMaximum: false }, after: { maximum: 1 } },
    { name: "example", before: { example: 1 }, after: { examples: [1] } },
    { name: "siblings of $ref", before: { $ref: "#/a", maximum: 1 }, after: { $ref: "#/a" } },
    {
      name: "format: binary",
      before: { type: "string", format: "binary" },
      after: { type: "string", contentMediaType: "application/octet-stream" },
    },
    {
      name: "format: byte",
      before: { type: "string", format: "byte" },
      after: { type: "string", contentEncoding: "base64" },
    },
    {
      name: "a property named like a keyword",
      before: { properties: { nullable: { nullable: true, type: "string" } } },
      after: { properties: { nullable: { type: ["string", "null"] } } },
    },
    {
      name: "keywords inside data",
      before: { default: { nullable: true }, enum: [{ example: 1 }] },
      after: { default: { nullable: true }, enum: [{ example: 1 }] },
    },
  ])("is upgraded with $name", ({ before, after }) => {
    expect(upgradeSchema(before)).toEqual(after);
  });

  it("is upgraded wherever OpenAPI has a schema, and nowhere else", () => {
    const old = { type: "string", nullable: true };
    const next = { type: ["string", "null"] };
    const document = (schema: Json): JsonObject => ({
      openapi: "3.0.3",
      paths: {
        "/x": {
          parameters: [{ name: "a", in: "query", schema }],
          post: {
            requestBody: {
              content: {
                "application/json": {
                  schema,
                  example: { schema: old },
                  encoding: { a: { headers: { b: { schema } } } },
                },
              },
            },
            responses: { "200": { headers: { h: { schema } }, content: { "*/*": { schema } } } },
            callbacks: { done: { "{$url}": { post: { requestBody: { content: { "*/*": { schema } } } } } } },
          },
        },
      },
      components: { schemas: { schema }, parameters: { schema: { schema } } },
    });

    expect(upgrade(document(old))).toEqual(document(next));
  });
});

describe("a document that is not OpenAPI 3.0 or 3.1", () => {
  it.each<{ name: string; document: Json; message: RegExp }>([
    { name: "Swagger 2.0", document: { swagger: "2.0" }, message: /this is Swagger "2\.0"; convert it/ },
    { name: "version 4", document: { openapi: "4.0.0" }, message: /its version is "4.0.0"/ },
    { name: "a list", document: [], message: /it is not an object/ },
  ])("is rejected: $name", ({ document, message }) => {
    expect(() => upgrade(document)).toThrow(DocumentError);
    expect(() => upgrade(document)).toThrow(message);
  });
});
