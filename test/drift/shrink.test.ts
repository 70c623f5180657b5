// Protects examples: they contain only what is needed to show their own change.
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import { isArray, isJsonObject, own, type Json } from "../../src/openapi/json.ts";
import { shrunk } from "../../src/drift/schema/shrink.ts";
import { object, request } from "./documents.ts";

const has =
  (name: string) =>
  (value: Json): boolean =>
    isJsonObject(value) && own(value, name) !== undefined;

describe("an example", () => {
  it.each([
    {
      name: "drops properties that are not needed",
      example: { a: 1, b: 2, c: 3 },
      shows: has("b"),
      smallest: { b: 2 },
    },
    {
      name: "drops nested properties that are not needed",
      example: { a: { b: 1, c: 2 } },
      shows: has("a"),
      smallest: { a: {} },
    },
    {
      name: "drops items that are not needed",
      example: [1, 2, 3],
      shows: (value: Json) => isArray(value) && value.includes(2),
      smallest: [2],
    },
    { name: "keeps what is needed", example: { a: 1 }, shows: () => false, smallest: { a: 1 } },
    { name: "that is not an object is kept", example: "text", shows: () => true, smallest: "text" },
  ])("$name", ({ example, shows, smallest }) => {
    expect(shrunk(example, shows)).toEqual(smallest);
  });

  it("of a limit contains the property, although a body without it is rejected, too", () => {
    const before = { a: { type: "integer", maximum: 10 }, b: { type: "string" } };
    const after = { a: { type: "integer", maximum: 8 }, b: { type: "string" } };

    const findings = diffDocuments(request(object(before)), request(object(after, "a")));

    const limit = findings.find(({ where }) => where.endsWith("/maximum"));
    expect(limit?.witness?.body).toEqual({ a: 9 });
  });
});
