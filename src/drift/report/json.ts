import type { Finding } from "../finding.ts";
import { ruleOf } from "../rules/rules.ts";
import type { Outcome } from "./text.ts";

/** Renders the findings as JSON: `{ "findings": [ … ] }`. Missing values are null. */
export function json({ findings }: Outcome): string {
  return JSON.stringify({ findings: findings.map(complete) }, null, 2);
}

function complete(finding: Finding): object {
  const { before = null, after = null, witness = null, ...rest } = finding;
  return { ...rest, rule: ruleOf(finding), before, after, witness };
}
