// Protects the levels of changes as they occur in real documents: no breaking change is missed, and compatible changes
// are not reported as breaking.
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../../src/drift/diff/documents.ts";
import type { JsonObject } from "../../../src/openapi/json.ts";
import { document, object, parameter, request, response, testLevels, type Case } from "../documents.ts";

const media = (type: string): JsonObject =>
  document({
    "/x": { post: { requestBody: { content: { [type]: { schema: { type: "string" } } } }, responses: {} } },
  });
const SCHEMES = { user: { type: "http", scheme: "bearer" }, admin: { type: "http", scheme: "bearer" } };
const secured = (name: string, schemes: JsonObject = SCHEMES): JsonObject =>
  document(
    { "/x": { get: { security: [{ [name]: [] }], responses: {} } } },
    { components: { securitySchemes: schemes } },
  );
const flow = (name: string, tokenUrl: string): JsonObject => ({
  type: "oauth2",
  flows: { [name]: { tokenUrl, scopes: {} } },
});
const FLOWS = { a: flow("clientCredentials", "https://a.example/t"), b: flow("password", "https://b.example/t") };
const kinds = (x: string, y: string): JsonObject =>
  response(
    {
      oneOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }],
      discriminator: { propertyName: "k", mapping: { x: `#/components/schemas/${x}`, y: `#/components/schemas/${y}` } },
    },
    {
      components: {
        schemas: {
          A: object({ k: { type: "string" }, a: { type: "string" } }, "k", "a"),
          B: object({ k: { type: "string" }, b: { type: "string" } }, "k", "b"),
        },
      },
    },
  );
const pets = (type: string): JsonObject =>
  response(
    { $ref: "#/components/schemas/Pet" },
    {
      components: {
        schemas: {
          Pet: { ...object({ k: { type: "string" } }), oneOf: [{ $ref: "#/components/schemas/Cat" }] },
          Cat: { allOf: [{ $ref: "#/components/schemas/Pet" }, object({ c: { type } })] },
        },
      },
    },
  );

const BREAKS: readonly Case[] = [
  { name: "another scheme of the same type", before: secured("user"), after: secured("admin"), level: "breaking" },
  { name: "tokens from another flow", before: secured("a", FLOWS), after: secured("b", FLOWS), level: "breaking" },
  {
    name: "an unknown type",
    before: request(object({ a: { type: "int" } })),
    after: request(object({ a: { type: "string" } })),
    level: "unproven",
  },
  { name: "a swapped mapping", before: kinds("A", "B"), after: kinds("B", "A"), level: "unproven" },
  {
    name: "two enums that changed together",
    before: response(object({ a: { enum: ["x"] }, b: { enum: ["p"] } }, "a", "b")),
    after: response(object({ a: { enum: ["y"] }, b: { enum: ["q"] } }, "a", "b")),
    level: "breaking",
  },
  { name: "recursive polymorphism", before: pets("string"), after: pets("integer"), level: "breaking" },
  { name: "an empty enum", before: request({ enum: ["a"] }), after: request({ enum: [] }), level: "breaking" },
  {
    name: "a pattern with catastrophic backtracking",
    before: request({ type: "string", minLength: 40, pattern: "^[a-z]+$" }),
    after: request({ type: "string", minLength: 40, pattern: "^([a-z]+)+[0-9]$" }),
    level: "breaking",
  },
  {
    name: "a path string that became an integer",
    before: parameter("path", { required: true, schema: { type: "string" } }),
    after: parameter("path", { required: true, schema: { type: "integer" } }),
    level: "breaking",
  },
  {
    name: "a property that became read-only",
    before: request(object({ a: { type: "string" } })),
    after: request(object({ a: { type: "string", readOnly: true } })),
    level: "breaking",
  },
  {
    name: "the default of an optional parameter",
    before: parameter("query", { schema: { type: "string", default: "x" } }),
    after: parameter("query", { schema: { type: "string", default: "y" } }),
    level: "breaking",
  },
];

const HARMLESS: readonly Case[] = [
  {
    name: "a read-only property in a request",
    before: request(object({ a: { type: "integer", readOnly: true } })),
    after: request(object({ a: { type: "string", readOnly: true } })),
    level: "none",
  },
  {
    name: "a read-only property that may be sent now",
    before: request(object({ a: { type: "integer", readOnly: true } })),
    after: request(object({ a: { type: "string" } })),
    level: "compatible",
  },
  {
    name: "a write-only property removed from a response",
    before: response(object({ a: { type: "string", writeOnly: true } })),
    after: response(object({})),
    level: "compatible",
  },
  {
    name: "the default of a required parameter",
    before: parameter("query", { required: true, schema: { type: "string", default: "x" } }),
    after: parameter("query", { required: true, schema: { type: "string", default: "y" } }),
    level: "compatible",
  },
  {
    name: "a scalar that was wrapped",
    before: parameter("query", { schema: { type: "string" } }),
    after: parameter("query", { schema: { oneOf: [{ type: "string" }, { type: "null" }] } }),
    level: "compatible",
  },
  {
    name: "a path integer that became a string",
    before: parameter("path", { required: true, schema: { type: "integer" } }),
    after: parameter("path", { required: true, schema: { type: "string" } }),
    level: "compatible",
  },
  {
    name: "xml in JSON",
    before: request(object({ a: { type: "string" } })),
    after: request(object({ a: { type: "string", xml: { name: "b" } } })),
    level: "docs",
  },
  {
    name: "an optional property that a sibling branch has",
    before: request({
      oneOf: [object({ r: { const: "a" } }, "r"), object({ r: { const: "b" }, n: { type: "string" } }, "r")],
    }),
    after: request({
      oneOf: [
        object({ r: { const: "a" }, n: { type: "string" } }, "r"),
        object({ r: { const: "b" }, n: { type: "string" } }, "r"),
      ],
    }),
    level: "compatible",
  },
  {
    name: "a charset",
    before: media("application/json"),
    after: media("application/json; charset=utf-8"),
    level: "none",
  },
  {
    name: "a default that was added",
    before: parameter("query", { schema: { type: "string" } }),
    after: parameter("query", { schema: { type: "string", default: "a" } }),
    level: "compatible",
  },
  {
    name: "a renamed scheme",
    before: secured("user", { user: SCHEMES.user }),
    after: secured("member", { member: SCHEMES.user }),
    level: "compatible",
  },
];

describe("a change that is reported", () => {
  testLevels(BREAKS);
});

describe("a compatible change", () => {
  testLevels(HARMLESS);
});

describe("a report", () => {
  it("names the place inside overlapping branches, with an example", () => {
    const branches = (a: JsonObject): JsonObject =>
      request({
        oneOf: [
          object({ k: { type: "string" }, a }, "k"),
          object({ k: { type: "string" }, b: { type: "string" } }, "k"),
        ],
      });
    const [finding] = diffDocuments(branches({ type: "string" }), branches({ type: "string", maxLength: 5 }));

    expect(finding).toMatchObject({
      level: "breaking",
      where: expect.stringMatching(/oneOf\/0\/properties\/a\/maxLength$/) as string,
    });
    expect(finding?.witness).toBeDefined();
  });

  it("lists a change of the document's security once", () => {
    const paths = { "/a": { get: { responses: {} } }, "/b": { get: { responses: {} } } };
    const more = { components: { securitySchemes: { k: SCHEMES.user } } };
    const findings = diffDocuments(document(paths, more), document(paths, { ...more, security: [{ k: [] }] }));

    expect(findings).toMatchObject([{ level: "breaking", also: ["#/paths/~1b/get/security"] }]);
  });
});
