import type { Report } from "../report/collect.ts";
import { asTable, inCell } from "./table.ts";

/** Renders a short contract report as a Markdown page that links to the full one. */
export function reportPage({ contract, totals, constraints }: Report): string {
  const counts = [
    [`${String(totals.constraintsCovered)} of ${String(totals.constraints)}`, "constraints are covered"],
    [String(totals.cases), "cases are derived from them"],
    [
      `${String(totals.sidesCovered)} of ${String(totals.sides)}`,
      "sides of constraints (accepted, rejected) have a case",
    ],
    [
      `${String(totals.documentedSeen)} of ${String(totals.documented)}`,
      "statuses, examples, headers and security rules are exercised",
    ],
    [String(totals.unexplained), "differences are unexplained"],
  ];
  const validators = totals.judges.map(({ judge, agrees, differs, cannotSee, casesJudged }) => [
    judge,
    ...[agrees, differs, cannotSee, casesJudged].map(String),
  ]);
  const differences = constraints.flatMap(({ operation, location, pointer, keyword, verdicts }) =>
    verdicts
      .filter(({ verdict }) => verdict === "differs")
      .map(({ judge, reason, explained }) => [
        judge,
        inCell(`${operation} ${location}`),
        `\`${keyword}\` ${pointer === "" ? "" : `\`${inCell(pointer)}\``}`,
        inCell(`${explained ? "known" : "**unexplained**"}: ${reason}`),
      ]),
  );
  return [
    "# Contract report",
    `${contract.title}, version ${contract.version}. Each constraint of the contract is tested with values on both sides: values that it accepts and values that it rejects. Four validators get these values: the generated validators, Prism, the sandbox and TypeScript.`,
    `All constraints: <a href="../contract-report.html" target="_self">the full report</a>, and <a href="../contract-report.json" target="_self">the same as JSON</a>.`,
    asTable(["count", "what"], counts),
    "## Validators",
    asTable(["validator", "agrees", "differs", "cannot see", "cases"], validators),
    "## Differences",
    differences.length === 0 ? "None." : asTable(["validator", "where", "constraint", "difference"], differences),
  ].join("\n\n");
}
