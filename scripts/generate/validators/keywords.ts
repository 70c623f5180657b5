import type { CodeKeywordDefinition, KeywordCxt, Name } from "ajv";
import { _, not, or, stringify } from "ajv/dist/compile/codegen/index.js";
import { Type } from "ajv/dist/compile/util.js";

/** Violations after which a loop over a value ends: hostile data may have one for each of a million items. */
const MAX_VIOLATIONS_PER_LOOP = 20;

/** Counts a violation, and ends the surrounding loop at the limit. */
function countViolation({ gen }: KeywordCxt, count: Name): void {
  gen.code(_`${count}++`);
  gen.if(_`${count} >= ${MAX_VIOLATIONS_PER_LOOP}`, () => gen.break());
}

/** Replaces ajv's `items`: it stops after `MAX_VIOLATIONS_PER_LOOP` invalid items. */
export const boundedItems: CodeKeywordDefinition = {
  keyword: "items",
  type: "array",
  schemaType: ["object", "boolean"],
  before: "uniqueItems",
  code(context) {
    const { gen, data, keyword } = context;
    const invalid = gen.let("invalid", 0);
    const length = gen.const("length", _`${data}.length`);
    gen.forRange("i", 0, length, (index) => {
      const valid = gen.name("valid");
      context.subschema({ keyword, dataProp: index, dataPropType: Type.Num }, valid);
      gen.if(not(valid), () => countViolation(context, invalid));
    });
    context.ok(_`${invalid} === 0`);
  },
};

/** Replaces ajv's `additionalProperties: false`: it stops after `MAX_VIOLATIONS_PER_LOOP` unknown properties. */
export const boundedAdditionalProperties: CodeKeywordDefinition = {
  keyword: "additionalProperties",
  type: "object",
  schemaType: ["boolean", "object"],
  trackErrors: true,
  error: {
    message: "must not have additional properties",
    params: ({ params }) => _`{ additionalProperty: ${params.additionalProperty} }`,
  },
  code(context) {
    const { gen, data, parentSchema } = context;
    if (context.schema !== false) return;
    const known = Object.keys((parentSchema.properties ?? {}) as object);
    const unknown = gen.let("unknown", 0);
    gen.forIn("key", data, (key) => {
      gen.if(not(or(...known.map((name) => _`${key} === ${name}`))), () => {
        context.setParams({ additionalProperty: key });
        context.error();
        countViolation(context, unknown);
      });
    });
    context.ok(_`${unknown} === 0`);
  },
};

/**
 * Replaces ajv's `enum` for scalar values. It inlines the list; ajv refers to it through a copy of the whole schema.
 */
export const inlineEnum: CodeKeywordDefinition = {
  keyword: "enum",
  schemaType: "array",
  error: {
    message: "must be equal to one of the allowed values",
    params: ({ schema }) => _`{ allowedValues: ${stringify(schema)} }`,
  },
  code(context) {
    // `schemaType` guarantees it.
    const values = context.schema as readonly unknown[];
    if (values.some((value) => typeof value === "object" && value !== null))
      throw new Error(`enum may not list objects or arrays: ${JSON.stringify(values)}`);
    context.fail(not(or(...values.map((value) => _`${context.data} === ${stringify(value)}`))));
  },
};
