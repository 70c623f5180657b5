// Protects the derivation of cases: they are correct, at the boundaries, complete, deterministic, and bounded in number.
import { describe, expect, it } from "vitest";
import { deriveCases, type ContractCase } from "../../src/contract/index.ts";
import { around, derivationOf, DOCUMENTS, independentValidator } from "./documents.ts";

const valuesOf = (cases: readonly ContractCase[], keyword: string, valid: boolean): readonly unknown[] =>
  cases.filter((one) => one.keyword === keyword && one.valid === valid).map(({ value }) => value);

describe.each(Object.entries(DOCUMENTS))("cases of %s", (name, document) => {
  it("are valid exactly when an independently configured ajv says so", () => {
    const validate = independentValidator(document);

    const wrong = derivationOf(document).cases.filter((one) => one.value !== undefined && validate(one) !== one.valid);

    expect(wrong).toEqual([]);
    expect(derivationOf(document).cases.length).toBeGreaterThan(300);
  });

  it("are the same for the same seed, also when only some parts are derived", () => {
    // The body of our document takes by far the longest; bodies are tested with the other documents.
    const isWanted = ({ location }: Pick<ContractCase, "location">): boolean => name !== "ours" || location !== "body";

    const selected = deriveCases(document, { only: isWanted });

    const { cases, coverage } = derivationOf(document);
    expect(JSON.stringify(selected)).toBe(
      JSON.stringify({ cases: cases.filter(isWanted), coverage: coverage.filter(isWanted), problems: [] }),
    );
  });

  it("contain a case for each covered row, and every row that is not covered has a reason", () => {
    const { cases, coverage } = derivationOf(document);
    const shown = new Set(
      cases.map((one) => [one.operation, one.location, one.pointer, one.keyword, one.valid].join()),
    );

    const unfounded = coverage.filter(({ covered, reason, ...row }) =>
      covered
        ? !shown.has([row.operation, row.location, row.pointer, row.keyword, row.side === "accepted"].join())
        : reason === "",
    );

    expect(unfounded).toEqual([]);
  });

  it("cover every row except the known ones", () => {
    // No case can cover a discriminator; the orders have two.
    const known = { orders: 2, documents: 0, devices: 1, ours: 0 }[name] ?? 0;

    const missed = derivationOf(document).coverage.filter(({ covered }) => !covered);

    expect(missed.length).toBeLessThanOrEqual(known);
  });
});

describe("boundaries", () => {
  it("of numbers: the limits and the nearest values beyond them", () => {
    const { cases } = deriveCases(around({ type: "integer", minimum: 3, exclusiveMaximum: 10 }));

    expect(valuesOf(cases, "minimum", true)).toContain(3);
    expect(valuesOf(cases, "minimum", false)).toContain(2);
    expect(valuesOf(cases, "exclusiveMaximum", true)).toContain(9);
    expect(valuesOf(cases, "exclusiveMaximum", false)).toContain(10);
  });

  it("of string lengths count code points", () => {
    const { cases } = deriveCases(around({ type: "string", minLength: 2, maxLength: 4 }));

    expect(valuesOf(cases, "minLength", false)).toContain("😀");
    expect(valuesOf(cases, "maxLength", true)).toContain("😀😀😀😀");
    expect(valuesOf(cases, "maxLength", false)).toEqual(
      expect.arrayContaining(["😀😀😀😀😀", expect.stringMatching(/^.{5}$/)]),
    );
  });

  it("of required properties: each is left out alone", () => {
    const { cases } = deriveCases(
      around({ type: "object", required: ["a", "b"], properties: { a: { const: 1 }, b: { const: 2 } } }),
    );

    expect(valuesOf(cases, "required", false)).toEqual(expect.arrayContaining([{ a: 1 }, { b: 2 }]));
  });

  it("of oneOf: each branch, no branch, and two branches at once", () => {
    const { cases } = deriveCases(
      around({ oneOf: [{ type: "integer", maximum: 5 }, { type: "integer", minimum: 5 }, { type: "null" }] }),
    );

    const accepted = valuesOf(cases, "oneOf", true);
    const refused = valuesOf(cases, "oneOf", false);

    expect(accepted).toContain(null);
    expect(accepted.some((value) => Number(value) > 5)).toBe(true);
    expect(refused).toContain(5);
    expect(refused.some((value) => typeof value !== "number")).toBe(true);
  });

  it("of patterns: each alternative and each lookaround", () => {
    const { cases } = deriveCases(around({ type: "string", pattern: "^(?!admin$|root$)(?:[a-z]{2,5}|[0-9]{3})$" }));

    const accepted = valuesOf(cases, "pattern", true);
    const refused = valuesOf(cases, "pattern", false);

    expect(refused).toEqual(expect.arrayContaining(["admin", "root"]));
    expect(accepted.some((text) => /^[0-9]{3}$/.test(String(text)))).toBe(true);
    expect(accepted.map((text) => String(text).length)).toEqual(expect.arrayContaining([2, 5]));
    expect(refused.map((text) => String(text).length)).toEqual(expect.arrayContaining([1, 6]));
  });
});

