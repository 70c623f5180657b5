// Protects the third judge: every derived request compiles as a literal if its form is allowed, and does not if it is
// not.
import { describe, expect, test } from "vitest";
import { readContract } from "../../scripts/generate/contract.ts";
import { blindness, compileLiterals, UNSEEN } from "../../scripts/judges/types.ts";
import { deriveCases } from "../../src/contract/index.ts";

const bodies = deriveCases(readContract()).cases.filter(
  ({ location, value }) => location === "body" && value !== undefined,
);

const seen = bodies.filter((one) => blindness(one) === undefined);
const told = compileLiterals(seen);
const compiles = (index: number): boolean => told[index]?.length === 0;

test("every valid request compiles", () => {
  const refused = seen.flatMap((one, index) => (one.valid && !compiles(index) ? [{ ...one, told: told[index] }] : []));

  expect(refused).toEqual([]);
});

test("no request of a forbidden form compiles", () => {
  const accepted = seen.flatMap((one, index) =>
    !one.valid && compiles(index) ? [`${one.pointer} ${one.keyword}: ${JSON.stringify(one.value)}`] : [],
  );

  expect(accepted).toEqual([]);
});

describe("what types cannot see", () => {
  test.each(UNSEEN)("$what: there are such cases", ({ applies }) => {
    expect(bodies.some((one) => !one.valid && applies(one))).toBe(true);
  });
});
