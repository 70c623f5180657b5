import type { ContractCase } from "../../../src/contract/index.ts";
import type { JsonObject } from "../../../src/contract/schema/json.ts";
import type { Judgement } from "../judgement.ts";
import { equivalenceOf } from "./equivalence.ts";
import type { Mutant } from "./operators.ts";
import type { Judge, Plan } from "./suite.ts";

/**
 * Judges one mutant by the suite, at each root that meets it; only one that no case notices is asked for equivalence.
 */
export function judgementOf(
  document: JsonObject,
  mutant: Mutant,
  { rootsOf }: Plan,
  casesByRoot: ReadonlyMap<string, readonly ContractCase[]>,
  judge: Judge,
): Judgement {
  const { pointer, keyword, operator } = mutant;
  const roots = rootsOf.get(pointer) ?? [];
  for (const root of roots) {
    const noticed = judge(mutant, root, casesByRoot.get(root) ?? []);
    if (noticed)
      return {
        pointer,
        keyword,
        operator,
        outcome: "noticed",
        reason: `${noticed.operation} ${noticed.location}: ${noticed.why}`,
      };
  }
  const form = equivalenceOf(document, mutant, roots);
  if (form !== undefined) return { pointer, keyword, operator, outcome: "equivalent", reason: `normal form: ${form}` };
  const tried = roots.reduce((sum, root) => sum + (casesByRoot.get(root)?.length ?? 0), 0);
  return {
    pointer,
    keyword,
    operator,
    outcome: "survived",
    reason: `none of ${tried} cases at ${roots.length} roots judges it otherwise`,
  };
}
