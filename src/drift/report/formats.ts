import { LEVELS, type Finding, type Level, type Party } from "../finding.ts";
import type { FilePlace } from "../../openapi/places.ts";
import { code, text } from "./inline.ts";
import { place, short, summary, type Locate, type Outcome } from "./text.ts";

/** The findings as JSON, alone: `{ "findings": [ … ] }`. What a finding does not have is null. */
export function json({ findings }: Outcome): string {
  const complete = findings.map(({ before = null, after = null, witness = null, ...rest }) => ({
    ...rest,
    before,
    after,
    witness,
  }));
  return JSON.stringify({ findings: complete }, null, 2);
}

/** The longest comment that GitHub takes is 65,536 characters. */
const MAX_MARKDOWN = 65_000;

/**
 * The findings as Markdown, for a comment on a pull request. What a document says stands there as text that does nothing. Under 65,000
 * characters: of what is too much, the mildest findings are left out, and the text says how many.
 */
export function markdown(outcome: Outcome): string {
  const whole = markdownOf(outcome, outcome.findings.length);
  if (whole.length <= MAX_MARKDOWN) return whole;
  let [fits, tooMany] = [0, outcome.findings.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (markdownOf(outcome, middle).length <= MAX_MARKDOWN) fits = middle;
    else tooMany = middle;
  }
  return markdownOf(outcome, fits).slice(0, MAX_MARKDOWN);
}

/** The first findings as Markdown. */
function markdownOf(outcome: Outcome, count: number): string {
  const { findings, notes, sides: [before, after] = ["before", "after"] } = outcome;
  const left = findings.length - count;
  const omitted =
    left === 0 ? [] : [`${left} more findings are left out here: the table of \`drift\` shows them all.`, ""];
  const sections = LEVELS.flatMap((level) => {
    const of = findings.slice(0, count).filter((finding) => finding.level === level);
    const isFolded = level === "compatible" || level === "docs";
    return of.length === 0
      ? []
      : [
          isFolded
            ? `<details><summary>${TITLES[level]} (${of.length})</summary>`
            : `### ${TITLES[level]} (${of.length})`,
          "",
          `| where | what | ${before} → ${after} | shown by |`,
          "|---|---|---|---|",
          ...of.map((finding) => row(finding, outcome.locate)),
          "",
          ...(isFolded ? ["</details>", ""] : []),
        ];
  });
  return ["## Drift of the contract", "", `**${summary(outcome)}**`, "", ...omitted, ...sections, ...notes]
    .join("\n")
    .trimEnd();
}

const TITLES: Readonly<Record<Level, string>> = {
  breaking: "Breaking",
  unproven: "Unproven",
  compatible: "Compatible",
  docs: "Documentation",
};

function row(finding: Finding, locate: Locate | undefined): string {
  const { before, after, witness, also } = finding;
  const change =
    before === undefined && after === undefined
      ? ""
      : `${before === undefined ? "–" : code(short(before))} → ${after === undefined ? "–" : code(short(after))}`;
  const shown =
    witness === undefined
      ? ""
      : `${code(short(witness.body))}, accepted by the ${party(witness.acceptedBy)}, refused by the ${party(witness.refusedBy)}`;
  const more = also ? ` and ${also.length} more` : "";
  const found = locate?.(finding.where, finding);
  const line = found ? ` (${code(`${found.file}:${found.line}`)})` : "";
  return `| ${text(place(finding.where))}${line}${more} | ${text(finding.message)} | ${change} | ${shown} |`;
}

function party(name: Party): string {
  return name === "old" || name === "new" ? `${name} version` : name;
}

/** The findings as workflow commands of GitHub Actions, which annotate the line that is meant. */
export function github(outcome: Outcome): string {
  const kinds: Readonly<Record<Level, string>> = {
    breaking: "error",
    unproven: "error",
    compatible: "notice",
    docs: "notice",
  };
  const lines = outcome.findings.map((finding) => {
    const { level, where, message, witness } = finding;
    const found = outcome.locate?.(where, finding);
    const position = found ? `file=${property(found.file)},line=${found.line},` : "";
    const said = witness ? `${message} (${short(witness.body)})` : message;
    return `::${kinds[level]} ${position}title=${property(`${level}: ${place(where)}`)}::${data(said)}`;
  });
  return lines.length === 0 ? summary(outcome) : lines.join("\n");
}

function data(value: string): string {
  return value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value: string): string {
  return data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The findings in SARIF 2.1.0, for code scanning. */
export function sarif({ findings, locate }: Outcome): string {
  const results = findings.map((finding) => resultOf(finding, locate));
  const rules = LEVELS.map((level) => ({
    id: `drift/${level}`,
    shortDescription: { text: `A ${level} difference of the contract` },
  }));
  return JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "drift", rules } }, results }],
    },
    null,
    2,
  );
}

function resultOf(finding: Finding, locate: Locate | undefined): object {
  const { level, where, message, witness, also, before, after, audience } = finding;
  const physical = (found: FilePlace | undefined): object =>
    found
      ? { physicalLocation: { artifactLocation: { uri: encodeURI(found.file) }, region: { startLine: found.line } } }
      : {};
  return {
    ruleId: `drift/${level}`,
    level: level === "breaking" || level === "unproven" ? "error" : "note",
    message: { text: `${place(where)}: ${message}` },
    locations: [where, ...(also ?? [])].map((name) => ({
      ...physical(locate?.(name, finding)),
      logicalLocations: [{ fullyQualifiedName: name }],
    })),
    properties: { audience, before, after, witness },
  };
}
