import { LEVELS, type Finding, type Level, type Party } from "../finding.ts";
import type { Json } from "../../openapi/json.ts";
import { segments } from "../../openapi/json-pointer.ts";
import type { FilePlace } from "../../openapi/places.ts";
import { ruleOf } from "../rules/rules.ts";

/** The outcome of a command: its findings, and lines for people that are no findings. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** What the absence of findings means; "No differences." unless said. */
  readonly none?: string;
  /** What the two sides of a change are called; "before" and "after" unless said. */
  readonly sides?: readonly [string, string];
  /** The version of the new document, when it is another one than that of the old. */
  readonly version?: string | undefined;
  /** Where a person looks for a place of a finding, when it lies in a file. */
  readonly locate?: Locate | undefined;
}

/** The place in a file that is meant by a place of a finding; undefined when it lies in none. */
export type Locate = (where: string, finding: Finding) => FilePlace | undefined;

/** How findings are shown. */
export interface Appearance {
  readonly color: boolean;
}

const COLORS: Readonly<Record<Level, number>> = { breaking: 31, unproven: 33, compatible: 32, docs: 90 };
const MAX_VALUE = 160;

/** The levels as headings. */
export const TITLES: Readonly<Record<Level, string>> = {
  breaking: "Breaking",
  unproven: "Unproven",
  compatible: "Compatible",
  docs: "Documentation",
};

/** Findings for people: one block each, the worst first, and a count at the end. */
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

/** An outcome with the findings of a level and worse ones. What fails is decided by all of them. */
export function atLeast(outcome: Outcome, mildest: Level | undefined): Outcome {
  if (mildest === undefined) return outcome;
  const findings = outcome.findings.filter(({ level }) => LEVELS.indexOf(level) <= LEVELS.indexOf(mildest));
  const hidden = outcome.findings.length - findings.length;
  if (hidden === 0) return outcome;
  const note = `${hidden} milder finding${hidden === 1 ? " is" : "s are"} not shown.`;
  return { ...outcome, findings, notes: [...outcome.notes, note], none: `No difference is ${mildest} or worse.` };
}

/** A message as a sentence. The name of a keyword or file that it begins with keeps its letters. */
export function sentence(message: string): string {
  const isWord = /^[a-z]+(?:$|[ ;:,])/.test(message);
  const begun = isWord ? `${message.slice(0, 1).toUpperCase()}${message.slice(1)}` : message;
  return /[.!?)]$/.test(begun) ? begun : `${begun}.`;
}

/** Whom a finding concerns, in a sentence. */
export function affected({ audience, level }: Finding): string {
  return `${level === "breaking" || level === "unproven" ? "Affects" : "Concerns"} ${audience}.`;
}

/** A version of a comparison in words. */
export function partyName(name: Party): string {
  return name === "old" || name === "new" ? `${name} version` : name;
}

/** How many findings there are of each level. */
export function summary({ findings, none = "No differences." }: Outcome): string {
  if (findings.length === 0) return none;
  const counts = LEVELS.map((level) => [level, findings.filter((finding) => finding.level === level).length] as const);
  return counts
    .filter(([, count]) => count > 0)
    .map(([level, count]) => `${count} ${level}`)
    .join(", ");
}

/** A place as a person reads it: method and path first, then the segments that name something. */
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
  return found && `Example: ${found.acceptedBy} accepts, ${found.refusedBy} refuses: ${short(found.body)}`;
}

function also({ also: places }: Finding): string | undefined {
  return (
    places &&
    `Also at ${places.length} other place${places.length === 1 ? "" : "s"}, the first of them ${place(places[0] ?? "")}`
  );
}

/** The JSON text of a value, cut when it is long. */
export function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}… (${text.length} characters)`;
}
