// Small documents with one schema, parameter or header, for tables of cases.
import { expect, it } from "vitest";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import { LEVELS, type Finding, type Level } from "../../src/drift/finding.ts";
import type { Json, JsonObject } from "../../src/openapi/json.ts";

/** Two documents and the expected worst level of their comparison. */
export interface Case {
  readonly name: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly level: Level | "none";
}

/** Returns a document with the given paths. */
export const document = (paths: JsonObject, more: JsonObject = {}): JsonObject => ({
  openapi: "3.1.0",
  info: { title: "t", version: "1" },
  paths,
  ...more,
});

/** Returns a document whose only body is a request of the given schema. */
export const request = (schema: Json, more: JsonObject = {}, type = "application/json"): JsonObject =>
  document(
    { "/x": { post: { requestBody: { required: true, content: { [type]: { schema } } }, responses: {} } } },
    more,
  );

/** Returns a document whose only body is a response of the given schema. */
export const response = (schema: Json, more: JsonObject = {}, type = "application/json"): JsonObject =>
  document({ "/x": { get: { responses: { "200": { description: "ok", content: { [type]: { schema } } } } } } }, more);

/** Returns a document whose only parameter is `a` at the given place. */
export const parameter = (place: string, value: JsonObject): JsonObject =>
  document({ "/x/{a}": { get: { parameters: [{ name: "a", in: place, ...value }], responses: {} } } });

/** Returns a document whose only header is `X-N` of a response. */
export const header = (value: JsonObject): JsonObject =>
  document({ "/x": { get: { responses: { "200": { description: "ok", headers: { "X-N": value } } } } } });

/** Returns schemas under `components`. */
export const components = (schemas: JsonObject): JsonObject => ({ components: { schemas } });

/** Returns a schema of objects with properties of which some are required. */
export const object = (properties: JsonObject, ...required: string[]): JsonObject => ({
  type: "object",
  properties,
  required,
});

/** Returns the worst level of findings. */
export const worst = (findings: readonly Finding[]): Level | "none" =>
  LEVELS.find((level) => findings.some((finding) => finding.level === level)) ?? "none";

/** Defines a test for each case that expects its worst level. */
export function testLevels(cases: readonly Case[]): void {
  it.each(cases)("$name: $level", ({ before, after, level }) => {
    const findings = diffDocuments(before, after);

    expect(worst(findings), JSON.stringify(findings)).toBe(level);
  });
}
