// Protects the speed of `drift diff` for large documents.
import { expect, it } from "vitest";
import { measure } from "../../scripts/bench/drift.ts";

it("compares documents of 500 operations in less than 10 seconds", { timeout: 60_000 }, () => {
  const [result] = measure([500]);

  expect(result?.findings).toBeGreaterThan(50);
  expect(result?.milliseconds).toBeLessThan(10_000);
});
