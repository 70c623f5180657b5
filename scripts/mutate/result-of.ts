import type { ContractCase } from "../../src/contract/index.ts";
import { type JsonObject } from "../../src/shared/json.ts";
import type { MutantResult } from "./result.ts";
import { equivalenceOf } from "./equivalence.ts";
import type { Mutant } from "./operators.ts";
import type { CaseValidator, Plan } from "./suite.ts";

/**
 * Tests a mutant with the suite, at each of its roots. Checks equivalence only if no case detects it.
 */
export function resultOf(
  document: JsonObject,
  mutant: Mutant,
  { rootsOf }: Plan,
  casesByRoot: ReadonlyMap<string, readonly ContractCase[]>,
  validate: CaseValidator,
): MutantResult {
  const { pointer, keyword, operator } = mutant;
  const roots = rootsOf.get(pointer) ?? [];
  for (const root of roots) {
    const noticed = validate(mutant, root, casesByRoot.get(root) ?? []);
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
    reason: `none of ${tried} cases at ${roots.length} roots has another result`,
  };
}
