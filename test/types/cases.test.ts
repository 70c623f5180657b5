// Protects the request types: a derived request compiles as a literal exactly when it is valid.
import { describe, expect, test } from "vitest";
import { compileLiterals, INEXPRESSIBLE, whyNotCompiled } from "../../scripts/validators/types.ts";
import { derivationOf, DOCUMENTS } from "../contract-cases/documents.ts";

const bodies = derivationOf(DOCUMENTS.ours).cases.filter(
  ({ location, value }) => location === "body" && value !== undefined,
);

const compiled = bodies.filter((one) => whyNotCompiled(one) === undefined);
const errors = compileLiterals(compiled);
const compiles = (index: number): boolean => errors[index]?.length === 0;

test("every valid request compiles", () => {
  const rejected = compiled.flatMap((one, index) =>
    one.valid && !compiles(index) ? [{ ...one, errors: errors[index] }] : [],
  );

  expect(rejected).toEqual([]);
});

test("no invalid request compiles", () => {
  const accepted = compiled.flatMap((one, index) =>
    !one.valid && compiles(index) ? [`${one.pointer} ${one.keyword}: ${JSON.stringify(one.value)}`] : [],
  );

  expect(accepted).toEqual([]);
});

describe("a constraint that types cannot express", () => {
  test.each(INEXPRESSIBLE)("$what: some cases violate it", ({ applies }) => {
    expect(bodies.some((one) => !one.valid && applies(one))).toBe(true);
  });
});
