// Protects the request types: every derived request compiles as a literal if its form is allowed, and only then.
import { describe, expect, test } from "vitest";
import { readContract } from "../../scripts/generate/contract.ts";
import { blindness, compileLiterals, UNSEEN } from "../../scripts/validators/types.ts";
import { deriveCases } from "../../src/contract/index.ts";

const bodies = deriveCases(readContract()).cases.filter(
  ({ location, value }) => location === "body" && value !== undefined,
);

const seen = bodies.filter((one) => blindness(one) === undefined);
const errors = compileLiterals(seen);
const compiles = (index: number): boolean => errors[index]?.length === 0;

test("every valid request compiles", () => {
  const refused = seen.flatMap((one, index) =>
    one.valid && !compiles(index) ? [{ ...one, errors: errors[index] }] : [],
  );

  expect(refused).toEqual([]);
});

test("no request of a forbidden form compiles", () => {
  const accepted = seen.flatMap((one, index) =>
    !one.valid && compiles(index) ? [`${one.pointer} ${one.keyword}: ${JSON.stringify(one.value)}`] : [],
  );

  expect(accepted).toEqual([]);
});

describe("what types cannot express", () => {
  test.each(UNSEEN)("$what: there are such cases", ({ applies }) => {
    expect(bodies.some((one) => !one.valid && applies(one))).toBe(true);
  });
});
