import type { Finding, RunReport } from "../run/finding.ts";
import { columns, printable, type Paint } from "./output.ts";

/**
 * A run as text for people: a row for each operation, then findings with their commands, then what could not be
 * decided.
 */
export function runTable({ operations, findings, undecided, cases, sides }: RunReport, paint: Paint): string {
  const rows = operations.map(({ operation, control, decided, undecided: open, findings: found }) =>
    [operation, control, String(decided), String(open), String(found)].map((cell) => printable(cell)),
  );
  const [head = "", ...body] = columns([["operation", "plain request", "decided", "undecided", "findings"], ...rows]);
  const found = findings.flatMap(({ where, expected, got, message, curl, times }) => [
    "",
    `${paint("red", "finding")} ${printable(where)}${times > 1 ? ` (${times} times)` : ""}`,
    `  expected ${printable(expected)}, got ${printable(got)}: ${printable(message)}`,
    `  ${printable(curl)}`,
  ]);
  const open = undecided.map(
    (one) => `${paint("dim", "undecided")} ${one.cases} of ${printable(one.operation)}: ${printable(one.reason)}`,
  );
  const total =
    `${cases.decided} of ${cases.total} cases decided, ${sides.shown} of ${sides.total} sides of constraints shown, ` +
    `${findings.length} ${findings.length === 1 ? "finding" : "findings"}`;
  const lines = [
    paint("bold", head),
    ...body,
    ...open,
    ...found,
    "",
    paint(findings.length === 0 ? "green" : "red", total),
  ];
  return `${lines.join("\n")}\n`;
}

/** A run as JUnit XML: an operation is a test suite, and each finding a failed test case. */
export function runJunit({ operations, findings }: RunReport): string {
  const suites = operations.map(({ operation, decided, undecided }) => {
    const own = findings.filter((one) => one.operation === operation);
    const passed = `<testcase classname="${xml(operation)}" name="${decided} cases decided"/>`;
    const failed = own.map(failure);
    const skipped =
      undecided > 0
        ? [`<testcase classname="${xml(operation)}" name="${undecided} cases undecided"><skipped/></testcase>`]
        : [];
    const tests = 1 + failed.length + skipped.length;
    return `<testsuite name="${xml(operation)}" tests="${tests}" failures="${failed.length}" skipped="${skipped.length}">\n${[passed, ...failed, ...skipped].join("\n")}\n</testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="contract">\n${suites.join("\n")}\n</testsuites>\n`;
}

function failure({ operation, where, message, expected, got, curl }: Finding): string {
  const text = xml(`expected ${expected}, got ${got}\n${curl}`);
  return `<testcase classname="${xml(operation)}" name="${xml(where)}"><failure message="${xml(message)}">${text}</failure></testcase>`;
}

/** A run as one page of HTML that needs nothing else: no script, no request. */
export function runHtml({ operations, findings, undecided, cases, sides }: RunReport, title: string): string {
  const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
    `<table><thead><tr>${head.map((cell) => `<th>${xml(cell)}</th>`).join("")}</tr></thead><tbody>${rows
      .map((row) => `<tr>${row.map((cell) => `<td>${xml(String(cell))}</td>`).join("")}</tr>`)
      .join("\n")}</tbody></table>`;
  const found = findings.map(
    ({ where, expected, got, message, curl, times, kind }) =>
      `<section><h3>${xml(where)}</h3><p><b>${xml(kind)}</b> ${xml(message)}</p><p>expected ${xml(expected)}, got ${xml(got)}, ${times} ${times === 1 ? "time" : "times"}</p><pre>${xml(curl)}</pre></section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${xml(title)}</title><style>${STYLE}</style></head>
<body><h1>${xml(title)}</h1>
<p>${cases.decided} of ${cases.total} cases decided, ${cases.unsendable} have no form in HTTP; ${sides.shown} of ${sides.total} sides of constraints shown; ${findings.length} findings.</p>
<h2>Operations</h2>
${table(
  ["Operation", "Plain request", "Decided", "Undecided", "Findings"],
  operations.map((one) => [one.operation, one.control, one.decided, one.undecided, one.findings]),
)}
<h2>Findings</h2>
${found.length === 0 ? "<p>None.</p>" : found.join("\n")}
<h2>Undecided</h2>
${
  undecided.length === 0
    ? "<p>None.</p>"
    : table(
        ["Cases", "Operation", "Reason"],
        undecided.map((one) => [one.cases, one.operation, one.reason]),
      )
}
</body></html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dde2, #343a40); --raised: light-dark(#f5f7f9, #1d2125); }
body { margin: 0 auto; padding: 1.5rem 1rem; max-width: 70rem; font: 1rem/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; } th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
section { border: 1px solid var(--line); border-radius: .5rem; padding: .2rem .8rem; margin: .6rem 0; } h3 { font-size: 1rem; overflow-wrap: anywhere; }
pre { background: var(--raised); padding: .6rem; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// XML 1.0, section 2.2, knows no control characters but tab and line breaks.
function xml(text: string): string {
  return printable(text, "\n").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
