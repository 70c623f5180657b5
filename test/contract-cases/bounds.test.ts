// Protects the limits of the search for values: steps are counted, the time limit interrupts it, and recursive unions
// are handled in time.
import { describe, expect, it } from "vitest";
import { unionDocument } from "../../scripts/bench/cases/union-document.ts";
import { deriveCases, runCases } from "../../src/contract/index.ts";
import { StepBudget } from "../../src/contract/schema/steps.ts";

describe("a step budget", () => {
  const spend = (budget: StepBudget, steps: number): (() => string) => {
    return () => {
      for (let step = 0; step < steps; step += 1) budget.take();
      return "done";
    };
  };

  it.each([
    { name: "fewer than allowed", allowed: 10, taken: 9, expected: "done" },
    { name: "as many as allowed", allowed: 10, taken: 10, expected: "done" },
    { name: "more than allowed", allowed: 10, taken: 11, expected: undefined },
  ])("with $name steps ends with $expected", ({ allowed, taken, expected }) => {
    const budget = new StepBudget();

    const result = budget.within(allowed, spend(budget, taken));

    expect(result).toBe(expected);
  });

  it("interrupts a search at the time limit, and starts none afterwards", () => {
    let isLate = false;
    const budget = new StepBudget(() => isLate);
    let steps = 0;

    const interrupted = budget.within(1_000_000, (): string => {
      isLate = true;
      for (;;) {
        budget.take();
        steps += 1;
      }
    });

    expect(interrupted).toBeUndefined();
    expect(steps).toBeLessThan(1000);
    expect(budget.within(10, () => "started")).toBeUndefined();
  });

  it("counts the steps of an inner search separately", () => {
    const budget = new StepBudget();

    const result = budget.within(5, () => budget.within(100, spend(budget, 6)) ?? "inner ended");

    expect(result).toBe("inner ended");
  });

  it("rethrows other errors", () => {
    const budget = new StepBudget();

    expect(() =>
      budget.within(5, () => {
        throw new RangeError("other");
      }),
    ).toThrow("other");
  });
});

describe("recursive schemas in unions", () => {
  it("are covered completely", () => {
    const { coverage } = deriveCases(unionDocument(6));

    expect(coverage.filter(({ covered }) => !covered)).toEqual([]);
  });

  it("end at the time limit, and what was not reached is reported as not covered", () => {
    const start = performance.now();

    const { coverage } = deriveCases(unionDocument(80), { timeLimit: 300 });

    expect(performance.now() - start).toBeLessThan(15_000);
    expect(coverage.some(({ covered }) => !covered)).toBe(true);
  });
});

it("a writeOnly property in a response is a finding", async () => {
  const schema = { type: "object", properties: { secret: { type: "string", writeOnly: true } } };
  const content = { "application/json": { schema } };
  const document = {
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: { "/t": { get: { responses: { 200: { description: "", content } } } } },
  };
  const fetch = (): Promise<Response> => Promise.resolve(Response.json({ secret: "x" }));

  const findings = await runCases([], { baseUrl: "http://t.example", fetch, document });

  expect(findings.map(({ message }) => message)).toEqual([
    "the body does not match its schema: /secret is writeOnly and does not belong in a response",
  ]);
});
