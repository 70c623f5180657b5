// Protects the comparison of complex schemas: branches, discriminators, recursion, invalid and empty keywords.
import { describe } from "vitest";
import type { Json, JsonObject } from "../../../src/openapi/json.ts";
import { components, object, request, response, testLevels, type Case } from "../documents.ts";

const text = { type: "string" };
const count = { type: "integer" };
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

const UNUSUAL: readonly Case[] = [
  {
    name: "an unknown type became another",
    before: request({ type: "date" }),
    after: request({ type: "int" }),
    level: "unproven",
  },
  {
    name: "a list of types got an unknown one",
    before: request({ type: ["string"] }),
    after: request({ type: ["string", "int"] }),
    level: "unproven",
  },
  {
    name: "an unknown type in a response became number",
    before: response(object({ a: { type: "float" } })),
    after: response(object({ a: { type: "number" } })),
    level: "unproven",
  },
  {
    name: "a length that was a string became a number",
    before: request({ type: "string", minLength: "2" }),
    after: request({ type: "string", minLength: 2 }),
    level: "unproven",
  },
  {
    name: "required was added as a boolean",
    before: request(object({ a: text })),
    after: request(object({ a: { ...text, required: true } })),
    level: "unproven",
  },
  {
    name: "an enum became empty in a response",
    before: response({ enum: ["a"] }),
    after: response({ enum: [] }),
    level: "compatible",
  },
  {
    name: "an empty enum of a property got a value",
    before: request(object({ a: { enum: [] } })),
    after: request(object({ a: { enum: ["a"] } })),
    level: "compatible",
  },
  {
    name: "an empty anyOf was added",
    before: request(text),
    after: request({ ...text, anyOf: [] }),
    level: "breaking",
  },
  {
    name: "an empty oneOf was removed",
    before: request({ ...text, oneOf: [] }),
    after: request(text),
    level: "compatible",
  },
  { name: "an empty list of types was added", before: request(text), after: request({ type: [] }), level: "unproven" },
];

const variants = (x: string, y: string, more: JsonObject = {}): JsonObject => ({
  oneOf: [ref("A"), ref("B")],
  discriminator: {
    propertyName: "k",
    mapping: { x: `#/components/schemas/${x}`, y: `#/components/schemas/${y}` },
    ...more,
  },
});
const AB = components({
  A: object({ k: text, j: text, a: text }, "k", "a"),
  B: object({ k: text, j: text, b: text }, "k", "b"),
  C: object({ k: text, j: text, a: text }, "k", "a"),
});
const DISCRIMINATORS: readonly Case[] = [
  {
    name: "a mapping was swapped in a request",
    before: request(variants("A", "B"), AB),
    after: request(variants("B", "A"), AB),
    level: "unproven",
  },
  {
    name: "a mapping with schema names was swapped",
    before: response({ ...variants("A", "B"), discriminator: { propertyName: "k", mapping: { x: "A", y: "B" } } }, AB),
    after: response({ ...variants("A", "B"), discriminator: { propertyName: "k", mapping: { x: "B", y: "A" } } }, AB),
    level: "unproven",
  },
  {
    name: "another property discriminates the variants",
    before: response(variants("A", "B"), AB),
    after: response(variants("A", "B", { propertyName: "j" }), AB),
    level: "unproven",
  },
  {
    name: "a value of a mapping was removed",
    before: response(variants("A", "B"), AB),
    after: response({ ...variants("A", "B"), discriminator: { propertyName: "k", mapping: { x: "A" } } }, AB),
    level: "unproven",
  },
  {
    name: "a value of a mapping was added",
    before: response({ ...variants("A", "B"), discriminator: { propertyName: "k", mapping: { x: "A" } } }, AB),
    after: response(variants("A", "B"), AB),
    level: "compatible",
  },
  {
    name: "a mapping refers to an equal schema",
    before: response(variants("A", "B"), AB),
    after: response(variants("C", "B"), AB),
    level: "compatible",
  },
];

const branch = (role: string, properties: JsonObject = {}): JsonObject =>
  object({ r: { const: role }, ...properties }, "r");
