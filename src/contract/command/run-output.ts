import type { Finding, RunReport } from "../run/finding.ts";
import { columns, printable, type Paint } from "./output.ts";
import { escapeXml } from "./xml.ts";

/**
 * Returns a run as text for people: a row for each operation, then findings with their commands, then undecided cases.
 */
export function runTable({ operations, findings, undecided, cases, sides }: RunReport, paint: Paint): string {
  const rows = operations.map(({ operation, control, decided, undecided: open, findings: found }) =>
    [operation, control, String(decided), String(open), String(found)].map((cell) => printable(cell)),
  );
  const [head = "", ...body] = columns([["operation", "plain", "decided", "undecided", "findings"], ...rows]);
  const found = findings.flatMap(({ where, expected, got, message, curl, times }) => [
    "",
    `${paint("red", "finding")} ${printable(where)}${times > 1 ? ` (${times} times)` : ""}`,
    `  expected ${printable(expected)}, got ${printable(got)}: ${printable(message)}`,
    `  ${printable(curl)}`,
  ]);
  const open = undecided.length === 0 ? [] : ["", paint("bold", "undecided"), ...undecidedLines(undecided)];
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

// Several operations may share a reason; the most frequent ones come first.
function undecidedLines(undecided: RunReport["undecided"]): readonly string[] {
  const byReason = new Map<string, { cases: number; operations: readonly string[] }>();
  for (const { reason, cases, operation } of undecided) {
    const known = byReason.get(reason) ?? { cases: 0, operations: [] };
    byReason.set(reason, { cases: known.cases + cases, operations: [...known.operations, operation] });
  }
  const rows = [...byReason].sort(([, left], [, right]) => right.cases - left.cases);
  const width = String(rows[0]?.[1].cases ?? 0).length;
  return rows.map(([reason, { cases, operations }]) => {
    const [first = "", ...others] = operations;
    const where = others.length === 0 ? first : `${operations.length} operations`;
    return printable(`  ${String(cases).padStart(width)}  ${reason} (${where})`);
  });
}

/** Returns a run as JUnit XML: an operation is a test suite, and each finding a failed test case. */
export function runJunit({ operations, findings }: RunReport): string {
  const suites = operations.map(({ operation, decided, undecided }) => {
    const own = findings.filter((one) => one.operation === operation);
    const passed = `<testcase classname="${escapeXml(operation)}" name="${decided} cases decided"/>`;
    const failed = own.map(failure);
    const skipped =
      undecided > 0
        ? [`<testcase classname="${escapeXml(operation)}" name="${undecided} cases undecided"><skipped/></testcase>`]
        : [];
    const tests = 1 + failed.length + skipped.length;
    return `<testsuite name="${escapeXml(operation)}" tests="${tests}" failures="${failed.length}" skipped="${skipped.length}">\n${[passed, ...failed, ...skipped].join("\n")}\n</testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="contract">\n${suites.join("\n")}\n</testsuites>\n`;
}

function failure({ operation, where, message, expected, got, curl }: Finding): string {
  const text = escapeXml(`expected ${expected}, got ${got}\n${curl}`);
  return `<testcase classname="${escapeXml(operation)}" name="${escapeXml(where)}"><failure message="${escapeXml(message)}">${text}</failure></testcase>`;
}
