// Protects the generator of validators: it rejects schemas that would give unclear messages or unbounded work, and does
// not change the meaning of the others.
import { describe, expect, test } from "vitest";
import { type Json } from "../../scripts/generate/contract.ts";
import { compileValidator } from "../../scripts/generate/validators/compile.ts";
import { compilableSchema } from "../../scripts/generate/validators/schemas.ts";

const within = (schema: unknown): Json => ({ type: "object", properties: { a: { type: "array", items: schema } } });

describe("a schema without a clear message or without a bound is rejected, with its pointer", () => {
  const member = { type: "object", required: ["kind"], properties: { kind: { const: "a" } } };
  const other = { ...member, properties: { kind: { const: "b" } } };

  test.each<{ keyword: string; schema: Json }>([
    { keyword: "patternProperties", schema: { type: "object", patternProperties: { "^x": { type: "string" } } } },
    { keyword: "additionalProperties", schema: { type: "object", additionalProperties: { type: "string" } } },
    { keyword: "uniqueItems", schema: { type: "array", uniqueItems: true } },
    { keyword: "contains", schema: { type: "array", contains: { const: 1 } } },
    { keyword: "anyOf", schema: { anyOf: [{ type: "string" }, { type: "null" }] } },
    { keyword: "oneOf", schema: { oneOf: [{ type: "string" }, { type: "integer" }] } },
    { keyword: "oneOf", schema: { oneOf: [member, member] } },
    { keyword: "oneOf", schema: { oneOf: [member, other, { ...member, properties: { kind: { const: "c" } } }] } },
  ])("$keyword: $schema", ({ keyword, schema }) => {
    expect(() => compilableSchema({}, within(schema))).toThrow(
      new RegExp(`^openapi/openapi\\.yaml: a parameter has ${keyword} .* at #?/properties/a/items`),
    );
  });

  test.each(["unheard-of"])("an unknown format: %s", (format) => {
    expect(() => compileValidator({ type: "string", format })).toThrow(format);
  });

  test("an enum of objects", () => {
    expect(() => compileValidator({ enum: [{ a: 1 }] })).toThrow('enum may not list objects or arrays: [{"a":1}]');
  });

  test("an unknown keyword", () => {
    expect(() => compileValidator({ type: "string", maximumLength: 3 })).toThrow("maximumLength");
  });
});

describe("a compiled schema keeps its meaning", () => {
  test("documentation is left out, but not the text of an x-rule", () => {
    const documentation = { description: "d", default: "a", examples: ["a"], "x-terminal": ["a"] };

    const schema = compilableSchema({}, { type: "string", ...documentation, "x-rule": "r" });

    expect(schema).toEqual({ type: "string", "x-rule": "r" });
  });

  test("two branches with a constant discriminator become if/then/else, without what the base requires already", () => {
    const base = {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string" }, loud: { type: "boolean" }, volume: { type: "integer" } },
    };
    const silent = { type: "object", properties: { loud: { const: false }, volume: { maximum: 3 } } };
    const loud = {
      type: "object",
      required: ["id", "loud", "volume"],
      properties: { loud: { const: true }, volume: { type: "integer", minimum: 4 } },
    };

    const { allOf } = compilableSchema({}, { ...base, oneOf: [silent, loud] });

    expect(allOf).toMatchObject([
      {
        if: { required: ["loud"], properties: { loud: { const: true } } },
        then: { required: ["volume"], properties: { volume: { minimum: 4 } } },
        else: { properties: { volume: { maximum: 3 } } },
      },
    ]);
  });

  test("an enum may list values of every type except objects and arrays", () => {
    const validator = compileValidator({ enum: ["a", 1, true, null] });

    expect(["a", 1, true, null, "1", 0, false, undefined].map((value) => validator(value))).toEqual([
      ...[true, true, true, true],
      ...[false, false, false, false],
    ]);
  });

  test("an open schema has a closed variant, which rejects unknown members", () => {
    const inner = { type: "object", properties: { b: { type: "string" } } };
    const validator = compileValidator({ type: "object", properties: { a: inner } });

    expect(validator({ a: { b: "", c: 1 } })).toBe(true);
    expect(validator.closed?.({ a: { b: "", c: 1 } })).toBe(false);
    expect(validator.closed?.({ a: { b: "" } })).toBe(true);
  });
});
