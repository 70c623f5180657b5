import type { ConstraintRef, ContractCase, CoverageRow, Derivation, Side } from "../../src/contract/index.ts";
import type { Documented } from "../surface/documented.ts";
import { groupBy } from "./group.ts";
import type { Validator, Opinion } from "./validator.ts";

/** How the opinion of a validator of a constraint compares with the contract. */
export interface Verdict {
  readonly judge: string;
  /** `cannot see`: it validated none of the cases, or none on the refused side. */
  readonly verdict: "agrees" | "differs" | "cannot see";
  /** How many cases it validated. */
  readonly judged: number;
  /** Why it differs or cannot see; empty when it agrees. */
  readonly reason: string;
  /** Whether a difference is a listed one. True when there is none. */
  readonly explained: boolean;
}

/** One constraint, as one operation meets it, with all that is known of it. */
export interface ConstraintReport extends ConstraintRef {
  /** Each side that the constraint has: whether a case shows it, why not, and how many do. */
  readonly sides: readonly {
    readonly side: Side;
    readonly covered: boolean;
    readonly reason: string;
    readonly cases: number;
  }[];
  readonly verdicts: readonly Verdict[];
}

/** What a run leaves. */
export interface Report {
  readonly contract: { readonly title: string; readonly version: string };
  readonly totals: {
    /** Each counts once in every part of an operation that meets it. */
    readonly constraints: number;
    /** Those with a case on each of their sides. */
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
  /** Every status, named example, header and security rule, and whether it was seen. */
  readonly documented: readonly (Documented & { readonly seen: boolean })[];
}

/** Whether nothing is missed and nobody differs without a listed reason. */
export const isClean = ({ totals }: Report): boolean =>
  totals.unexplained === 0 && totals.sides === totals.sidesCovered && totals.documented === totals.documentedSeen;

/** Whether a case shows each side that a constraint has. */
export const isCovered = ({ sides }: ConstraintReport): boolean => sides.every(({ covered }) => covered);

/** How many constraints are covered. */
export function inWords(constraints: number, covered: number): string {
  const all = `${constraints} ${constraints === 1 ? "constraint" : "constraints"}`;
  return constraints === covered ? `${all}, ${constraints === 1 ? "" : "all "}covered` : `${covered} of ${all} covered`;
}

/** Asks every validator about every case, and puts the opinions together by constraint. */
export async function collect(
  contract: Report["contract"],
  { cases, coverage }: Derivation,
  judges: readonly Validator[],
  documented: Report["documented"],
): Promise<Report> {
  const groups = groupBy(
    cases.map((one, index) => ({ one, index })),
    ({ one }) => keyOf(one),
  );
  const opinions: { readonly judge: string; readonly said: readonly Opinion[] }[] = [];
  for (const { name, ask } of judges) opinions.push({ judge: name, said: await ask(cases) });
  const constraints = [...groupBy(coverage, keyOf)].map(([key, rows]): ConstraintReport => {
    const group = groups.get(key) ?? [];
    const [{ operation, location, pointer, keyword }] = rows as [CoverageRow];
    const sides = rows.map(({ side, covered, reason }) => ({
      side,
      covered,
      reason,
      cases: group.filter(({ one }) => one.valid === (side === "accepted")).length,
    }));
    const verdicts = opinions.map(({ judge, said }) =>
      verdictOf(
        judge,
        group.map(({ one, index }) => ({ one, opinion: said[index] ?? { blind: "it was not asked" } })),
      ),
    );
    return { operation, location, pointer, keyword, sides, verdicts };
  });
  return { contract, totals: totalsOf(cases, coverage, constraints, judges, documented), constraints, documented };
}

const keyOf = ({ operation, location, pointer, keyword }: ConstraintRef): string =>
  JSON.stringify([operation, location, pointer, keyword]);

function verdictOf(
  judge: string,
  group: readonly { readonly one: ContractCase; readonly opinion: Opinion }[],
): Verdict {
  const judged = group.flatMap(({ one, opinion }) => ("accepted" in opinion ? [{ one, opinion }] : []));
  const differing = judged.filter(({ one, opinion }) => one.valid !== opinion.accepted);
  // A listed difference that does not show is as wrong as one that is not listed.
  const surprise = judged.find(
    ({ one, opinion }) => (one.valid === opinion.accepted) === (opinion.known !== undefined),
  );
  const about = { judge, judged: judged.length, explained: surprise === undefined };
  if (surprise)
    return {
      ...about,
      verdict: "differs",
      reason: `${surprise.one.valid ? "refuses" : "accepts"}: ${surprise.one.why}`,
    };
  if (differing.length > 0)
    return { ...about, verdict: "differs", reason: unique(differing.map(({ opinion }) => opinion.known ?? "")) };
  const blind = unique(group.flatMap(({ opinion }) => ("blind" in opinion ? [opinion.blind] : [])));
  const mustRefuse = group.some(({ one }) => !one.valid);
  const sees = judged.length > 0 && (!mustRefuse || judged.some(({ one }) => !one.valid));
  return sees
    ? { ...about, verdict: "agrees", reason: "" }
    : { ...about, verdict: "cannot see", reason: blind === "" ? "there is no case" : blind };
}

const unique = (texts: readonly string[]): string => [...new Set(texts)].join("; ");

function totalsOf(
  cases: readonly ContractCase[],
  coverage: readonly CoverageRow[],
  constraints: readonly ConstraintReport[],
  judges: readonly Validator[],
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
    judges: judges.map(({ name }) => {
      const own = all.filter(({ judge }) => judge === name);
      const count = (verdict: Verdict["verdict"]): number => own.filter((one) => one.verdict === verdict).length;
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
