// Protects the examples for properties: a body that is rejected for another reason is not an example for a property.
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import type { Finding } from "../../src/drift/finding.ts";
import type { Json, JsonObject } from "../../src/openapi/json.ts";
import { isObject } from "../../src/shared/json.ts";
import { validator } from "./replay.ts";

type Position = "request" | "response";

function documentWith(position: Position, schema: JsonObject): JsonObject {
  const content = { content: { "application/json": { schema } } };
  const operation =
    position === "request"
      ? { requestBody: content, responses: {} }
      : { responses: { 200: { description: "", ...content } } };
  return { openapi: "3.1.0", info: { title: "", version: "1" }, paths: { "/a": { post: operation } } };
}

function findingsAbout(member: string, position: Position, before: JsonObject, after: JsonObject): Finding[] {
  return diffDocuments(documentWith(position, before), documentWith(position, after)).filter(({ where }) =>
    where.includes(`/properties/${member}`),
  );
}

function without(body: Json, name: string): Json {
  return isObject(body) ? Object.fromEntries(Object.entries(body).filter(([key]) => key !== name)) : body;
}

const text = { type: "string" };
const shots = { type: "boolean" };

/** A string, or several shots and no string. */
const TWO_FORMS: JsonObject = {
  type: "object",
  additionalProperties: false,
  properties: { text, shots, loud: shots },
  oneOf: [
    { required: ["text"], properties: { shots: { const: false } } },
    { required: ["shots"], properties: { shots: { const: true } } },
  ],
};

describe("an example for a removed property", () => {
  it("has every newly required property", () => {
    const open: JsonObject = { type: "object", required: ["text"], properties: { text, loud: shots } };

    const [finding] = findingsAbout("shots", "request", TWO_FORMS, open);

    const body = finding?.witness?.body ?? null;
    expect(finding?.witness, JSON.stringify(finding)).toBeDefined();
    expect([validator(TWO_FORMS)(without(body, "shots")), validator(open)(without(body, "shots"))]).toEqual([
      true,
      true,
    ]);
  });

  it("does not exist if the other version rejects every body for another reason", () => {
    const before: JsonObject = { type: "object", additionalProperties: false, properties: { a: text } };
    const after: JsonObject = { type: "object", required: ["b"], properties: { b: { type: "integer" } } };

    const [finding] = findingsAbout("a", "request", before, after);

    expect(finding).toMatchObject({ level: "unproven", witness: undefined });
    expect(finding?.message).toContain("no example body shows it");
  });

  it("may have any value that an open response allows under its name", () => {
    const before: JsonObject = { type: "object", properties: { a: text, b: text } };
    const after: JsonObject = { type: "object", properties: { b: { type: "integer" } } };

    const [finding] = findingsAbout("a", "response", before, after);

    expect(finding?.witness).toMatchObject({ acceptedBy: "new", refusedBy: "old" });
    expect(validator(before)(without(finding?.witness?.body ?? null, "a"))).toBe(true);
  });
});

describe("an example for a changed property", () => {
  it("is accepted by the rejecting version without the property, although another one became required", () => {
    const forms = (most: number): JsonObject => ({
      anyOf: [{ properties: { size: { maximum: most } } }, { required: ["wide"] }],
    });
    const before: JsonObject = { type: "object", ...forms(10), properties: { size: { type: "integer" }, wide: text } };
    const after: JsonObject = {
      type: "object",
      ...forms(8),
      required: ["id"],
      properties: { size: { type: "integer" }, wide: text, id: text },
    };

    const [finding] = findingsAbout("size", "request", before, after);

    expect(finding).toMatchObject({ level: "breaking", witness: { body: { size: 9 }, acceptedBy: "old" } });
    expect(validator(after)(without(finding?.witness?.body ?? null, "size"))).toBe(true);
  });

  it("contains an unknown property if additionalProperties changed", () => {
    const before: JsonObject = { type: "object", properties: { a: text } };
    const after: JsonObject = {
      type: "object",
      additionalProperties: false,
      required: ["b"],
      properties: { a: text, b: text },
    };

    const found = diffDocuments(documentWith("request", before), documentWith("request", after)).find(({ where }) =>
      where.endsWith("/additionalProperties"),
    );

    const known = Object.fromEntries(
      Object.entries(isObject(found?.witness?.body) ? found.witness.body : {}).filter(
        ([name]) => name === "a" || name === "b",
      ),
    );
    expect(found?.level).toBe("breaking");
    expect(found?.witness?.body).not.toEqual(known);
    expect(validator(after)(known)).toBe(true);
  });
});
