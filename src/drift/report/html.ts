import { LEVELS, type Finding, type Level } from "../finding.ts";
import type { Json } from "../../openapi/json.ts";
import { escapeMarkup } from "../../shared/escape-markup.ts";
import { ruleOf, RULES } from "../rules/rules.ts";
import { STYLE } from "./html-style.ts";
import { affected, partyName, place, sentence, short, summary, TITLES, type Outcome } from "./text.ts";

/** Allows no script and no request, whatever a document contains. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Renders the findings as a self-contained HTML page. Every text of the documents is escaped. */
export function html(outcome: Outcome): string {
  const { findings, notes } = outcome;
  const [before, after] = outcome.sides ?? ["Before", "After"];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Drift of the contract</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Drift of the contract</h1>
<p>${escapeMarkup(summary(outcome))}</p>
${filter(findings)}
<ol>
${findings.map((finding) => item(finding, outcome, { before, after })).join("\n")}
</ol>
${notes.map((note) => `<p class="soft">${escapeMarkup(note).replaceAll("\n", "<br>")}</p>`).join("\n")}
</body>
</html>`;
}

function filter(findings: readonly Finding[]): string {
  const boxes = LEVELS.map((level) => ({ level, count: findings.filter((one) => one.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => box(level, count));
  return boxes.length === 0
    ? ""
    : `<fieldset><legend>Show</legend>
${boxes.join("\n")}
</fieldset>`;
}

function box(level: Level, count: number): string {
  return `<label class="${level}"><input type="checkbox" id="show-${level}" checked> ${TITLES[level]} (${count})</label>`;
}

function item(finding: Finding, outcome: Outcome, sides: { readonly before: string; readonly after: string }): string {
  const { level, where, message, before, after, witness, also } = finding;
  const rule = ruleOf(finding);
  const found = outcome.locate?.(where, finding);
  const example =
    witness &&
    `<code>${escapeMarkup(short(witness.body))}</code><br>accepted by the ${partyName(witness.acceptedBy)}, rejected by the ${partyName(witness.refusedBy)}`;
  const rows = [
    row(sides.before, before === undefined ? undefined : value(before)),
    row(sides.after, after === undefined ? undefined : value(after)),
    row("Example", example),
    row("Line", found && `<code>${escapeMarkup(`${found.file}:${found.line}`)}</code>`),
    row("Pointer", `<code>${escapeMarkup(where)}</code>`),
    row("Also at", also && places(also)),
    row("Rule", `<code>${escapeMarkup(rule)}</code>`),
    row("What to do", advice(finding)),
  ];
  return `<li class="finding ${level}"><span class="level">${TITLES[level]}</span>
<h2>${escapeMarkup(place(where))}</h2>
<p>${escapeMarkup(sentence(message))} <span class="soft">${affected(finding)}</span></p>
<dl>${rows.join("")}</dl></li>`;
}

/** Renders the advice of a rule; text between backticks becomes code. */
function advice(finding: Finding): string | undefined {
  const rule = ruleOf(finding);
  const counts = finding.level === "breaking" || finding.level === "unproven" || rule.startsWith("ignore-");
  if (!counts) return undefined;
  return escapeMarkup(RULES.get(rule)?.help ?? "").replaceAll(/`([^`]*)`/g, "<code>$1</code>");
}

function row(term: string, content: string | undefined): string {
  return content === undefined || content === "" ? "" : `<dt>${escapeMarkup(term)}</dt><dd>${content}</dd>`;
}

function value(found: Json): string {
  return `<code>${escapeMarkup(short(found))}</code>`;
}

function places(also: readonly string[]): string {
  const named = also.slice(0, MAX_PLACES).map((where) => place(where));
  const more = also.length > MAX_PLACES ? [`${also.length - MAX_PLACES} more, which --json lists`] : [];
  const items = [...named, ...more].map((text) => `<li>${escapeMarkup(text)}</li>`).join("");
  return `<details><summary>${also.length} other place${also.length === 1 ? "" : "s"}</summary><ul>${items}</ul></details>`;
}

/** Other places listed per finding: a change of a shared schema may affect hundreds. */
const MAX_PLACES = 20;
