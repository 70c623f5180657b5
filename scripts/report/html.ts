import { escapeMarkup } from "../../src/shared/escape-markup.ts";
import { inWords, isCovered, type ConstraintReport, type Report, type Comparison } from "./collect.ts";
import { groupBy } from "./group.ts";
import { STYLE } from "./style.ts";

/** Renders the report as one HTML page without scripts and without further requests. */
export function asHtml(report: Report): string {
  const { contract, totals, constraints, documented } = report;
  const groups = [...groupBy(constraints, ({ operation, location }) => `${operation} ${location}`)];
  const validators = totals.judges.map(({ judge, agrees, differs, cannotSee, casesJudged }) => [
    escapeMarkup(judge),
    agrees,
    differs,
    cannotSee,
    casesJudged,
  ]);
  const places = [...groupBy(documented, ({ operation }) => operation)];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Contract report</title><style>${STYLE}</style></head>
<body>
<h1>Contract report</h1>
<p class="soft">${escapeMarkup(contract.title)}, version ${escapeMarkup(contract.version)}</p>
${tiles(totals)}
<h2>Validators</h2>
<p class="soft">Every validator gets cases on both sides of each constraint: values that the contract accepts and values that it rejects. The columns count constraints; a constraint counts once in every part of an operation that it applies to.</p>
${table(["Validator", "Agrees", "Differs", "Cannot see", "Cases validated"], validators)}
${differences(constraints)}
<h2>Constraints</h2>
${groups.map(([name, rows]) => constraintGroup(name, rows)).join("\n")}
<h2>Statuses, examples, headers, security</h2>
${places.map(([operation, items]) => documentedGroup(operation, items)).join("\n")}
</body></html>
`;
}

function documentedGroup(operation: string, items: Report["documented"]): string {
  const rows = items.map(({ kind, at, name, seen }) => [
    kind,
    escapeMarkup(at),
    `<code>${escapeMarkup(name)}</code>`,
    mark(seen, "exercised", "missed"),
  ]);
  const seen = items.filter((item) => item.seen).length;
  const summary = `${seen} of ${items.length} exercised`;
  return details(operation, summary, seen === items.length, table(["What", "At", "Name", "Exercised"], rows));
}

function tiles({
  constraints,
  constraintsCovered,
  cases,
  sides,
  sidesCovered,
  documented,
  documentedSeen,
  unexplained,
}: Report["totals"]): string {
  const tile = (value: string, words: string, isGood = true): string =>
    `<li><b${isGood ? "" : ' class="bad"'}>${value}</b>${words}</li>`;
  return `<ul class="tiles">${[
    tile(`${constraintsCovered} of ${constraints}`, "constraints covered", constraints === constraintsCovered),
    tile(String(cases), "cases"),
    tile(`${sidesCovered} of ${sides}`, "sides covered", sides === sidesCovered),
    tile(`${documentedSeen} of ${documented}`, "documented items exercised", documented === documentedSeen),
    tile(String(unexplained), "unexplained differences", unexplained === 0),
  ].join("")}</ul>`;
}

function differences(constraints: readonly ConstraintReport[]): string {
  const found = constraints.flatMap((row) =>
    row.verdicts.filter(({ verdict }) => verdict === "differs").map((verdict) => ({ row, verdict })),
  );
  const rows = found.map(({ row, verdict }) => [
    escapeMarkup(verdict.judge),
    `${escapeMarkup(row.operation)} ${escapeMarkup(row.location)}`,
    constraintCell(row),
    `<div><span class="${verdict.explained ? "odd" : "bad"}">${verdict.explained ? "known" : "unexplained"}</span><small>${escapeMarkup(verdict.reason)}</small></div>`,
  ]);
  return `<h2>Differences</h2>\n${rows.length === 0 ? "<p>None.</p>" : table(["Validator", "Where", "Constraint", "Difference"], rows)}`;
}

function constraintGroup(name: string, rows: readonly ConstraintReport[]): string {
  const head = ["Constraint", "Accepted", "Rejected", ...(rows[0]?.verdicts.map(({ judge }) => judge) ?? [])];
  const body = rows.map((row) => [
    constraintCell(row),
    sideCell(row, "accepted"),
    sideCell(row, "refused"),
    ...row.verdicts.map(verdictCell),
  ]);
  const covered = rows.filter(isCovered).length;
  const odd = rows.filter(({ verdicts }) => !verdicts.every(({ explained }) => explained)).length;
  const words = `${inWords(rows.length, covered)}${odd === 0 ? "" : `; ${odd} with an unexplained difference`}`;
  return details(name, words, covered === rows.length && odd === 0, table(head, body));
}

function constraintCell({ pointer, keyword }: ConstraintReport): string {
  return `<div><b>${escapeMarkup(keyword)}</b> <code class="soft">${escapeMarkup(pointer)}</code></div>`;
}

function sideCell({ sides }: ConstraintReport, side: "accepted" | "refused"): string {
  const found = sides.find((one) => one.side === side);
  if (!found) return '<span class="soft">none</span>';
  const count = `${found.cases} ${found.cases === 1 ? "case" : "cases"}`;
  return `<div>${mark(found.covered, count, "not covered")}${found.reason === "" ? "" : `<small>${escapeMarkup(found.reason)}</small>`}</div>`;
}

function verdictCell({ verdict, judged, reason, explained }: Comparison): string {
  if (verdict === "agrees") return `<div><span class="good">agrees</span> <span class="soft">${judged}</span></div>`;
  const fault = explained ? "odd" : "bad";
  return `<div><span class="${verdict === "cannot see" ? "soft" : fault}">${verdict}</span><small>${escapeMarkup(reason)}</small></div>`;
}

const mark = (isGood: boolean, yes: string, no: string): string =>
  `<span class="${isGood ? "good" : "bad"}">${isGood ? yes : no}</span>`;

function details(name: string, words: string, isGood: boolean, content: string): string {
  return `<details${isGood ? "" : " open"}><summary><b>${escapeMarkup(name)}</b> <span class="${isGood ? "soft" : "bad"}">${words}</span></summary>${content}</details>`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = (row: readonly (string | number)[]): string =>
    row.map((cell, index) => `<td data-label="${escapeMarkup(head[index] ?? "")}">${cell}</td>`).join("");
  return `<table><thead><tr>${head.map((name) => `<th>${escapeMarkup(name)}</th>`).join("")}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("\n")}</tbody></table>`;
}
