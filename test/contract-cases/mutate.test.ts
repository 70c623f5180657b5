// Protects the mutation test of the contract: the cases detect a sample of the mutants, and missing cases let mutants
// survive.
import { describe, expect, it } from "vitest";
import { main } from "../../scripts/mutate.ts";
import { resultOf } from "../../scripts/mutate/result-of.ts";
import { ajvValidator, casesByRoot, planOf } from "../../scripts/mutate/suite.ts";
import type { Score } from "../../scripts/mutate/run.ts";
import { deriveCases, type ContractCase } from "../../src/contract/index.ts";
import { IS_EXHAUSTIVE } from "../exhaustive.ts";
import { around } from "./documents.ts";

const SAMPLE = IS_EXHAUSTIVE ? 20 : 2;

async function mutate(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const io = {
    out: { write: (text: string) => (written.out += text) },
    err: { write: (text: string) => (written.err += text) },
  };
  return { code: await main(args, io), ...written };
}

describe("mutate", () => {
  it("detects every mutant of a sample that is not equivalent", { timeout: 300_000 }, async () => {
    const { code, out } = await mutate("--sample", String(SAMPLE), "--no-prism", "--fresh", "--json");

    const { mutants, survivors, fields } = JSON.parse(out) as Score & {
      readonly fields: Readonly<Record<string, Score>>;
    };
    expect(survivors).toEqual([]);
    expect([code, mutants, Object.keys(fields)]).toEqual([0, SAMPLE, ["contract"]]);
    expect(Object.values(fields).every(({ noticed }) => noticed > SAMPLE / 2)).toBe(true);
  });

  it("exits with 2 for an unknown field", async () => {
    const { code, out, err } = await mutate("everything");

    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe("error: Argument 'field': Allowed choices are contract.\nnpm run mutate -- --help shows how.\n");
  });
});

describe("a suite without cases for a keyword", () => {
  const withoutMaximum = (cases: readonly ContractCase[]): readonly ContractCase[] =>
    cases.filter(({ keyword }) => keyword !== "maximum");

  it("lets mutants of that keyword survive", () => {
    const document = around({ type: "integer", maximum: 5 });
    const { cases } = deriveCases(document);
    const plan = planOf(document);
    const outcomes = (given: readonly ContractCase[]): readonly string[] =>
      plan.mutants
        .filter(({ keyword }) => keyword === "maximum")
        .map((mutant) => resultOf(document, mutant, plan, casesByRoot(given), ajvValidator).outcome);

    const [complete, incomplete] = [outcomes(cases), outcomes(withoutMaximum(cases))];

    expect(new Set(complete)).toEqual(new Set(["noticed"]));
    expect(incomplete).toContain("survived");
  });
});