describe("response headers", () => {
  const documentWith = (headers: object): object => ({
    openapi: "3.1.0",
    paths: { "/x": { get: { responses: { 200: { headers } } } } },
  });

  it("have accepted and rejected cases, with the status and a pointer to the header", () => {
    const { cases, coverage } = deriveCases(documentWith({ "X-Left": { schema: { type: "integer", minimum: 0 } } }));

    const pointer = "/paths/~1x/get/responses/200/headers/X-Left/schema";
    expect(valuesOf(cases, "minimum", true)).toContain(0);
    expect(valuesOf(cases, "minimum", false)).toContain(-1);
    expect(
      cases.every((one) => one.location === "response:200" && one.pointer === pointer && one.header === "X-Left"),
    ).toBe(true);
    expect(coverage.map(({ keyword, side, covered }) => [keyword, side, covered])).toEqual([
      ["type", "accepted", true],
      ["type", "refused", true],
      ["minimum", "accepted", true],
      ["minimum", "refused", true],
    ]);
  });

  it("that are required have a case without them", () => {
    const { cases } = deriveCases(documentWith({ "X-Left": { required: true, schema: { type: "integer" } } }));

    const missing = cases.filter(({ value }) => value === undefined);

    expect(missing).toMatchObject([
      { keyword: "required", valid: false, header: "X-Left", pointer: "/paths/~1x/get/responses/200/headers/X-Left" },
    ]);
  });

  it("have no cases for Content-Type, which the media type defines", () => {
    const { cases } = deriveCases(documentWith({ "content-type": { schema: { type: "integer" } } }));

    expect(cases).toEqual([]);
  });
});

describe("coverage", () => {
  it("names the other violated keyword when a constraint cannot be violated alone", () => {
    const { coverage } = deriveCases(around({ type: "string", enum: ["a"] }));

    const row = coverage.find(({ keyword, side }) => keyword === "type" && side === "refused");

    expect(row).toMatchObject({ covered: true, reason: expect.stringContaining("#enum") as unknown });
  });

  it("says that no value was found for contradictory constraints", () => {
    const { cases, coverage } = deriveCases(around({ type: "integer", minimum: 5, maximum: 4 }));

    expect(cases.filter(({ valid }) => valid)).toEqual([]);
    expect(coverage.find(({ keyword, side }) => keyword === "minimum" && side === "accepted")).toMatchObject({
      covered: false,
      reason: expect.stringContaining("no value") as unknown,
    });
  });

  it("reports a reference that leaves the document instead of failing", () => {
    const { coverage } = deriveCases(around({ $ref: "other.yaml#/x" }));

    expect(coverage.every(({ covered }) => !covered)).toBe(true);
    expect(coverage[0]?.reason).toContain("leaves the document");
  });
});

describe("size", () => {
  const cases = (count: number): number => {
    const properties = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `p${index}`,
        { type: "integer", minimum: index, maximum: index + 9 },
      ]),
    );
    return deriveCases(around({ type: "object", properties, additionalProperties: false })).cases.length;
  };

  it("grows linearly with the number of constraints", () => {
    const [small, middle, large] = [cases(4), cases(8), cases(16)];

    expect(large - middle).toBeLessThanOrEqual(2.2 * (middle - small));
  });

  it("is bounded for a recursive schema", () => {
    const tree = {
      type: "object",
      required: ["v"],
      properties: { v: { type: "integer" }, kids: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
    };

    const derivation = deriveCases(around({ $ref: "#/components/schemas/Tree" }, { Tree: tree }));

    expect(derivation.cases.length).toBeLessThan(100);
    expect(derivation.coverage.every(({ covered }) => covered)).toBe(true);
  });
});

describe("an invalid document", () => {
  it.each([[null], [{}], [{ openapi: "4.0.0", paths: {} }], ["openapi: 3.1.0"]])(
    "is rejected with a reason: %j",
    (document) => {
      expect(() => deriveCases(document)).toThrow(/OpenAPI/);
    },
  );
});
