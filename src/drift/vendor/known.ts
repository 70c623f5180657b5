import { CannotCompare, LEVELS, type Finding, type Level } from "../finding.ts";
import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { equal, isObject } from "../../shared/json.ts";
import { segments } from "../../openapi/json-pointer.ts";

const CHANGES = ["added", "removed", "changed"] as const;

/** The kinds of changes from the contract to the vendor's document. */
export type ChangeKind = (typeof CHANGES)[number];

/** An intended difference. */
export interface KnownDifference {
  /** A JSON pointer; `*` matches one segment and `**` any number of segments. */
  readonly where: string;
  /** When present, the entry explains only findings of this level. */
  readonly level?: Level;
  /** When present, the entry explains only this kind of change. */
  readonly change?: ChangeKind;
  /** When present, the entry explains only findings with this new value. */
  readonly after?: Json;
  readonly reason: string;
  readonly source: string;
  /** The day from which the difference is known, as YYYY-MM-DD. */
  readonly since: string;
}

/** A finding, with the known difference that explains it if there is one. */
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
      if (typeof value !== "string" || value === "")
        throw new CannotCompare(`Entry ${index + 1} of ${source} needs the text ${key}.`);
      return value;
    };
    return {
      where: text("where"),
      reason: text("reason"),
      source: text("source"),
      since: text("since"),
      ...limitsOf(isObject(entry) ? entry : {}, `Entry ${index + 1} of ${source}`),
    };
  });
}

function limitsOf(entry: JsonObject, name: string): Pick<KnownDifference, "level" | "change" | "after"> {
  const level = oneOf(LEVELS, own(entry, "level"), `${name}: level`);
  const change = oneOf(CHANGES, own(entry, "change"), `${name}: change`);
  const after = own(entry, "after");
  return { ...(level ? { level } : {}), ...(change ? { change } : {}), ...(after === undefined ? {} : { after }) };
}

function oneOf<T extends string>(choices: readonly T[], value: Json | undefined, name: string): T | undefined {
  const found = choices.find((choice) => choice === value);
  if (value !== undefined && found === undefined) throw new CannotCompare(`${name} is one of ${choices.join(", ")}.`);
  return found;
}

/**
 * Explains findings by known differences. An entry that explains no finding is outdated and becomes a finding itself.
 */
export function explain(
  findings: readonly Finding[],
  known: readonly KnownDifference[],
): { readonly explained: readonly Explained[]; readonly outdated: readonly Finding[] } {
  const used = new Set<KnownDifference>();
  const explained = findings.map((finding) => {
    const by = known.find((entry) => speaksOf(entry, finding));
    if (by) used.add(by);
    return { finding, by };
  });
  const outdated = known
    .filter((entry) => !used.has(entry))
    .map((entry): Finding => ({
      level: "breaking",
      audience: "readers",
      where: entry.where,
      before: entry.reason,
      after: undefined,
      witness: undefined,
      message: `the known difference of ${entry.since} no longer matches a difference: remove it, or see what changed`,
    }));
  return { explained, outdated };
}

function kindOfChange({ before, after }: Finding): ChangeKind {
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changed";
}

function speaksOf(entry: KnownDifference, finding: Finding): boolean {
  const change = kindOfChange(finding);
  return (
    (entry.level ?? finding.level) === finding.level &&
    (entry.change ?? change) === change &&
    (entry.after === undefined || equal(entry.after, finding.after)) &&
    places(finding).every((where) => matches(entry.where, where))
  );
}

function places(finding: Finding): string[] {
  return [finding.where, ...(finding.also ?? [])];
}

/** Returns whether a pattern matches a whole JSON pointer. */
export function matches(pattern: string, pointer: string): boolean {
  return matchSegments(segments(pattern), segments(pointer));
}

function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === "**") return matchSegments(rest, path) || (path.length > 0 && matchSegments(pattern, path.slice(1)));
  return path.length > 0 && (first === "*" || first === path[0]) && matchSegments(rest, path.slice(1));
}
