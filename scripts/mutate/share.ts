import type { ContractCase } from "../../src/contract/index.ts";
import type { JsonObject } from "../../src/shared/json.ts";
import { nameOf, type MutantResult } from "./result.ts";
import { resultOf } from "./result-of.ts";
import { SecondValidator } from "./second.ts";
import { ajvValidator, casesByRoot, planOf } from "./suite.ts";

/** Mutants to test: the document, the suite, and the names of the mutants. */
export interface Share {
  readonly document: JsonObject;
  readonly cases: readonly ContractCase[];
  readonly names: readonly string[];
  /** Whether to test with Prism too. */
  readonly prism: boolean;
}

/** Tests mutants one after the other. Resolves when each result has been reported. */
export async function testShare(share: Share, onResult: (result: MutantResult) => void): Promise<void> {
  const { document, cases, names, prism } = share;
  const plan = planOf(document);
  const byRoot = casesByRoot(cases);
  const own = new Set(names);
  const second = new SecondValidator(document);
  for (const mutant of plan.mutants.filter((one) => own.has(nameOf(one)))) {
    const result = resultOf(document, mutant, plan, byRoot, ajvValidator);
    const opinion = prism && result.outcome === "noticed" ? await second.opinionOf(mutant, plan, byRoot) : undefined;
    onResult(opinion === undefined ? result : { ...result, prism: opinion });
  }
}
