// Protects the derivation from unusual documents: a schema that cannot be used affects only its own place, and all
// others mean what OpenAPI says.
import { describe, expect, it } from "vitest";
import { deriveCases, type ContractCase, type Derivation } from "../../src/contract/index.ts";
import { around } from "./documents.ts";

const valuesOf = ({ cases }: Derivation, keyword: string, valid: boolean): readonly unknown[] =>
  cases.filter((one) => one.keyword === keyword && one.valid === valid).map(({ value }) => value);
const limited = { type: "integer", maximum: 3 };

describe("a schema with", () => {
  it.each([
    { fault: "nullable without a type", a: { nullable: true, oneOf: [{ type: "integer" }, { type: "string" }] } },
    { fault: "a pattern of another regex dialect", a: { type: "string", pattern: "(?i)^abc$" } },
    { fault: "a reference to nothing", a: { $ref: "#/components/schemas/Nope" } },
    { fault: "a reference to another file", a: { $ref: "other.yaml#/A" } },
    { fault: "a reference to itself", a: { $ref: "#/components/schemas/Loop" } },
    { fault: "no schema at all", a: "text" },
    { fault: "an unknown type", a: { type: "int" } },
    { fault: "a limit that is a string", a: { type: "integer", minimum: "1" } },
    { fault: "a pattern with catastrophic backtracking", a: { type: "string", pattern: "^(a+)+$", minLength: 40 } },
    { fault: "properties named like inherited ones", a: { type: "object", required: ["constructor", "toString"] } },
    { fault: "an invalid percent-encoding", a: { $ref: "#/%zz" } },
  ])("$fault affects only its own place", ({ a }) => {
    const Loop = { allOf: [{ $ref: "#/components/schemas/Loop" }] };
    const document = around({ type: "object", properties: { a, b: limited } }, { Loop });

    const derivation = deriveCases(document);

    const place = "/paths/~1x/post/requestBody/content/application~1json/schema/properties/a";
    const missed = derivation.coverage.filter(({ covered }) => !covered);
    expect(valuesOf(derivation, "maximum", false)).toContainEqual({ b: 4 });
    expect(missed.every(({ pointer }) => pointer.startsWith(place) || pointer.includes("Loop"))).toBe(true);
    expect(derivation.problems.every(({ pointer }) => pointer.startsWith(place) || pointer.includes("Loop"))).toBe(
      true,
    );
  });

  it("an `$id` resolves references against it", () => {
    const A = {
      $id: "https://x.example/a",
      type: "object",
      properties: { b: { $ref: "#/$defs/B" } },
      $defs: { B: limited },
    };

    const derivation = deriveCases(around({ $ref: "#/components/schemas/A" }, { A }));

    expect(valuesOf(derivation, "maximum", false)).toContainEqual({ b: 4 });
  });

  it("a `$dynamicRef` refers to the outermost schema that declares the anchor", () => {
    const Tree = {
      $id: "https://x.example/tree",
      $dynamicAnchor: "node",
      type: "object",
      properties: { kids: { type: "array", items: { $dynamicRef: "#node" } } },
    };
    const Strict = { $id: "https://x.example/strict", $dynamicAnchor: "node", $ref: "tree", required: ["v"] };

    const { cases } = deriveCases(around({ $ref: "#/components/schemas/Strict" }, { Tree, Strict }));

    const isStrict = (value: unknown): boolean =>
      typeof value !== "object" ||
      value === null ||
      ("v" in value && (!("kids" in value) || (Array.isArray(value.kids) && value.kids.every(isStrict))));
    expect(cases.filter(({ valid }) => valid).every(({ value }) => isStrict(value))).toBe(true);
    expect(cases.some(({ valid, value }) => valid && JSON.stringify(value).includes('"kids":[{'))).toBe(true);
  });

  it("`readOnly` properties has no cases with them in requests, and with `writeOnly` ones none in responses", () => {
    const Thing = {
      type: "object",
      required: ["id", "secret", "n"],
      properties: {
        id: { type: "string", readOnly: true },
        secret: { type: "string", writeOnly: true },
        n: { type: "string", maxLength: 3 },
      },
    };
    const content = { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } };
    const responses = { 200: { description: "", content } };

    const { cases } = deriveCases({
      ...around({}, { Thing }),
      paths: { "/x": { post: { requestBody: { content }, responses } } },
    });

    const holds = (name: string, location: string): readonly ContractCase[] =>
      cases.filter((one) => one.location === location && JSON.stringify(one.value).includes(`"${name}":`));
    expect([holds("id", "body"), holds("secret", "response:200")]).toEqual([[], []]);
    expect(cases.some(({ location, valid }) => location === "body" && valid)).toBe(true);
    expect(cases.some(({ location, valid }) => location === "response:200" && valid)).toBe(true);
  });

  it.each([
    { name: "overlapping branches", schema: { type: "string", oneOf: [{ minLength: 2 }, { maxLength: 4 }] } },
    { name: "no allowed property name", schema: { type: "object", propertyNames: false } },
    { name: "float and double", schema: { type: "array", items: { anyOf: [{ type: "number", format: "float" }] } } },
    { name: "dependencies", schema: { type: "object", dependencies: { a: ["b"], c: { required: ["d"] } } } },
    {
      name: "64-bit limits",
      schema: { type: "integer", minimum: -(2 ** 63), maximum: 2 ** 63 },
    },
    {
      name: "a pattern that needs an automaton",
      schema: { type: "string", pattern: "^(?=[a-z]*[0-9]{3})(?=.{12}$)[a-z]+[0-9]+x$" },
    },
  ])("$name is covered", ({ schema }) => {
    const { cases, coverage } = deriveCases(around(schema));

    expect(coverage.filter(({ covered }) => !covered)).toEqual([]);
    expect(cases.length).toBeGreaterThan(1);
  });
});

