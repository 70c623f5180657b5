// Protects the comparison across versions: OpenAPI 3.0 documents, references, read-only properties, invalid documents.
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import type { Finding } from "../../src/drift/finding.ts";
import { DocumentError } from "../../src/openapi/document-error.ts";
import type { Json, JsonObject } from "../../src/openapi/json.ts";

/** Returns a document with one operation that has the schema as request and response body. */
function documentOf(version: string, schema: Json, components: JsonObject = {}): JsonObject {
  const content = { content: { "application/json": { schema } } };
  return {
    openapi: version,
    info: { title: "", version: "1" },
    paths: { "/a": { post: { requestBody: content, responses: { 200: { description: "", ...content } } } } },
    components: { schemas: components },
  };
}

function levels(findings: readonly Finding[]): string[] {
  return [...new Set(findings.filter(({ where }) => where.startsWith("#/paths")).map(({ level }) => level))];
}

describe("OpenAPI 3.0", () => {
  it.each<[string, Json, Json]>([
    ["nullable", { type: "string", nullable: true }, { type: ["string", "null"] }],
    ["nullable false", { type: "string", nullable: false }, { type: "string" }],
    [
      "an exclusive bound",
      { type: "number", minimum: 1, exclusiveMinimum: true },
      { type: "number", exclusiveMinimum: 1 },
    ],
    ["an inclusive bound", { type: "number", maximum: 1, exclusiveMaximum: false }, { type: "number", maximum: 1 }],
    ["an example", { type: "string", example: "a" }, { type: "string", examples: ["a"] }],
    ["siblings of a reference", { $ref: "#/components/schemas/A", maxLength: 1 }, { $ref: "#/components/schemas/A" }],
    [
      "nested schemas",
      { type: "object", properties: { value: { type: "array", items: { type: "integer", nullable: true } } } },
      { type: "object", properties: { value: { type: "array", items: { type: ["integer", "null"] } } } },
    ],
  ])("with %s is equal to its form in 3.1", (_name, old, next) => {
    const components = { A: { type: "string" } };

    const findings = diffDocuments(documentOf("3.0.3", old, components), documentOf("3.1.0", next, components));

    expect(levels(findings)).toEqual([]);
  });

  it("without nullable any more breaks requests", () => {
    const findings = diffDocuments(
      documentOf("3.0.3", { type: "string", nullable: true }),
      documentOf("3.0.3", { type: "string" }),
    );

    expect(findings[0]).toMatchObject({
      level: "breaking",
      witness: { body: null, acceptedBy: "old", refusedBy: "new" },
    });
  });
});

describe("references", () => {
  it("to an equal schema with another name are not a change, even if it is recursive", () => {
    const tree = (name: string): JsonObject => ({
      [name]: { type: "object", properties: { next: { $ref: `#/components/schemas/${name}` } } },
    });

    const findings = diffDocuments(
      documentOf("3.1.0", { $ref: "#/components/schemas/A" }, tree("A")),
      documentOf("3.1.0", { $ref: "#/components/schemas/B" }, tree("B")),
    );

    expect(levels(findings)).toEqual([]);
  });

  it("to a recursive schema: a change inside is found, with an example", () => {
    const tree = (maximum: number): JsonObject => ({
      A: {
        type: "object",
        properties: { size: { type: "integer", maximum }, next: { $ref: "#/components/schemas/A" } },
      },
    });

    const findings = diffDocuments(
      documentOf("3.1.0", { $ref: "#/components/schemas/A" }, tree(5)),
      documentOf("3.1.0", { $ref: "#/components/schemas/A" }, tree(4)),
    );

    expect(findings[0]).toMatchObject({ level: "breaking", witness: { body: { size: 5 } } });
  });

  it("may have names of keywords", () => {
    const schema = (maximum: number): JsonObject => ({
      type: "object",
      properties: { default: { $ref: "#/components/schemas/enum" }, value: { type: "integer", maximum } },
    });
    const components = { enum: { type: "string" } };

    const findings = diffDocuments(
      documentOf("3.1.0", schema(5), components),
      documentOf("3.1.0", schema(4), components),
    );

    expect(levels(findings)).toEqual(["breaking", "compatible"]);
  });

  it.each<[string, string, string]>([
    ["nothing", "#/components/schemas/Nothing", "has nothing at"],
    ["another file", "other.yaml#/A", "leaves the document"],
    ["itself", "#/components/schemas/Loop", "leads back to itself"],
  ])("to %s cannot be compared", (_name, $ref, reason) => {
    const components = { Loop: { $ref: "#/components/schemas/Loop" } };

    expect(() =>
      diffDocuments(documentOf("3.1.0", { $ref }, components), documentOf("3.1.0", { type: "string" }, components)),
    ).toThrow(reason);
  });
});

describe("a read-only property", () => {
  const schema = (required: string[], flag: JsonObject): JsonObject => ({
    type: "object",
    required,
    properties: { id: { type: "string", ...flag }, name: { type: "string" } },
  });

  it("that becomes required breaks no request", () => {
    const findings = diffDocuments(
      documentOf("3.1.0", schema([], { readOnly: true })),
      documentOf("3.1.0", schema(["id"], { readOnly: true })),
    );

    expect(levels(findings)).toEqual(["compatible"]);
  });

  it("that is no longer required breaks responses only", () => {
    const findings = diffDocuments(
      documentOf("3.1.0", schema(["id"], { readOnly: true })),
      documentOf("3.1.0", schema([], { readOnly: true })),
    );

    expect(findings).toMatchObject([
      {
        level: "breaking",
        where: expect.stringContaining("/responses/") as string,
        witness: { acceptedBy: "new", refusedBy: "old" },
      },
    ]);
  });
});

describe("an invalid document", () => {
  it.each<[string, Json]>([
    ["a list", []],
    ["Swagger 2.0", { swagger: "2.0" }],
    ["a later version", { openapi: "4.0.0" }],
    ["null", null],
  ])("is rejected: %s", (_name, document) => {
    expect(() => diffDocuments(document, documentOf("3.1.0", true))).toThrow(DocumentError);
  });
});

describe("a shared schema", () => {
  it("is reported once, with every place that uses it", () => {
    const content = { content: { "application/json": { schema: { $ref: "#/components/schemas/E" } } } };
    const document = (type: Json): JsonObject => ({
      openapi: "3.1.0",
      info: { title: "", version: "1" },
      paths: Object.fromEntries(
        ["/a", "/b", "/c"].map((path) => [path, { get: { responses: { 200: { description: "", ...content } } } }]),
      ),
      components: { schemas: { E: { type: "object", properties: { code: { type } } } } },
    });

    const findings = diffDocuments(document("string"), document(["string", "integer"]));

    expect(findings).toHaveLength(1);
    expect(findings[0]?.also).toHaveLength(2);
  });
});
