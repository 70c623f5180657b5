// Protects verdicts on schemas that come in many forms: branches, discriminators, circles, odd and empty keywords.
import { describe } from "vitest";
import type { Json, JsonObject } from "../../../src/openapi/json.ts";
import { components, object, request, response, testLevels, type Case } from "../documents.ts";

const text = { type: "string" };
const count = { type: "integer" };
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

const ODD: readonly Case[] = [
  {
    name: "a type that is none became another",
    before: request({ type: "date" }),
    after: request({ type: "int" }),
    level: "unproven",
  },
  {
    name: "a list of types got one that is none",
    before: request({ type: ["string"] }),
    after: request({ type: ["string", "int"] }),
    level: "unproven",
  },
  {
    name: "a type that is none in a response",
    before: response(object({ a: { type: "float" } })),
    after: response(object({ a: { type: "number" } })),
    level: "unproven",
  },
  {
    name: "a length written as text",
    before: request({ type: "string", minLength: "2" }),
    after: request({ type: "string", minLength: 2 }),
    level: "unproven",
  },
  {
    name: "required as a boolean",
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
    name: "an empty enum of a property was filled",
    before: request(object({ a: { enum: [] } })),
    after: request(object({ a: { enum: ["a"] } })),
    level: "compatible",
  },
  { name: "an empty anyOf came", before: request(text), after: request({ ...text, anyOf: [] }), level: "breaking" },
  { name: "an empty oneOf went", before: request({ ...text, oneOf: [] }), after: request(text), level: "compatible" },
  { name: "an empty list of types came", before: request(text), after: request({ type: [] }), level: "unproven" },
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
    name: "a mapping was swapped by plain names",
    before: response({ ...variants("A", "B"), discriminator: { propertyName: "k", mapping: { x: "A", y: "B" } } }, AB),
    after: response({ ...variants("A", "B"), discriminator: { propertyName: "k", mapping: { x: "B", y: "A" } } }, AB),
    level: "unproven",
  },
  {
    name: "another property tells the variants apart",
    before: response(variants("A", "B"), AB),
    after: response(variants("A", "B", { propertyName: "j" }), AB),
    level: "unproven",
  },
  {
    name: "a value of a mapping went",
    before: response(variants("A", "B"), AB),
    after: response({ ...variants("A", "B"), discriminator: { propertyName: "k", mapping: { x: "A" } } }, AB),
    level: "unproven",
  },
  {
    name: "a value of a mapping came",
    before: response({ ...variants("A", "B"), discriminator: { propertyName: "k", mapping: { x: "A" } } }, AB),
    after: response(variants("A", "B"), AB),
    level: "compatible",
  },
  {
    name: "a mapping names an equal schema",
    before: response(variants("A", "B"), AB),
    after: response(variants("C", "B"), AB),
    level: "compatible",
  },
];

const said = (role: string, properties: JsonObject = {}): JsonObject =>
  object({ r: { const: role }, ...properties }, "r");
const BRANCHES: readonly Case[] = [
  {
    name: "an optional property that a branch of anyOf has came in another",
    before: request({ anyOf: [said("a"), said("b", { n: text })] }),
    after: request({ anyOf: [said("a", { n: text }), said("b", { n: text })] }),
    level: "compatible",
  },
  {
    name: "an optional property that a branch has came in another of an item",
    before: request({ type: "array", items: { oneOf: [said("a"), said("b", { n: text })] } }),
    after: request({ type: "array", items: { oneOf: [said("a", { n: text }), said("b", { n: text })] } }),
    level: "compatible",
  },
  {
    name: "an optional property that a branch has with another type came in another",
    before: request({ oneOf: [said("a"), said("b", { n: text })] }),
    after: request({ oneOf: [said("a", { n: count }), said("b", { n: text })] }),
    level: "compatible",
  },
  {
    name: "an optional property that two branches have came in a third by reference",
    before: request(
      { oneOf: [ref("P"), ref("Q"), ref("R")] },
      components({ P: said("p"), Q: said("q", { n: text }), R: said("r", { n: text }) }),
    ),
    after: request(
      { oneOf: [ref("P"), ref("Q"), ref("R")] },
      components({ P: said("p", { n: text }), Q: said("q", { n: text }), R: said("r", { n: text }) }),
    ),
    level: "compatible",
  },
  {
    name: "a required property that a branch has came in another",
    before: request({ oneOf: [said("a"), said("b", { n: text })] }),
    after: request({ oneOf: [{ ...said("a", { n: text }), required: ["r", "n"] }, said("b", { n: text })] }),
    level: "breaking",
  },
];

const three = (a: string, b: string, c: string): JsonObject =>
  object({ a: { const: a }, b: { const: b }, c: { const: c } }, "a", "b", "c");
const overlapping = (keyword: string, a: JsonObject): JsonObject => ({
  [keyword]: [object({ k: text, a }, "k"), object({ k: text, b: text }, "k")],
});
const PROOFS: readonly Case[] = [
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
    name: "a length in one of overlapping branches of a response grew",
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
    name: "names became shorter",
    before: request({ type: "object", propertyNames: { maxLength: 9 } }),
    after: request({ type: "object", propertyNames: { maxLength: 5 } }),
    level: "breaking",
  },
  {
    name: "names got a pattern",
    before: request({ type: "object", additionalProperties: count }),
    after: request({ type: "object", additionalProperties: count, propertyNames: { pattern: "^[a-z]+$" } }),
    level: "breaking",
  },
  {
    name: "names of a list were exchanged in a response",
    before: response({ type: "object", propertyNames: { enum: ["a", "b"] } }),
    after: response({ type: "object", propertyNames: { enum: ["a", "c"] } }),
    level: "breaking",
  },
  {
    name: "names beside properties got a form",
    before: request({ ...object({ a: text }), propertyNames: { pattern: "^[a-z]" } }),
    after: request({ ...object({ a: text }), propertyNames: { pattern: "^[a-m]" } }),
    level: "breaking",
  },
  {
    name: "names of a map became longer",
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
const CIRCLES: readonly Case[] = [
  { name: "a circle by anyOf changed", before: pets("anyOf", text), after: pets("anyOf", count), level: "breaking" },
  {
    name: "a circle with a discriminator changed",
    before: pets("oneOf", text, mapped),
    after: pets("oneOf", count, mapped),
    level: "breaking",
  },
  {
    name: "a circle did not change",
    before: pets("oneOf", text, mapped),
    after: pets("oneOf", text, mapped),
    level: "none",
  },
  { name: "a tree of itself changed", before: tree(text), after: tree({ ...text, maxLength: 9 }), level: "breaking" },
  {
    name: "two trees that name each other changed",
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

describe("an odd keyword, when", () => {
  testLevels(ODD);
});
describe("a discriminator, when", () => {
  testLevels(DISCRIMINATORS);
});
describe("a branch, when", () => {
  testLevels(BRANCHES);
});
describe("a proof, when", () => {
  testLevels(PROOFS);
});
describe("a circle, when", () => {
  testLevels(CIRCLES);
});
describe("an anchor, when", () => {
  testLevels(ANCHORS);
});
