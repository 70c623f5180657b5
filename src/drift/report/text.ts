import { LEVELS, type Finding, type Level, type Party } from "../finding.ts";
import type { Json } from "../../openapi/json.ts";
import { segments } from "../../openapi/json-pointer.ts";
import type { FilePlace } from "../../openapi/places.ts";
import { ruleOf } from "../rules/rules.ts";

/** The result of a command: findings, and notes for people. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** The message when there are no findings. @default "No differences." */
  readonly none?: string;
  /** Names of the two sides of a change. @default "before" and "after" */
  readonly sides?: readonly [string, string];
  /** The version of the new document, when it differs from that of the old. */
  readonly version?: string | undefined;
  /** Finds the file and line of a finding. */
  readonly locate?: Locate | undefined;
}

/** Returns the file and line of a place; undefined when it is in no file. */
export type Locate = (where: string, finding: Finding) => FilePlace | undefined;

/** Options of the text report. */
export interface Appearance {
  readonly color: boolean;
}

const COLORS: Readonly<Record<Level, number>> = { breaking: 31, unproven: 33, compatible: 32, docs: 90 };
const MAX_VALUE = 160;

/** Headings of the levels. */
export const TITLES: Readonly<Record<Level, string>> = {
  breaking: "Breaking",
  unproven: "Unproven",
  compatible: "Compatible",
  docs: "Documentation",
};

/** Renders findings for the terminal: one block each, worst first, and a summary. */
export function table(outcome: Outcome, { color }: Appearance): string {
  const { findings, notes } = outcome;
  const blocks = findings.map((finding) => {
    const level = finding.level.toUpperCase();
    const head = `${color ? `\u001B[${COLORS[finding.level]}m${level}\u001B[0m` : level}  ${place(finding.where)}`;
    const about = `${affected(finding)} Rule: ${ruleOf(finding)}.`;
    const lines = [sentence(finding.message), about, change(finding), witness(finding), also(finding)].filter(
      (line) => line !== undefined,
    );
    return [head, ...lines.map((line) => `  ${line}`)].join("\n");
  });
  return [...blocks, ...notes, summary(outcome)].join("\n\n");
}

/** Keeps only findings of a level or worse. The exit code still depends on all findings. */
export function atLeast(outcome: Outcome, mildest: Level | undefined): Outcome {
  if (mildest === undefined) return outcome;
  const findings = outcome.findings.filter(({ level }) => LEVELS.indexOf(level) <= LEVELS.indexOf(mildest));
  const hidden = outcome.findings.length - findings.length;
  if (hidden === 0) return outcome;
  const note = `${hidden} milder finding${hidden === 1 ? " is" : "s are"} not shown.`;
  return { ...outcome, findings, notes: [...outcome.notes, note], none: `No difference is ${mildest} or worse.` };
}

/** Formats a message as a sentence. A keyword or file name at its start keeps its case. */
export function sentence(message: string): string {
  const isWord = /^[a-z]+(?:$|[ ;:,])/.test(message);
  const begun = isWord ? `${message.slice(0, 1).toUpperCase()}${message.slice(1)}` : message;
  return /[.!?)]$/.test(begun) ? begun : `${begun}.`;
}

/** Says whom a finding affects, as a sentence. */
export function affected({ audience, level }: Finding): string {
  return `${level === "breaking" || level === "unproven" ? "Affects" : "Concerns"} ${audience}.`;
}

/** Names a version of a comparison. */
export function partyName(name: Party): string {
  return name === "old" || name === "new" ? `${name} version` : name;
}

/** Counts the findings of each level, as a sentence. */
export function summary({ findings, none = "No differences." }: Outcome): string {
  if (findings.length === 0) return none;
  const counts = LEVELS.map((level) => [level, findings.filter((finding) => finding.level === level).length] as const);
  return counts
    .filter(([, count]) => count > 0)
    .map(([level, count]) => `${count} ${level}`)
    .join(", ");
}

/** Formats a place for people: method and path, then the other named segments. */
export function place(where: string): string {
  if (!/^[#/]/.test(where)) return where;
  const [first, path, method, ...rest] = segments(where);
  if (first !== "paths" || path === undefined) return segments(where).join(" › ");
  return [
    method === undefined ? path : `${method.toUpperCase()} ${path}`,
    ...rest.filter((segment) => segment !== "properties"),
  ].join(" › ");
}

function change({ before, after }: Finding): string | undefined {
  if (before === undefined && after === undefined) return undefined;
  return `${before === undefined ? "nothing" : short(before)} → ${after === undefined ? "nothing" : short(after)}`;
}

function witness({ witness: found }: Finding): string | undefined {
  return found && `Example: ${found.acceptedBy} accepts, ${found.refusedBy} rejects: ${short(found.body)}`;
}

function also({ also: places }: Finding): string | undefined {
  return (
    places &&
    `Also at ${places.length} other place${places.length === 1 ? "" : "s"}, the first of them ${place(places[0] ?? "")}`
  );
}

/** Returns the JSON text of a value, truncated when it is long. */
export function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}… (${text.length} characters)`;
}
