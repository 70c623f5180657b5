// Protects the agreement of derived cases with ajv, for random schemas.
import fc from "fast-check";
import { expect, it } from "vitest";
import { deriveCases } from "../../src/contract/index.ts";
import { around, independentValidator } from "./documents.ts";

const small = fc.integer({ min: 0, max: 4 });
const name = fc.constantFrom("a", "b", "c");
const { schema } = fc.letrec<{ schema: unknown; leaf: unknown; node: unknown }>((tie) => ({
  schema: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("node")),
  leaf: fc.oneof(
    fc.boolean(),
    fc.record(
      {
        type: fc.constantFrom("string", "integer", "number", "boolean", "null"),
        minimum: small,
        maxLength: small,
        minLength: small,
        multipleOf: fc.constantFrom(2, 0.5),
      },
      { requiredKeys: ["type"] },
    ),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom("a", "b", 1, 2, null, true), { minLength: 1 }) }),
    fc.record(
      {
        type: fc.constant("string"),
        pattern: fc.constantFrom("^a+$", "b|c", "^[0-9]{2,3}$", "^(?!a)."),
        format: fc.constantFrom("date", "uri", "ipv4"),
      },
      { requiredKeys: ["type"] },
    ),
  ),
  node: fc.oneof(
    fc.record(
      {
        type: fc.constant("object"),
        properties: fc.dictionary(name, tie("schema"), { maxKeys: 3 }),
        required: fc.uniqueArray(name),
        additionalProperties: tie("schema"),
        minProperties: small,
        dependentRequired: fc.dictionary(name, fc.uniqueArray(name), { maxKeys: 1 }),
      },
      { requiredKeys: ["type"] },
    ),
    fc.record(
      {
        type: fc.constant("array"),
        items: tie("schema"),
        prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        minItems: small,
        maxItems: small,
        uniqueItems: fc.boolean(),
        contains: tie("schema"),
        minContains: small,
      },
      { requiredKeys: ["type"] },
    ),
    fc.record(
      { allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }), unevaluatedProperties: fc.boolean() },
      { requiredKeys: ["allOf"] },
    ),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie("schema") }),
    fc.record({ if: tie("schema"), then: tie("schema"), else: tie("schema") }, { requiredKeys: ["if"] }),
  ),
}));

it("ajv agrees with every case of a random schema", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(schema, (random) => {
      const document = around(random);
      const validate = independentValidator(document);

      const { cases } = deriveCases(document);

      expect(cases.filter((one) => one.value !== undefined && validate(one) !== one.valid)).toEqual([]);
    }),
    { numRuns: 40, seed: 2 },
  );
});
