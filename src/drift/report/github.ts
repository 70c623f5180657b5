import type { Finding, Level } from "../finding.ts";
import { ruleOf, RULES } from "../rules/rules.ts";
import { place, sentence, short, summary, type Outcome } from "./text.ts";

const KINDS: Readonly<Record<Level, string>> = {
  breaking: "error",
  unproven: "error",
  compatible: "notice",
  docs: "notice",
};

/** Renders the findings as workflow commands of GitHub Actions, which annotate the affected lines. */
export function github(outcome: Outcome): string {
  const lines = outcome.findings.map((finding) => annotation(finding, outcome));
  return lines.length === 0 ? summary(outcome) : lines.join("\n");
}

function annotation(finding: Finding, { locate }: Outcome): string {
  const { level, where, message, witness } = finding;
  const rule = ruleOf(finding);
  const found = locate?.(where, finding);
  const position = found ? `file=${property(found.file)},line=${found.line},` : "";
  const example = witness ? ` Example: ${short(witness.body)}` : "";
  const help = level === "breaking" || level === "unproven" ? ` ${RULES.get(rule)?.help ?? ""}` : "";
  const kind = rule.startsWith("ignore-") && KINDS[level] === "notice" ? "warning" : KINDS[level];
  const title = property(`${level}: ${place(where)}`);
  return `::${kind} ${position}title=${title}::${data(`${sentence(message)}${example}${help} (${rule})`)}`;
}

function data(value: string): string {
  return value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value: string): string {
  return data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
