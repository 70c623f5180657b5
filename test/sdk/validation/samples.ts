import type { Json } from "../../../scripts/generate/contract.ts";
import { compileValidator } from "../../../scripts/generate/validators/compile.ts";
import { findDrift, validate } from "../../../src/sdk/validation/validate.ts";
import type { Violation } from "../../../src/sdk/index.ts";

/** A schema, a value and the violations that are expected. */
export interface Sample {
  readonly why: string;
  readonly schema: Json;
  readonly value: unknown;
  /** Pointer and keyword of each violation. The keyword `field` stands for an unknown member. */
  readonly violations: readonly string[];
  /** Message of the first violation. */
  readonly message?: string;
}

const closed: Json = { type: "object", properties: { a: true }, additionalProperties: false };
const open: Json = { ...closed, additionalProperties: true };
const short: Json = { type: "string", minLength: 2, maxLength: 3 };
const list: Json = { type: "array", items: { type: "object", properties: { "a/b~c": { type: "string" } } } };
const either: Json = {
  "x-rule": "a string, or at least 3",
  anyOf: [{ type: "string" }, { type: "number", minimum: 3 }],
};

const URIS = ["z:a", "az:a", "https://%2f", "https://@[::1]", "https://[::1]:", "https://[f::f]", "http:/"];
const NO_URIS = ["a:", "a:?b", " a:b", "https://%2", "https://%zz", "https://[::1]a"];

/**
 * Samples for `src/sdk/validation/validate.ts` that no case of the contract covers: values that JSON cannot represent,
 * names with a special meaning, keywords that the contract does not use yet.
 */
