// Protects the generator of schemas: what src/sdk/validation/validate.ts would misjudge stops it, and the rest becomes what means the same.
import { describe, expect, test } from "vitest";
import { readContract, type Json } from "../../scripts/generate/contract.ts";
import { evaluable, generateSchemas } from "../../scripts/generate/schemas.ts";

const made = (schema: Json): Json => evaluable({}, schema);
const within = (schema: unknown): Json => ({ type: "object", properties: { a: { type: "array", items: schema } } });

describe("what src/sdk/validation/validate.ts does not judge by stops the generator, which names the place", () => {
  const member = { type: "object", required: ["kind"], properties: { kind: { const: "a" } } };

  test.each<[string, Json]>([
    ["multipleOf", { type: "number", multipleOf: 2 }],
    ["not", { not: { type: "string" } }],
    ["patternProperties", { type: "object", patternProperties: { "^x": { type: "string" } } }],
    ["additionalProperties", { type: "object", additionalProperties: { type: "string" } }],
    ["const", { const: { a: 1 } }],
    ["enum", { enum: ["a", ["b"]] }],
    ["properties", { type: "object", properties: { b: false } }],
    ["properties", { oneOf: [member, { ...member, properties: { kind: { const: "b" }, b: false } }] }],
    ["items", { type: "array", items: false }],
    ["anyOf", { anyOf: [{ type: "string" }, { type: "null" }] }],
    ["anyOf", { "x-rule": "a text", anyOf: [{ type: "string" }, false] }],
    ["oneOf", { oneOf: [{ type: "string" }, { type: "integer" }] }],
    ["oneOf", { oneOf: [member, { ...member, properties: { kind: { const: "a" } } }] }],
    [
      "oneOf",
      {
        oneOf: [
          member,
          { ...member, properties: { kind: { const: "b" } } },
          { ...member, properties: { kind: { const: "c" } } },
        ],
      },
    ],
  ])("%s: %j", (keyword, schema) => {
    const make = (): unknown => made(within(schema));

    expect(make).toThrow(
      new RegExp(`^openapi/openapi\\.yaml: a parameter has ${keyword} .* at #/properties/a/items(/oneOf/1)?, `),
    );
  });

  test("a component is named", () => {
    const document = { components: { schemas: { Task: { type: "object", minProperties: 1 } } } };

    const make = (): unknown => evaluable(document, { $ref: "#/components/schemas/Task" });

    expect(make).toThrow("#/components/schemas/Task has minProperties 1 at #,");
  });

  test.each(["date", "binary", "unheard-of"])("a format that no expression stands for: %s", (format) => {
    const contract = structuredClone(readContract()) as { components: { parameters: { TaskId: { schema: Json } } } };
    contract.components.parameters.TaskId.schema.format = format;

    const make = (): unknown => generateSchemas(contract);

    expect(make).toThrow(`there is no regular expression for the format ${format}`);
  });
});

describe("a schema becomes what means the same", () => {
  test("documentation is left out, words of a rule are not", () => {
    const schema = made({
      type: "string",
      description: "d",
      default: "a",
      examples: ["a"],
      "x-terminal": ["a"],
      "x-rule": "r",
    });

    expect(schema).toEqual({ type: "string", "x-rule": "r" });
  });

  test("objects with named members say whether there may be others, conditions and free objects do not", () => {
    const free = { type: "object", additionalProperties: true };
    const named = { type: "object", properties: { b: { type: "string" } } };
    const schema = made({
      type: "object",
      properties: { a: named, free },
      if: { additionalProperties: true, ...named },
    });

    expect(schema).toEqual({
      type: "object",
      additionalProperties: true,
      properties: { a: { ...named, additionalProperties: true }, free: { type: "object" } },
      if: named,
    });
  });

  test("of two branches that a constant tells apart, each holds what is not demanded anyway", () => {
    const base = {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string" }, loud: { type: "boolean" }, volume: { type: "integer" } },
    };
    const quiet = { type: "object", properties: { loud: { const: false }, volume: { maximum: 3 } } };
    const loud = {
      type: "object",
      required: ["id", "loud", "volume"],
      properties: { loud: { const: true }, volume: { type: "integer", minimum: 4 } },
    };

    const { allOf } = made({ ...base, oneOf: [quiet, loud] });

    expect(allOf).toEqual([
      {
        if: { required: ["loud"], properties: { loud: { const: true } } },
        then: { required: ["volume"], properties: { volume: { minimum: 4 } } },
        else: { properties: { volume: { maximum: 3 } } },
      },
    ]);
  });

  test("what a branch says of a constant that is no boolean stays, and so do the names of a closed branch", () => {
    const base = { type: "object", properties: { kind: { type: "string" }, a: { type: "string" } } };
    const other = { required: ["kind"], properties: { kind: { const: "b" } } };
    const closed = {
      required: ["kind"],
      additionalProperties: false,
      properties: { kind: { const: "a" }, a: { type: "string" } },
    };

    const { allOf } = made({ ...base, oneOf: [other, closed] });

    expect(allOf).toMatchObject([
      {
        then: { additionalProperties: false, properties: { kind: { const: "a" }, a: { type: "string" } } },
        else: { required: ["kind"], properties: { kind: { const: "b" } } },
      },
    ]);
  });
});
