// Protects the proof that tests bite: a sample of all mutants is noticed, and a validator that sees nothing is found
// out.
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
  it("lets no mutant of the sample survive that is not equivalent", { timeout: 300_000 }, async () => {
    const { code, out } = await mutate("--sample", String(SAMPLE), "--no-prism", "--fresh", "--json");

    const { mutants, survivors, fields } = JSON.parse(out) as Score & {
      readonly fields: Readonly<Record<string, Score>>;
    };
    expect(survivors).toEqual([]);
    expect([code, mutants, Object.keys(fields)]).toEqual([0, SAMPLE, ["contract"]]);
    expect(Object.values(fields).every(({ noticed }) => noticed > SAMPLE / 2)).toBe(true);
  });

  it("ends with 2 and says so for what it does not know", async () => {
    const { code, out, err } = await mutate("everything");

    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe("error: Argument 'field': Allowed choices are contract.\nnpm run mutate -- --help shows how.\n");
  });
});

describe("a validator that sees nothing", () => {
  const blind = (cases: readonly ContractCase[]): readonly ContractCase[] =>
    cases.filter(({ keyword }) => keyword !== "maximum");

  it("of the contract lets mutants survive", () => {
    const document = around({ type: "integer", maximum: 5 });
    const { cases } = deriveCases(document);
    const plan = planOf(document);
    const outcomes = (given: readonly ContractCase[]): readonly string[] =>
      plan.mutants
        .filter(({ keyword }) => keyword === "maximum")
        .map((mutant) => resultOf(document, mutant, plan, casesByRoot(given), ajvValidator).outcome);

    const [seeing, seeingNothing] = [outcomes(cases), outcomes(blind(cases))];

    expect(new Set(seeing)).toEqual(new Set(["noticed"]));
    expect(seeingNothing).toContain("survived");
  });
});
