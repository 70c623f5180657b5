import type { Finding, OperationReport, RunReport } from "../run/finding.ts";
import { escapeXml } from "./xml.ts";

/** Renders a run as a self-contained HTML page without scripts. */
export function runHtml(report: RunReport, document: string): string {
  const { operations, findings, undecided, cases, sides } = report;
  const withFindings = operations.filter((one) => one.findings > 0);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Contract run of ${escapeXml(document)}</title><style>${STYLE}</style></head>
<body>
<h1>Contract run</h1>
<p class="soft">${escapeXml(document)}</p>
<ul class="tiles">
${tile(findings.length, findings.length === 1 ? "finding" : "findings", findings.length === 0 ? "good" : "bad")}
${tile(`${cases.decided} of ${cases.total}`, "cases decided")}
${tile(`${sides.shown} of ${sides.total}`, "sides of constraints shown")}
${tile(cases.unsendable, "cases without a form in HTTP")}
</ul>
<h2>Operations</h2>
${table(
  ["Operation", "Plain request", "Decided", "Undecided", "Findings"],
  operations.map((one) => [one.operation, one.control, one.decided, one.undecided, one.findings]),
)}
<h2>Findings</h2>
${withFindings.length === 0 ? "<p>None.</p>" : withFindings.map((one) => group(one, findings)).join("\n")}
<h2>Undecided</h2>
${
  undecided.length === 0
    ? "<p>None.</p>"
    : table(
        ["Operation", "Cases", "Reason"],
        undecided.map((one) => [one.operation, one.cases, one.reason]),
      )
}
</body></html>
`;
}

function tile(count: number | string, label: string, style = ""): string {
  return `<li><b class="${style}">${count}</b> ${label}</li>`;
}

// On a narrow screen, a row becomes a card whose cells have labels.
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const body = rows.map((row) => {
    const cells = row.map((cell, column) => `<td data-label="${head[column]}">${escapeXml(String(cell))}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table>`;
}

function group({ operation, findings: count }: OperationReport, findings: readonly Finding[]): string {
  const own = findings.filter((one) => one.operation === operation).map(section);
  const summary = `${escapeXml(operation)} <span class="bad">${count} ${count === 1 ? "finding" : "findings"}</span>`;
  return `<details${findings.length <= MOST_OPEN ? " open" : ""}><summary>${summary}</summary>\n${own.join("\n")}\n</details>`;
}

function section({ where, expected, got, message, curl, times, kind, operation }: Finding): string {
  const place = where.startsWith(`${operation} `) ? where.slice(operation.length + 1) : where;
  const seen = `Expected ${expected}, got ${got}${times === 1 ? "" : `, ${times} times`}.`;
  return `<section><h3><span class="kind">${escapeXml(kind)}</span> ${escapeXml(place)}</h3>
<p>${escapeXml(message)}</p><p class="soft">${escapeXml(seen)}</p><pre>${escapeXml(curl)}</pre></section>`;
}

/** With more findings, the groups of operations are collapsed. */
const MOST_OPEN = 20;

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c2024, #e6e8ea); --soft: light-dark(#5b636b, #a0a8b0); --line: light-dark(#d8dde2, #343a40);
  --page: light-dark(#ffffff, #15181b); --raised: light-dark(#f5f7f9, #1d2125); --good: light-dark(#116d3c, #5fd08f); --bad: light-dark(#b3261e, #ff8f86); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 70rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; } h3 { font-size: 1rem; margin: 0; } p { margin: .3rem 0; }
.soft { color: var(--soft); } .good { color: var(--good); } .bad { color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .6rem; margin: 1.2rem 0; padding: 0; list-style: none; }
.tiles li { padding: .6rem .8rem; background: var(--raised); border-radius: .5rem; } .tiles b { display: block; font-size: 1.4rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; white-space: nowrap; color: var(--soft); font-size: .85rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; } summary { padding: .55rem .8rem; cursor: pointer; }
section { border-top: 1px solid var(--line); padding: .7rem .8rem; } .kind { padding: .1rem .45rem; border-radius: .3rem; background: var(--raised); color: var(--bad); font-size: .85rem; }
pre { margin: .4rem 0 0; padding: .6rem; border-radius: .3rem; background: var(--raised); font: .85rem/1.45 ui-monospace, monospace; white-space: pre-wrap; }
@media (max-width: 48rem) { thead { display: none; } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .5rem; border: 0; padding: .1rem 0; } td::before { content: attr(data-label); color: var(--soft); font-size: .85rem; } }
`;