describe("a document", () => {
  it("with `$id` in examples treats the examples as data", () => {
    const examples = { one: { value: { $id: "1", a: 1 } }, two: { value: { $id: "1", a: 2 } } };
    const schema = { type: "object", properties: { a: limited } };

    const derivation = deriveCases({
      ...around({}),
      paths: {
        "/x": { post: { requestBody: { content: { "application/json": { schema, examples } } }, responses: {} } },
      },
    });

    expect(derivation.problems).toEqual([]);
    expect(valuesOf(derivation, "maximum", false)).toContainEqual({ a: 4 });
  });

  it.each([
    {
      name: "an unquoted version",
      document: { openapi: 3.1, paths: {} },
      message: /write it as a text, such as "3.1.0"/,
    },
    { name: "Swagger 2", document: { swagger: "2.0", paths: {} }, message: /convert the document to OpenAPI 3/ },
    { name: "an unquoted Swagger", document: { swagger: 2, paths: {} }, message: /convert the document to OpenAPI 3/ },
    { name: "a later version", document: { openapi: "3.9.0", paths: {} }, message: /has to be 3.0, 3.1 or 3.2/ },
  ])("with $name is rejected, and the error says what to do", ({ document, message }) => {
    expect(() => deriveCases(document)).toThrow(message);
  });

  it.each([
    { name: "3.0", extra: { nullable: true, minimum: 1, exclusiveMinimum: true }, openapi: "3.0.3", method: "post" },
    { name: "3.2", extra: { exclusiveMinimum: 1 }, openapi: "3.2.0", method: "query" },
  ])("of OpenAPI $name is read", ({ extra, openapi, method }) => {
    const content = { "application/json": { schema: { type: "integer", ...extra } } };

    const derivation = deriveCases({
      openapi,
      paths: { "/x": { [method]: { requestBody: { content }, responses: {} } } },
    });

    expect(valuesOf(derivation, "exclusiveMinimum", false)).toContain(1);
  });
});

it("sends no valid number that a double cannot represent exactly", () => {
  const seed = { type: "integer", minimum: -(2 ** 63), maximum: 2 ** 63 };

  const { cases } = deriveCases(around({ type: "object", properties: { seed } }));

  const sent = cases.flatMap(({ valid, request }) =>
    valid && request && !("unsendable" in request) ? [request.body ?? ""] : [],
  );
  expect(cases.some(({ valid, value }) => valid && JSON.stringify(value).includes("9223372036854776000"))).toBe(true);
  expect(sent.filter((body) => body.includes("9223372036854776000"))).toEqual([]);
});

it("reports that `itemSchema` of 3.2 is not read", () => {
  const content = { "application/jsonl": { itemSchema: limited } };
  const document = { openapi: "3.2.0", paths: { "/x": { get: { responses: { 200: { content } } } } } };

  expect(deriveCases(document).problems).toMatchObject([{ reason: "`itemSchema` is not read" }]);
});

it("distinguishes an impossible constraint from a search that gave up", () => {
  const { coverage } = deriveCases(around({ type: "integer", minimum: 5, maximum: 4 }));

  const reasons = coverage.filter(({ covered }) => !covered).map(({ reason }) => reason);
  expect(reasons.length).toBeGreaterThan(0);
  expect(reasons.every((reason) => /^(?:impossible|gave up): /.test(reason))).toBe(true);
});