const BRANCHES: readonly Case[] = [
  {
    name: "an optional property of a branch of anyOf was added to another",
    before: request({ anyOf: [branch("a"), branch("b", { n: text })] }),
    after: request({ anyOf: [branch("a", { n: text }), branch("b", { n: text })] }),
    level: "compatible",
  },
  {
    name: "an optional property of a branch was added to another, in an item",
    before: request({ type: "array", items: { oneOf: [branch("a"), branch("b", { n: text })] } }),
    after: request({ type: "array", items: { oneOf: [branch("a", { n: text }), branch("b", { n: text })] } }),
    level: "compatible",
  },
  {
    name: "an optional property of a branch was added to another with another type",
    before: request({ oneOf: [branch("a"), branch("b", { n: text })] }),
    after: request({ oneOf: [branch("a", { n: count }), branch("b", { n: text })] }),
    level: "compatible",
  },
  {
    name: "an optional property of two branches was added to a third, by reference",
    before: request(
      { oneOf: [ref("P"), ref("Q"), ref("R")] },
      components({ P: branch("p"), Q: branch("q", { n: text }), R: branch("r", { n: text }) }),
    ),
    after: request(
      { oneOf: [ref("P"), ref("Q"), ref("R")] },
      components({ P: branch("p", { n: text }), Q: branch("q", { n: text }), R: branch("r", { n: text }) }),
    ),
    level: "compatible",
  },
  {
    name: "a required property of a branch was added to another",
    before: request({ oneOf: [branch("a"), branch("b", { n: text })] }),
    after: request({ oneOf: [{ ...branch("a", { n: text }), required: ["r", "n"] }, branch("b", { n: text })] }),
    level: "breaking",
  },
];

const three = (a: string, b: string, c: string): JsonObject =>
  object({ a: { const: a }, b: { const: b }, c: { const: c } }, "a", "b", "c");
const overlapping = (keyword: string, a: JsonObject): JsonObject => ({
  [keyword]: [object({ k: text, a }, "k"), object({ k: text, b: text }, "k")],
});
const COUNTEREXAMPLES: readonly Case[] = [
  {
    name: "three constants were replaced in a response",
    before: response(three("x", "y", "z")),
    after: response(three("u", "v", "w")),
    level: "breaking",
  },
  {
    name: "two enums were replaced in a request",
    before: request(object({ a: { enum: ["x"] }, b: { enum: ["p"] } }, "a", "b")),
    after: request(object({ a: { enum: ["y"] }, b: { enum: ["q"] } }, "a", "b")),
    level: "breaking",
  },
  {
    name: "two enums of an item were replaced",
    before: response({ type: "array", items: object({ a: { enum: ["x"] }, b: { enum: ["p"] } }, "a", "b") }),
    after: response({ type: "array", items: object({ a: { enum: ["y"] }, b: { enum: ["q"] } }, "a", "b") }),
    level: "breaking",
  },
  {
    name: "two enums of different objects were replaced",
    before: response(object({ a: object({ b: { enum: ["x"] } }, "b"), c: { enum: ["p"] } }, "a", "c")),
    after: response(object({ a: object({ b: { enum: ["y"] } }, "b"), c: { enum: ["q"] } }, "a", "c")),
    level: "breaking",
  },
  {
    name: "a pattern in one of overlapping branches changed",
    before: request(overlapping("oneOf", { ...text, pattern: "^a" })),
    after: request(overlapping("oneOf", { ...text, pattern: "^b" })),
    level: "breaking",
  },
  {
    name: "a maximum length in one of overlapping branches of a response increased",
    before: response(overlapping("oneOf", { ...text, maxLength: 5 })),
    after: response(overlapping("oneOf", { ...text, maxLength: 9 })),
    level: "breaking",
  },
  {
    name: "a limit in one of overlapping branches of an item changed",
    before: request({ type: "array", items: overlapping("oneOf", count) }),
    after: request({ type: "array", items: overlapping("oneOf", { ...count, maximum: 9 }) }),
    level: "breaking",
  },
  {
    name: "a property of one of overlapping branches became required",
    before: request(overlapping("oneOf", text)),
    after: request({ oneOf: [object({ k: text, a: text }, "k", "a"), object({ k: text, b: text }, "k")] }),
    level: "breaking",
  },
  {
    name: "the maximum length of property names decreased",
    before: request({ type: "object", propertyNames: { maxLength: 9 } }),
    after: request({ type: "object", propertyNames: { maxLength: 5 } }),
    level: "breaking",
  },
  {
    name: "property names got a pattern",
    before: request({ type: "object", additionalProperties: count }),
    after: request({ type: "object", additionalProperties: count, propertyNames: { pattern: "^[a-z]+$" } }),
    level: "breaking",
  },
  {
    name: "an allowed property name in a response was replaced",
    before: response({ type: "object", propertyNames: { enum: ["a", "b"] } }),
    after: response({ type: "object", propertyNames: { enum: ["a", "c"] } }),
    level: "breaking",
  },
  {
    name: "the pattern of property names beside properties changed",
    before: request({ ...object({ a: text }), propertyNames: { pattern: "^[a-z]" } }),
    after: request({ ...object({ a: text }), propertyNames: { pattern: "^[a-m]" } }),
    level: "breaking",
  },
  {
    name: "the maximum length of property names increased",
    before: request({ type: "object", propertyNames: { maxLength: 5 } }),
    after: request({ type: "object", propertyNames: { maxLength: 9 } }),
    level: "compatible",
  },
];

