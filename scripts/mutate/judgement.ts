import type { ContractCase } from "../../src/contract/index.ts";
import type { JsonObject } from "../../src/contract/schema/json.ts";
import { equivalenceOf } from "./equivalence.ts";
import type { Mutant } from "./operators.ts";
import type { Judge, Plan } from "./suite.ts";

/** What became of a mutant. */
export interface Judgement {
  readonly pointer: string;
  readonly keyword: string;
  readonly operator: string;
  readonly outcome: "noticed" | "equivalent" | "survived";
  /** The case that noticed it, the normal form in which it is the original, or what was tried. */
  readonly reason: string;
  /** What Prism says, for a mutant that a request meets. */
  readonly prism?: "noticed" | "unnoticed";
}

/** Names a mutant: the same change of the same document has the same name in every run. */
export function nameOf({ pointer, keyword, operator }: Pick<Mutant, "pointer" | "keyword" | "operator">): string {
  return `${pointer} ${keyword} ${operator}`;
}

/** Judges one mutant by the suite, at each root that meets it; only one that no case notices is asked for equivalence. */
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
    if (noticed) return { pointer, keyword, operator, outcome: "noticed", reason: `${noticed.operation} ${noticed.location}: ${noticed.why}` };
  }
  const form = equivalenceOf(document, mutant, roots);
  if (form !== undefined) return { pointer, keyword, operator, outcome: "equivalent", reason: `normal form: ${form}` };
  const tried = roots.reduce((sum, root) => sum + (casesByRoot.get(root)?.length ?? 0), 0);
  return { pointer, keyword, operator, outcome: "survived", reason: `none of ${tried} cases at ${roots.length} roots judges it otherwise` };
}
