import { LEVELS, type Level } from "../drift/finding.ts";
import { changelog } from "../drift/report/changelog.ts";
import { github } from "../drift/report/github.ts";
import { html } from "../drift/report/html.ts";
import { json } from "../drift/report/json.ts";
import { markdown } from "../drift/report/markdown.ts";
import { sarif } from "../drift/report/sarif.ts";
import { table, type Outcome } from "../drift/report/text.ts";
import { escapeInJson, printable } from "./printable.ts";

/** The report formats besides the table. */
export const FORMATS = ["json", "markdown", "github", "sarif", "html", "changelog"] as const;

/** A report format. */
export type Format = (typeof FORMATS)[number] | "table";

/** Returns whether a finding of a level fails the command; `failOn` is the mildest failing level. */
export function fails(level: Level, failOn: Level | "none"): boolean {
  return failOn !== "none" && LEVELS.indexOf(level) <= LEVELS.indexOf(failOn);
}

/** Writes a report. Removes terminal control characters from the texts of the documents. */
export function reportText(outcome: Outcome, format: Format, color = false): string {
  switch (format) {
    case "json":
      return escapeInJson(json(outcome));
    case "markdown":
      return markdown(withPrintableTexts(outcome));
    case "github":
      return github(withPrintableTexts(outcome));
    case "sarif":
      return escapeInJson(sarif(outcome));
    case "html":
      return html(withPrintableTexts(outcome));
    case "changelog": {
      const { version } = outcome;
      return changelog(withPrintableTexts(outcome), { version, today: new Date() });
    }
    case "table":
      return table(withPrintableTexts(outcome), { color });
  }
}

/** Returns the outcome with every text of the compared documents made printable. */
function withPrintableTexts(outcome: Outcome): Outcome {
  const notes = outcome.notes.map((note) => note.split("\n").map(printable).join("\n"));
  // The copy has the type of the findings.
  return { ...outcome, notes, findings: printableCopy(outcome.findings) as Outcome["findings"] };
}

function printableCopy(value: unknown): unknown {
  if (typeof value === "string") return printable(value);
  if (Array.isArray(value)) return value.map(printableCopy);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [printable(name), printableCopy(member)] as const);
  return Object.fromEntries(members);
}
