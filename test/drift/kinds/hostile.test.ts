// Protects the comparison from hostile documents: it always ends with a level or with an error that names the place.
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../src/drift/budget.ts";
import { diffDocuments } from "../../../src/drift/diff/documents.ts";
import type { JsonObject } from "../../../src/openapi/json.ts";
import { components, request, worst } from "../documents.ts";

const ref = (index: number): JsonObject => ({ $ref: `#/components/schemas/A${index}` });

/** Returns a chain of schemas, each built from the next one; the last has the given type. */
function chain(length: number, type: string, next: (reference: JsonObject) => JsonObject): JsonObject {
  const schemas = Array.from({ length }, (_, index) => [
    `A${index}`,
    index === length - 1 ? { type } : next(ref(index + 1)),
  ]);
  return request(ref(0), components(Object.fromEntries(schemas) as JsonObject));
}

describe("a hostile document", () => {
  it.each([
    { name: "2,000 references in a row", next: (reference: JsonObject) => reference },
    { name: "2,000 properties of properties", next: (reference: JsonObject) => ({ properties: { a: reference } }) },
    { name: "2,000 negations", next: (reference: JsonObject) => ({ not: reference }) },
  ])("with $name is reported, or rejected with an error that names the place", ({ next }) => {
    // Which of them depends on the stack: the engine's compiled code needs less of it.
    const levelOrMessage = (): string => {
      try {
        return worst(diffDocuments(chain(2000, "string", next), chain(2000, "integer", next)));
      } catch (error) {
        return String(error);
      }
    };

    expect(levelOrMessage()).toMatch(
      /^(breaking|unproven)$|schema (of|at) \S*#\/\S+ is (nested too deeply|behind more than 100 references), or leads back/,
    );
  });

  it("whose schema consists of itself is rejected, and the error names the place", () => {
    const itself = request(ref(0), components({ A0: { type: "object", allOf: [ref(0)] } }));

    expect(() => diffDocuments(itself, request({ type: "string" }))).toThrow("#/paths/~1x/post");
  });

  it.each(["allOf", "anyOf", "oneOf"])("with exponential work in %s is compared", (keyword) => {
    const doubling = (reference: JsonObject): JsonObject => ({ [keyword]: [reference, reference] });
    const limits = { ...LIMITS, bodyTime: 500 };

    const findings = diffDocuments(chain(40, "string", doubling), chain(40, "integer", doubling), limits);

    expect(["breaking", "unproven"]).toContain(worst(findings));
  });
});
