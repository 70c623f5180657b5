import type { Finding } from "../finding.ts";
import { changeOf, isThing, ruleOf } from "../rules/rules.ts";
import { kindAt } from "../rules/kinds.ts";
import { code, text } from "./inline.ts";
import { place, sentence, short, type Outcome } from "./text.ts";

/** The sections of Keep a Changelog 1.1.0, in its order. */
const SECTIONS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"] as const;

type Section = (typeof SECTIONS)[number];

const SECURITY = new Set(["security", "security-scheme", "flow", "scope"]);

/** The heading of a changelog section. */
export interface ChangelogHead {
  /** The version of the new document; undefined when it is the same as that of the old one. */
  readonly version: string | undefined;
  readonly today: Date;
}

/**
 * Renders the findings as a section of a changelog (keepachangelog.com 1.1.0) with a list for each kind of change.
 * Documentation changes are counted under Fixed.
 */
export function changelog({ findings }: Outcome, { version, today }: ChangelogHead): string {
  const heading =
    version === undefined ? "## [Unreleased]" : `## [${plain(version)}] - ${today.toISOString().slice(0, 10)}`;
  const changes = findings.filter(({ level, rule }) => level !== "docs" && rule?.startsWith("ignore-") !== true);
  const words = findings.filter(({ level }) => level === "docs").length;
  const sections = SECTIONS.flatMap((section) => {
    const lines = changes.filter((finding) => sectionOf(finding) === section).map(line);
    if (section === "Fixed" && words > 0)
      lines.push(`- ${words} change${words === 1 ? "" : "s"} of the documentation.`);
    return lines.length === 0 ? [] : [`### ${section}`, "", ...lines, ""];
  });
  if (sections.length === 0) sections.push("No changes of the contract.");
  return [heading, "", ...sections].join("\n").trimEnd();
}

function plain(version: string): string {
  return version.replaceAll(/[^\w.+-]/g, "");
}

function sectionOf(finding: Finding): Section {
  const kind = kindAt(finding.where);
  const change = changeOf(kind, finding);
  if (SECURITY.has(kind)) return "Security";
  if (ruleOf(finding) === "deprecation-added") return "Deprecated";
  if (!isThing(kind) || change === "changed") return "Changed";
  return change === "added" ? "Added" : "Removed";
}

function line(finding: Finding): string {
  const { level, message, before, after, also } = finding;
  const mark = level === "breaking" || level === "unproven" ? "**Breaking:** " : "";
  const isValue =
    before !== undefined && after !== undefined && typeof before !== "object" && typeof after !== "object";
  const values = isValue ? ` ${code(short(before))} → ${code(short(after))}.` : "";
  const more = also ? ` Also at ${also.length} other place${also.length === 1 ? "" : "s"}.` : "";
  return `- ${mark}${text(place(finding.where))}: ${text(sentence(message))}${values}${more}`;
}
