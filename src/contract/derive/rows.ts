import { append } from "../../shared/json-pointer.ts";
import type { ContractCase, CoverageRow, ConstraintRef, Derivation, DocumentProblem } from "../case.ts";
import type { ConstraintResult } from "./results.ts";

/** Returns the result of a root that is only a reference, from the results for its target. */
export function referenceResult(pointer: string, results: readonly ConstraintResult[]): ConstraintResult {
  const all = results.flatMap(({ caseValues }) => caseValues);
  const caseValues = [true, false].flatMap((valid) => all.filter((caseValue) => caseValue.valid === valid).slice(0, 1));
  const sides = (["accepted", "refused"] as const)
    .filter((side) => results.some((result) => result.sides.some((row) => row.side === side)))
    .map((side) => {
      const covered = caseValues.some(({ valid }) => valid === (side === "accepted"));
      return { side, covered, reason: covered ? "" : "no value was found for the referenced schema" };
    });
  return { pointer, keyword: "$ref", caseValues, sides };
}

/** Returns the cases and the coverage of one constraint. */
export function asCases(
  at: Pick<ConstraintRef, "operation" | "location">,
  about: Pick<ContractCase, "root" | "mediaType" | "parameter" | "header">,
  { pointer, keyword, caseValues, sides }: ConstraintResult,
): Derivation {
  return {
    cases: caseValues.map(({ valid, value, why, besides }): ContractCase => ({
      ...at,
      pointer,
      keyword,
      valid,
      value,
      why: besides.length > 0 ? `${why}; also broken: ${besides.slice(0, 4).join(", ")}` : why,
      ...about,
    })),
    coverage: sides.map((row): CoverageRow => ({ ...at, pointer, keyword, ...row })),
    problems: [],
  };
}

/** Returns the result for a place that cannot be read. */
export function unread(
  at: Pick<ConstraintRef, "operation" | "location">,
  { pointer, keyword, reason }: DocumentProblem & { readonly keyword: string },
): Derivation {
  const sides = (["accepted", "refused"] as const).map((side): CoverageRow => ({
    ...at,
    pointer,
    keyword,
    side,
    covered: false,
    reason,
  }));
  return {
    cases: [],
    coverage: sides,
    problems: [{ pointer: keyword === "" ? pointer : append(pointer, keyword), reason }],
  };
}

/** Returns the result for a part that cannot be read. */
export function unreadable(
  operation: string,
  location: ConstraintRef["location"],
  { pointer, reason }: DocumentProblem,
): Derivation {
  return unread({ operation, location }, { pointer, keyword: "", reason });
}

/** Merges derivations; a problem of several is listed once. */
export function mergeDerivations(derivations: readonly Derivation[]): Derivation {
  return {
    cases: derivations.flatMap(({ cases }) => cases),
    coverage: derivations.flatMap(({ coverage }) => coverage),
    problems: withoutRepetition(derivations.flatMap(({ problems }) => problems)),
  };
}

function withoutRepetition(problems: readonly DocumentProblem[]): readonly DocumentProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.pointer} ${problem.reason}`, problem])).values()];
}