const pets = (keyword: string, c: Json, more: JsonObject = {}): JsonObject =>
  response(
    ref("Pet"),
    components({
      Pet: { ...object({ k: text }, "k"), [keyword]: [ref("Cat"), ref("Dog")], ...more },
      Cat: { allOf: [ref("Pet"), object({ c })] },
      Dog: { allOf: [ref("Pet"), object({ d: text }, "d")] },
    }),
  );
const mapped = {
  discriminator: { propertyName: "k", mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" } },
};
const tree = (leaf: JsonObject): JsonObject =>
  request(
    ref("Node"),
    components({ Node: object({ v: leaf, left: ref("Node"), right: { allOf: [ref("Node")] } }, "v") }),
  );
const RECURSIONS: readonly Case[] = [
  {
    name: "a recursion through anyOf changed",
    before: pets("anyOf", text),
    after: pets("anyOf", count),
    level: "breaking",
  },
  {
    name: "a recursion with a discriminator changed",
    before: pets("oneOf", text, mapped),
    after: pets("oneOf", count, mapped),
    level: "breaking",
  },
  {
    name: "a recursion did not change",
    before: pets("oneOf", text, mapped),
    after: pets("oneOf", text, mapped),
    level: "none",
  },
  { name: "a recursive tree changed", before: tree(text), after: tree({ ...text, maxLength: 9 }), level: "breaking" },
  {
    name: "two mutually recursive schemas changed",
    before: request(ref("A"), components({ A: object({ b: ref("B") }), B: object({ a: ref("A"), v: text }) })),
    after: request(ref("A"), components({ A: object({ b: ref("B") }), B: object({ a: ref("A"), v: count }) })),
    level: "breaking",
  },
];

const dynamic = (more: JsonObject): JsonObject =>
  request({ $dynamicAnchor: "node", ...object({ n: { $dynamicRef: "#node" }, ...more }) });
const anchored = (leaf: JsonObject): JsonObject =>
  request(object({ n: { $ref: "#leaf" } }), components({ Leaf: { $anchor: "leaf", ...leaf } }));
const defined = (leaf: JsonObject): JsonObject =>
  request({
    $defs: { leaf },
    ...object({ n: { $ref: "#/paths/~1x/post/requestBody/content/application~1json/schema/$defs/leaf" } }),
  });
const ANCHORS: readonly Case[] = [
  {
    name: "a property was added to a dynamic anchor",
    before: dynamic({}),
    after: dynamic({ m: text }),
    level: "compatible",
  },
  {
    name: "a property was narrowed under a dynamic anchor",
    before: dynamic({ m: text }),
    after: dynamic({ m: { ...text, maxLength: 2 } }),
    level: "breaking",
  },
  { name: "a schema with an anchor changed", before: anchored(text), after: anchored(count), level: "breaking" },
  { name: "a schema under $defs changed", before: defined(text), after: defined(count), level: "breaking" },
];

describe("an invalid or empty keyword, if", () => {
  testLevels(UNUSUAL);
});
describe("a discriminator, if", () => {
  testLevels(DISCRIMINATORS);
});
describe("a branch, if", () => {
  testLevels(BRANCHES);
});
describe("a counterexample is found, if", () => {
  testLevels(COUNTEREXAMPLES);
});
describe("a recursive schema, if", () => {
  testLevels(RECURSIONS);
});
describe("an anchor, if", () => {
  testLevels(ANCHORS);
});
