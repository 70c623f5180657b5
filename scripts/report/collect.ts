import type { ConstraintRef, ContractCase, CoverageRow, Derivation, Side } from "../../src/contract/index.ts";
import type { DocumentedItem } from "../coverage/documented.ts";
import { groupBy } from "./group.ts";
import type { ValidationResult, Validator } from "./validator.ts";

/** How a validator compares with the contract in one constraint. */
export interface Comparison {
  readonly judge: string;
  /** `cannot see`: it validated none of the cases, or none that the contract rejects. */
  readonly verdict: "agrees" | "differs" | "cannot see";
  /** How many cases it validated. */
  readonly judged: number;
  /** Why it differs or cannot see; empty when it agrees. */
  readonly reason: string;
  /** Whether every difference is listed; true when there is none. */
  readonly explained: boolean;
}

/** A constraint of one operation, with its cases and how each validator treats them. */
export interface ConstraintReport extends ConstraintRef {
  /** Each side of the constraint: whether a case covers it, why not, and how many cases do. */
  readonly sides: readonly {
    readonly side: Side;
    readonly covered: boolean;
    readonly reason: string;
    readonly cases: number;
  }[];
  readonly verdicts: readonly Comparison[];
}

/** The contract report, as written to `contract-report.json`. */
export interface Report {
  readonly contract: { readonly title: string; readonly version: string };
  readonly totals: {
    /** Counts a constraint once in every part of an operation that it applies to. */
    readonly constraints: number;
    /** Counts the constraints with a case on each side. */
    readonly constraintsCovered: number;
    readonly cases: number;
    readonly sides: number;
    readonly sidesCovered: number;
    readonly documented: number;
    readonly documentedSeen: number;
    readonly unexplained: number;
    readonly judges: readonly {
      readonly judge: string;
      readonly agrees: number;
      readonly differs: number;
      readonly cannotSee: number;
      readonly casesJudged: number;
    }[];
  };
  readonly constraints: readonly ConstraintReport[];
  /** Every status, named example, header and security rule, and whether the requests exercised it. */
  readonly documented: readonly (DocumentedItem & { readonly seen: boolean })[];
}

/** Returns whether everything is covered and every difference has a listed reason. */
export const isClean = ({ totals }: Report): boolean =>
  totals.unexplained === 0 && totals.sides === totals.sidesCovered && totals.documented === totals.documentedSeen;

/** Returns whether each side of a constraint has a case. */
export const isCovered = ({ sides }: ConstraintReport): boolean => sides.every(({ covered }) => covered);

/** Says how many constraints are covered, for example "3 of 4 constraints covered". */
export function inWords(constraints: number, covered: number): string {
  const all = `${constraints} ${constraints === 1 ? "constraint" : "constraints"}`;
  return constraints === covered ? `${all}, ${constraints === 1 ? "" : "all "}covered` : `${covered} of ${all} covered`;
}

/** Runs every validator on every case and groups the results by constraint. */
export async function collect(
  contract: Report["contract"],
  { cases, coverage }: Derivation,
  validators: readonly Validator[],
  documented: Report["documented"],
): Promise<Report> {
  const groups = groupBy(
    cases.map((one, index) => ({ one, index })),
    ({ one }) => keyOf(one),
  );
  const validations: { readonly judge: string; readonly results: readonly ValidationResult[] }[] = [];
  for (const { name, validate } of validators) validations.push({ judge: name, results: await validate(cases) });
  const constraints = [...groupBy(coverage, keyOf)].map(([key, rows]): ConstraintReport => {
    const group = groups.get(key) ?? [];
    const [{ operation, location, pointer, keyword }] = rows as [CoverageRow];
    const sides = rows.map(({ side, covered, reason }) => ({
      side,
      covered,
      reason,
      cases: group.filter(({ one }) => one.valid === (side === "accepted")).length,
    }));
    const verdicts = validations.map(({ judge, results }) =>
      compare(
        judge,
        group.map(({ one, index }) => ({ one, result: results[index] ?? { skipped: "the validator did not run" } })),
      ),
    );
    return { operation, location, pointer, keyword, sides, verdicts };
  });
  return { contract, totals: totalsOf(cases, coverage, constraints, validators, documented), constraints, documented };
}

const keyOf = ({ operation, location, pointer, keyword }: ConstraintRef): string =>
  JSON.stringify([operation, location, pointer, keyword]);

function compare(
  judge: string,
  group: readonly { readonly one: ContractCase; readonly result: ValidationResult }[],
): Comparison {
  const validated = group.flatMap(({ one, result }) => ("accepted" in result ? [{ one, result }] : []));
  const differing = validated.filter(({ one, result }) => one.valid !== result.accepted);
  // A listed difference that no longer occurs is reported like a difference that is not listed.
  const unexpected = validated.find(
    ({ one, result }) => (one.valid === result.accepted) === (result.known !== undefined),
  );
  const about = { judge, judged: validated.length, explained: unexpected === undefined };
  if (unexpected)
    return {
      ...about,
      verdict: "differs",
      reason: `${unexpected.one.valid ? "rejects" : "accepts"}: ${unexpected.one.why}`,
    };
  if (differing.length > 0)
    return { ...about, verdict: "differs", reason: unique(differing.map(({ result }) => result.known ?? "")) };
  const skipped = unique(group.flatMap(({ result }) => ("skipped" in result ? [result.skipped] : [])));
  const mustReject = group.some(({ one }) => !one.valid);
  const canSee = validated.length > 0 && (!mustReject || validated.some(({ one }) => !one.valid));
  return canSee
    ? { ...about, verdict: "agrees", reason: "" }
    : { ...about, verdict: "cannot see", reason: skipped === "" ? "there is no case" : skipped };
}

const unique = (texts: readonly string[]): string => [...new Set(texts)].join("; ");

function totalsOf(
  cases: readonly ContractCase[],
  coverage: readonly CoverageRow[],
  constraints: readonly ConstraintReport[],
  validators: readonly Validator[],
  documented: Report["documented"],
): Report["totals"] {
  const all = constraints.flatMap(({ verdicts }) => verdicts);
  return {
    constraints: constraints.length,
    constraintsCovered: constraints.filter(isCovered).length,
    cases: cases.length,
    sides: coverage.length,
    sidesCovered: coverage.filter(({ covered }) => covered).length,
    documented: documented.length,
    documentedSeen: documented.filter(({ seen }) => seen).length,
    unexplained: all.filter(({ explained }) => !explained).length,
    judges: validators.map(({ name }) => {
      const own = all.filter(({ judge }) => judge === name);
      const count = (verdict: Comparison["verdict"]): number => own.filter((one) => one.verdict === verdict).length;
      const casesJudged = own.reduce((sum, { judged }) => sum + judged, 0);
      return {
        judge: name,
        agrees: count("agrees"),
        differs: count("differs"),
        cannotSee: count("cannot see"),
        casesJudged,
      };
    }),
  };
}
