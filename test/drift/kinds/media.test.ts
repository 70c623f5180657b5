// Protects the comparison of media types: charset, xml, and the binary strings of OpenAPI 3.0 and 3.1.
import { describe } from "vitest";
import type { Json, JsonObject } from "../../../src/openapi/json.ts";
import { document, object, request, response, testLevels, type Case } from "../documents.ts";

const text = { type: "string" };
const old = (value: JsonObject): JsonObject => ({ ...value, openapi: "3.0.3" });
const of = (type: string, schema: Json = text): JsonObject => request(schema, {}, type);
const xml = (more: JsonObject, type: string): JsonObject => of(type, object({ a: { ...text, ...more } }));
const form = "multipart/form-data";

/** Returns a form whose part `a` has this encoding. */
const encoded = (encoding: JsonObject, type = form): JsonObject =>
  document({
    "/x": {
      post: {
        requestBody: { content: { [type]: { schema: object({ a: {} }), encoding: { a: encoding } } } },
        responses: {},
      },
    },
  });

const CASES: readonly Case[] = [
  {
    name: "a charset of JSON was added",
    before: of("application/json"),
    after: of("application/json; charset=utf-8"),
    level: "none",
  },
  {
    name: "a charset of JSON, written without a space, was removed",
    before: of("application/json;charset=UTF-8"),
    after: of("application/json"),
    level: "none",
  },
  {
    name: "a charset of a JSON type was added in a response",
    before: response(text, {}, "application/problem+json"),
    after: response(text, {}, 'application/problem+json; charset="utf-8"'),
    level: "none",
  },
  {
    name: "UTF-8 was added to plain text",
    before: of("text/plain"),
    after: of("text/plain; charset=UTF-8"),
    level: "none",
  },
  {
    name: "plain text became Latin-1",
    before: of("text/plain"),
    after: of("text/plain; charset=iso-8859-1"),
    level: "breaking",
  },
  {
    name: "a media type is written in another case",
    before: of("application/json"),
    after: of("Application/JSON"),
    level: "none",
  },
  {
    name: "a version of a media type was added",
    before: of("application/json"),
    after: of("application/json; version=2"),
    level: "breaking",
  },
  {
    name: "xml changed in JSON",
    before: xml({ xml: { name: "b" } }, "application/json"),
    after: xml({ xml: { name: "c" } }, "application/json"),
    level: "docs",
  },
  {
    name: "xml was removed in a form",
    before: xml({ xml: { attribute: true } }, form),
    after: xml({}, form),
    level: "docs",
  },
  {
    name: "xml was added in XML",
    before: xml({}, "application/xml"),
    after: xml({ xml: { attribute: true } }, "application/xml"),
    level: "unproven",
  },
  {
    name: "xml changed in a type of XML",
    before: xml({ xml: { name: "b" } }, "application/atom+xml"),
    after: xml({ xml: { name: "c" } }, "application/atom+xml"),
    level: "unproven",
  },
  {
    name: "a binary body was upgraded to 3.1",
    before: old(of("application/octet-stream", { type: "string", format: "binary" })),
    after: of("application/octet-stream", {}),
    level: "compatible",
  },
  {
    name: "a binary part of a form was upgraded to 3.1",
    before: old(of(form, object({ a: { type: "string", format: "binary" } }))),
    after: of(form, object({ a: { type: "string", contentMediaType: "application/octet-stream" } })),
    level: "compatible",
  },
  {
    name: "a binary part was upgraded to 3.1 without a type",
    before: old(of(form, object({ a: { type: "string", format: "binary" } }))),
    after: of(form, object({ a: {} })),
    level: "compatible",
  },
  {
    name: "a byte string was upgraded to 3.1",
    before: old(request(object({ a: { type: "string", format: "byte" } }))),
    after: request(object({ a: { type: "string", contentEncoding: "base64" } })),
    level: "compatible",
  },
  {
    name: "a byte string of a response was upgraded to 3.1",
    before: old(response(object({ a: { type: "string", format: "byte" } }))),
    after: response(object({ a: { type: "string", contentEncoding: "base64" } })),
    level: "compatible",
  },
  {
    name: "a nullable string was upgraded to 3.1",
    before: old(request(object({ a: { type: "string", nullable: true } }))),
    after: request(object({ a: { type: ["string", "null"] } })),
    level: "compatible",
  },
  {
    name: "an exclusive bound was upgraded to 3.1",
    before: old(request({ type: "number", minimum: 0, exclusiveMinimum: true })),
    after: request({ type: "number", exclusiveMinimum: 0 }),
    level: "compatible",
  },
  {
    name: "a byte string became hexadecimal",
    before: old(request({ type: "string", format: "byte" })),
    after: request({ type: "string", contentEncoding: "base16" }),
    level: "unproven",
  },
  {
    name: "a file of a form became plain text",
    before: of(form, object({ a: { type: "string", contentMediaType: "application/octet-stream" } })),
    after: of(form, object({ a: text })),
    level: "unproven",
  },
  {
    name: "a file of a form of 3.0 became plain text",
    before: old(of(form, object({ a: { type: "string", format: "binary" } }))),
    after: old(of(form, object({ a: text }))),
    level: "unproven",
  },
  {
    name: "plain text of a form became a file",
    before: of(form, object({ a: text })),
    after: of(form, object({ a: { type: "string", contentMediaType: "application/octet-stream" } })),
    level: "unproven",
  },
  {
    name: "a file of a form uses the keywords of 3.1",
    before: of(form, object({ a: { type: "string", format: "binary" } })),
    after: of(form, object({ a: { type: "string", contentMediaType: "application/octet-stream" } })),
    level: "none",
  },
  {
    name: "a byte string uses the keywords of 3.1",
    before: request(object({ a: { type: "string", format: "byte" } })),
    after: request(object({ a: { type: "string", contentEncoding: "base64" } })),
    level: "none",
  },
  {
    name: "the default dialect was declared",
    before: request(text),
    after: request(text, { jsonSchemaDialect: "https://spec.openapis.org/oas/3.1/dialect/base" }),
    level: "compatible",
  },
  {
    name: "the dialect of the document changed",
    before: request(text),
    after: request(text, { jsonSchemaDialect: "http://json-schema.org/draft-04/schema#" }),
    level: "unproven",
  },
  {
    name: "the dialect of a schema changed",
    before: request({ ...text, $schema: "https://json-schema.org/draft/2020-12/schema" }),
    after: request({ ...text, $schema: "http://json-schema.org/draft-07/schema#" }),
    level: "unproven",
  },
  {
    name: "a part of a form allows another media type",
    before: encoded({ contentType: "image/png" }),
    after: encoded({ contentType: "image/jpeg, image/png" }),
    level: "compatible",
  },
  {
    name: "a part of a form no longer allows one of its media types",
    before: encoded({ contentType: "image/jpeg, image/png" }),
    after: encoded({ contentType: "image/png" }),
    level: "breaking",
  },
  {
    name: "a part of a form requires a header",
    before: encoded({}),
    after: encoded({ headers: { "X-N": { required: true } } }),
    level: "breaking",
  },
  {
    name: "a list in a form is serialized differently",
    before: encoded({ style: "spaceDelimited" }, "application/x-www-form-urlencoded"),
    after: encoded({}, "application/x-www-form-urlencoded"),
    level: "breaking",
  },
  {
    name: "the encoding of JSON was removed",
    before: encoded({ contentType: "image/png" }, "application/json"),
    after: encoded({}, "application/json"),
    level: "docs",
  },
];

describe("a media type, if", () => {
  testLevels(CASES);
});
