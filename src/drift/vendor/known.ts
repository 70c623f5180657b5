import { CannotCompare, LEVELS, type Finding, type Level } from "../finding.ts";
import { isArray, isObject, own, segments, type Json } from "../json.ts";

/** A difference that was made on purpose. */
export interface KnownDifference {
  /** A JSON pointer in which `*` stands for one segment and `**` for any number of them. */
  readonly where: string;
  /** When present, the entry only explains findings of this level. */
  readonly level?: Level;
  readonly reason: string;
  readonly source: string;
  /** The day since which the difference is known, as YYYY-MM-DD. */
  readonly since: string;
}

/** A finding, with the entry that explains it if there is one. */
export interface Explained {
  readonly finding: Finding;
  readonly by: KnownDifference | undefined;
}

/** Reads the entries under `differences`. Throws CannotCompare when one lacks a field. */
export function readKnown(document: Json, source: string): KnownDifference[] {
  const list = isObject(document) ? own(document, "differences") : undefined;
  if (!isArray(list)) throw new CannotCompare(`${source} has no list called differences.`);
  return list.map((entry, index) => {
    const text = (key: string): string => {
      const value = isObject(entry) ? own(entry, key) : undefined;
      if (typeof value !== "string" || value === "") throw new CannotCompare(`Entry ${index + 1} of ${source} needs the text ${key}.`);
      return value;
    };
    const level = LEVELS.find((known) => isObject(entry) && entry.level === known);
    return { where: text("where"), reason: text("reason"), source: text("source"), since: text("since"), ...(level ? { level } : {}) };
  });
}

/** Explains findings by known differences. An entry that explains nothing becomes a finding itself: it is out of date. */
export function explain(findings: readonly Finding[], known: readonly KnownDifference[]): { readonly explained: readonly Explained[]; readonly outdated: readonly Finding[] } {
  const used = new Set<KnownDifference>();
  const explained = findings.map((finding) => {
    const by = known.find((entry) => (entry.level === undefined || entry.level === finding.level) && places(finding).every((where) => matches(entry.where, where)));
    if (by) used.add(by);
    return { finding, by };
  });
  const outdated = known.filter((entry) => !used.has(entry)).map((entry): Finding => ({
    level: "breaking", audience: "readers", where: entry.where, before: entry.reason, after: undefined, witness: undefined,
    message: `the known difference of ${entry.since} matches nothing any more: remove it, or see what changed`,
  }));
  return { explained, outdated };
}

function places(finding: Finding): string[] {
  return [finding.where, ...(finding.also ?? [])];
}

/** Whether a pattern matches a whole JSON pointer. */
export function matches(pattern: string, pointer: string): boolean {
  return matchSegments(segments(pattern), segments(pointer));
}

function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === "**") return matchSegments(rest, path) || (path.length > 0 && matchSegments(pattern, path.slice(1)));
  return path.length > 0 && (first === "*" || first === path[0]) && matchSegments(rest, path.slice(1));
}