export const SAMPLES: readonly Sample[] = [
  { why: "null is a type of its own", schema: { type: "null" }, value: null, violations: [] },
  {
    why: "null is not an object",
    schema: open,
    value: null,
    violations: [" type"],
    message: "(root): must be of type object, got null (type)",
  },
  { why: "an array is not an object", schema: open, value: [], violations: [" type"] },
  {
    why: "NaN is not an integer",
    schema: { type: ["integer", "string"] },
    value: Number.NaN,
    violations: [" type"],
  },
  { why: "Infinity is not an integer", schema: { type: "integer" }, value: -Infinity, violations: [" type"] },
  { why: "an integer in scientific notation", schema: { type: "integer" }, value: 1e3, violations: [] },
  {
    why: "a function has no JSON type",
    schema: { type: ["object", "string"] },
    value: () => "a",
    violations: [" type"],
  },
  {
    why: "a member that is undefined is missing",
    schema: { type: "object", required: ["a"] },
    value: { a: undefined },
    violations: ["/a required"],
    message: "/a: is required (required)",
  },
  {
    why: "the type of a member that is undefined is not checked",
    schema: { type: "object", properties: { a: { type: "string" } } },
    value: { a: undefined },
    violations: [],
  },
  { why: "an inherited toString is not a member", schema: closed, value: {}, violations: [] },
  {
    why: "an own member called toString is a member",
    schema: closed,
    value: { toString: 1 },
    violations: ["/toString additionalProperties"],
    message: "/toString: is not a field of the contract, got 1 (additionalProperties)",
  },
  {
    why: "a member called __proto__ is a member",
    schema: closed,
    value: JSON.parse('{ "__proto__": 1 }') as unknown,
    violations: ["/__proto__ additionalProperties"],
  },
  {
    why: "an unknown member is a violation of the closed variant only",
    schema: open,
    value: { a: 1, b: [] },
    violations: ["/b field"],
    message: "/b: is not a field of the contract (field)",
  },
  { why: "a surrogate pair is one character: long enough", schema: short, value: "🦊🦊", violations: [] },
  { why: "a surrogate pair is one character: not too long", schema: short, value: "🦊🦊🦊", violations: [] },
  {
    why: "a surrogate pair is one character: too long",
    schema: short,
    value: "🦊🦊🦊🦊",
    violations: [" maxLength"],
  },
  { why: "a lone surrogate is one character", schema: short, value: "\ud83e", violations: [" minLength"] },
  {
    why: "too short",
    schema: short,
    value: "a",
    violations: [" minLength"],
    message: '(root): must have at least 2 characters, got "a" (minLength)',
  },
  ...[{ minimum: 3 }, { maximum: 1 }, { minItems: 3 }].map((schema): Sample => ({
    why: "a keyword for other types ignores a string",
    schema,
    value: "2",
    violations: [],
  })),
  ...[{ minLength: 3 }, { maxLength: 0 }, { pattern: "^3" }, { format: "uri" }].map((schema): Sample => ({
    why: "a keyword for strings ignores a number",
    schema,
    value: 2,
    violations: [],
  })),
  {
    why: "names in pointers are escaped",
    schema: list,
    value: [{}, { "a/b~c": 1 }],
    violations: ["/1/a~1b~0c type"],
    message: "/1/a~1b~0c: must be of type string, got 1 (type)",
  },
  {
    why: "too few items",
    schema: { type: "array", minItems: 2 },
    value: [1],
    violations: [" minItems"],
    message: "(root): must have at least 2 items, got [1] (minItems)",
  },
  {
    why: "too many items",
    schema: { type: "array", maxItems: 1 },
    value: [1, 2],
    violations: [" maxItems"],
    message: "(root): must have at most 1 items, got [1,2] (maxItems)",
  },
  {
    why: "a pattern without an x-rule",
    schema: { type: "string", pattern: "^a" },
    value: "b",
    violations: [" pattern"],
    message: '(root): must match /^a/u, got "b" (pattern)',
  },
  {
    why: "a keyword without a message",
    schema: { type: "number", multipleOf: 2 },
    value: 3,
    violations: [" multipleOf"],
    message: "(root): must match multipleOf, got 3 (multipleOf)",
  },
  {
    why: "eleven alternatives",
    schema: { "x-rule": "one of the eleven", anyOf: Array.from({ length: 11 }, (_, index) => ({ const: index })) },
    value: 11,
    violations: [" anyOf"],
  },
  {
    why: "a member called anyOf",
    schema: { type: "object", properties: { anyOf: { type: "string" } } },
    value: { anyOf: 1 },
    violations: ["/anyOf type"],
  },
  { why: "a matching alternative", schema: either, value: 3, violations: [] },
  {
    why: "no matching alternative, one of them because of its bound",
    schema: either,
    value: 2,
    violations: [" anyOf"],
  },
  { why: "no matching alternative, both because of their type", schema: either, value: [], violations: [" anyOf"] },
  {
    why: "for a value of the wrong type only the type is reported",
    schema: { type: "string", enum: ["a"] },
    value: 1,
    violations: [" type"],
  },
  {
    why: "for a value of the right type every violation is reported",
    schema: { type: "string", minLength: 2, pattern: "^b" },
    value: "a",
    violations: [" minLength", " pattern"],
  },
  {
    why: "an x-rule is the message",
    schema: { type: "string", pattern: "^a", "x-rule": "begins with a" },
    value: "b",
    violations: [" pattern"],
    message: '(root): begins with a, got "b" (pattern)',
  },
  {
    why: "a long value is cut",
    schema: { type: "string" },
    value: [" ".repeat(77)],
    violations: [" type"],
    message: `(root): must be of type string, got ["${" ".repeat(77)}"… (type)`,
  },
  {
    why: "a value of 80 characters is not cut",
    schema: { type: "string" },
    value: [" ".repeat(76)],
    violations: [" type"],
    message: `(root): must be of type string, got ["${" ".repeat(76)}"] (type)`,
  },
  {
    why: "queries of URLs, which may hold secrets, are not shown",
    schema: { const: 1 },
    value: ["HTTPS://a.b/?c=\n", "http:?d", "http://e?", "?f"],
    violations: [" const"],
    message: '(root): must be 1, got ["HTTPS://a.b/?…","http:?…","http://e?…","?f"] (const)',
  },
  {
    why: "a query after a quotation mark is not shown",
    schema: { const: 1 },
    value: 'http://a/"?b',
    violations: [" const"],
    message: '(root): must be 1, got "http://a/\\"?…" (const)',
  },
  ...URIS.map((value): Sample => ({ why: `a uri: ${value}`, schema: { format: "uri" }, value, violations: [] })),
  ...NO_URIS.map((value): Sample => ({
    why: `not a uri: ${value}`,
    schema: { format: "uri" },
    value,
    violations: [" format"],
  })),
];

/** Returns the violations of a sample, and its drift: the same with unknown members. */
export function violationsOf({ schema, value }: Sample): {
  readonly violations: readonly string[];
  readonly drift: readonly string[];
  readonly message: string | undefined;
} {
  const validator = compileValidator(schema);
  const { closed } = validator;
  const violations = validate(validator, value);
  const drift = closed === undefined ? violations : findDrift(Object.assign(validator, { closed }), value);
  const lines = (rules: readonly Violation[]): string[] => rules.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
  return { violations: lines(violations), drift: lines(drift), message: drift[0]?.message };
}
