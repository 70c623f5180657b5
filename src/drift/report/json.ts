import type { Finding } from "../finding.ts";
import { ruleOf } from "../rules/rules.ts";
import type { Outcome } from "./text.ts";

/** The findings as JSON, alone: `{ "findings": [ … ] }`. What a finding does not have is null. */
export function json({ findings }: Outcome): string {
  return JSON.stringify({ findings: findings.map(complete) }, null, 2);
}

function complete(finding: Finding): object {
  const { before = null, after = null, witness = null, ...rest } = finding;
  return { ...rest, rule: ruleOf(finding), before, after, witness };
}
