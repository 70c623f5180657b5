import { byLevel, type Finding } from "../finding.ts";
import { ruleOf } from "../rules/rules.ts";
import { matches } from "../vendor/known.ts";
import type { Config, Ignore } from "./read.ts";

/** Findings after applying a configuration file, and notes about what it changed. */
export interface Configured {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/**
 * Applies a configuration file: sets the severities of findings and removes ignored ones. Outdated entries become
 * findings.
 */
export function applyConfig(findings: readonly Finding[], config: Config, today: Date): Configured {
  const day = today.toISOString().slice(0, 10);
  const severe = findings.flatMap((finding) => withSeverity(finding, config));
  const used = new Set<Ignore>();
  const kept = severe.flatMap((finding) => withoutIgnored(finding, config, day, used));
  const outdated = config.ignore.flatMap((entry, index) => outdatedEntry(entry, index, used.has(entry), day, config));
  const active = [...used].filter((entry) => !isOver(entry, day));
  return {
    findings: byLevel([...kept, ...outdated.flatMap((finding) => withSeverity(finding, config))]),
    notes: [
      ...offNote(findings.length - severe.length, config),
      ...active.map(({ rule, where, reason, expires }) => `Ignored until ${expires}: ${rule} at ${where} (${reason})`),
    ],
  };
}

function withSeverity(finding: Finding, { severities }: Config): Finding[] {
  const rule = ruleOf(finding);
  const severity = Object.hasOwn(severities, rule) ? severities[rule] : undefined;
  if (severity === undefined) return [finding];
  return severity === "off" ? [] : [{ ...finding, level: severity }];
}

function offNote(count: number, { file }: Config): string[] {
  if (count === 0) return [];
  return [`${count} finding${count === 1 ? " is" : "s are"} not reported: ${file} turns their rules off.`];
}

/** Returns a finding without its ignored places; undefined when all are ignored. */
function withoutIgnored(finding: Finding, { ignore }: Config, day: string, used: Set<Ignore>): Finding[] {
  const entries = ignore.filter(({ rule }) => rule === ruleOf(finding));
  if (entries.length === 0) return [finding];
  const places = [finding.where, ...(finding.also ?? [])];
  const kept = places.filter((place) => {
    const matching = entries.filter(({ where }) => matches(where, place));
    matching.forEach((entry) => used.add(entry));
    return matching.every((entry) => isOver(entry, day));
  });
  const [where, ...also] = kept;
  if (where === undefined) return [];
  return [{ ...finding, where, also: also.length === 0 ? undefined : also }];
}

/** Returns whether an entry has expired; it is valid on its last day. */
function isOver({ expires }: Ignore, day: string): boolean {
  return expires < day;
}

function outdatedEntry(entry: Ignore, index: number, isUsed: boolean, day: string, { file }: Config): Finding[] {
  const expired = `the entry expired on ${entry.expires}, so ${entry.rule} at ${entry.where} counts again: fix it, or decide again until when it is accepted`;
  const unused = `the entry matches no finding of ${entry.rule} at ${entry.where}: remove it`;
  if (isUsed && !isOver(entry, day)) return [];
  return [
    {
      level: "compatible",
      audience: "readers",
      rule: isUsed ? "ignore-expired" : "ignore-unused",
      where: `#/ignore/${index}`,
      before: entry.reason,
      after: undefined,
      witness: undefined,
      message: `${file}: ${isUsed ? expired : unused}`,
    },
  ];
}
