import { LEVELS, type Finding, type Level } from "../finding.ts";
import { ruleOf } from "../rules/rules.ts";
import { code, text } from "./inline.ts";
import { affected, partyName, place, sentence, short, summary, TITLES, type Outcome } from "./text.ts";

/** GitHub accepts comments of at most 65,536 characters. */
const MAX_MARKDOWN = 65_000;
/** Findings of a level that are shown; the others are folded. */
const MAX_OPEN = 20;
/** Other places named per finding. */
const MAX_PLACES = 3;

/**
 * Renders the findings as Markdown for a comment on a pull request. Texts of the documents are escaped. The result has
 * fewer than 65,000 characters: it omits the mildest findings if necessary and says how many.
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
  const cut = markdownOf(outcome, fits);
  if (cut.length <= MAX_MARKDOWN) return cut;
  return markdownOf({ ...outcome, notes: [`${outcome.notes.length} notes are omitted here.`] }, 0);
}

/** Renders the first findings as Markdown. */
function markdownOf(outcome: Outcome, count: number): string {
  const { findings, notes } = outcome;
  const shown = findings.slice(0, count);
  const sections = LEVELS.flatMap((level) => {
    const all = findings.filter((finding) => finding.level === level).length;
    const rows = shown.filter((finding) => finding.level === level);
    return rows.length === 0 ? [] : section(outcome, level, rows, all);
  });
  const omitted = leftOut(findings.slice(count));
  return [
    "## Drift of the contract",
    "",
    `**${summary(outcome)}**`,
    "",
    ...omitted,
    ...sections,
    ...notes.map(noteText),
  ]
    .join("\n")
    .trimEnd();
}

function leftOut(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const text = `${summary({ findings, notes: [] })} omitted here because of the maximum length of a comment. \`drift diff\` without \`--markdown\` shows all.`;
  return [`> [!WARNING]`, `> ${text}`, ""];
}

function section(outcome: Outcome, level: Level, rows: readonly Finding[], all: number): string[] {
  const isFolded = level === "compatible" || level === "docs";
  const count = rows.length === all ? `${all}` : `${rows.length} of ${all}`;
  const title = `${TITLES[level]} (${count})`;
  const items = rows.map((finding) => item(finding, outcome));
  if (isFolded) return folded(title, items);
  const [first, more] = [items.slice(0, MAX_OPEN), items.slice(MAX_OPEN)];
  return [`### ${title}`, "", ...first, "", ...(more.length === 0 ? [] : folded(`${more.length} more`, more))];
}

function folded(title: string, items: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, "", ...items, "", "</details>", ""];
}

/** Renders a note, which may have several lines; indented lines become list items. */
function noteText(note: string): string {
  return `${note
    .split("\n")
    .map((line) => (line.startsWith("  ") ? `- ${text(line.trim())}` : text(line)))
    .join("\n")}\n`;
}

/** Renders a finding as a list item: in a table, the examples would need horizontal scrolling. */
function item(finding: Finding, { locate, sides }: Outcome): string {
  const { before, after, witness, also, message } = finding;
  const hasChange = before !== undefined || after !== undefined;
  const [old, next] = sides === undefined ? ["", ""] : sides.map((side) => `${side} `);
  const change = hasChange ? `: ${old}${value(before)} → ${next}${value(after)}` : "";
  const found = locate?.(finding.where, finding);
  const example =
    witness &&
    `Example: ${code(short(witness.body))}, accepted by the ${partyName(witness.acceptedBy)}, rejected by the ${partyName(witness.refusedBy)}.`;
  const facts = [`Rule ${code(ruleOf(finding))}`, ...(found ? [code(`${found.file}:${found.line}`)] : [])];
  const lines = [
    `- **${text(place(finding.where))}**${change}`,
    `${text(sentence(message))} ${text(affected(finding))}`,
    ...(example === undefined ? [] : [example]),
    `${facts.join(", ")}.`,
    ...(also ? [alsoAt(also)] : []),
  ];
  return lines.join("<br>");
}

/** Lists the first of the other places of a finding. */
function alsoAt(places: readonly string[]): string {
  const named = places.slice(0, MAX_PLACES).map((where) => text(place(where)));
  const more = places.length - named.length;
  return `Also at ${named.join("; ")}${more === 0 ? "" : `; and ${more} more`}.`;
}

function value(found: Finding["before"]): string {
  return found === undefined ? "–" : code(short(found));
}
