import { diff, gt, major, parse } from "semver";
import { CannotCompare, type Finding } from "../finding.ts";

/** Parts of a version (SemVer 2.0.0), the smallest first; `none` when nothing is to be released. */
export const BUMPS = ["none", "patch", "minor", "major"] as const;

/** How much a version goes up. */
export type Bump = (typeof BUMPS)[number];

/**
 * The bump that a change of the contract needs. Before 1.0.0 a minor bump is what a major one is later (SemVer 2.0.0,
 * section 4, and the caret ranges of npm).
 */
export function neededBump(findings: readonly Finding[], lastVersion: string): Bump {
  const isEarly = major(checked(lastVersion)) === 0;
  const has = (...levels: string[]): boolean => findings.some(({ level }) => levels.includes(level));
  if (has("breaking", "unproven")) return isEarly ? "minor" : "major";
  if (has("compatible")) return isEarly ? "patch" : "minor";
  return has("docs") ? "patch" : "none";
}

/**
 * The bump between two versions, or `none` when the second is not greater. A pre-release counts as the release that it
 * precedes.
 */
export function bumpBetween(before: string, after: string): Bump {
  if (!gt(checked(after), checked(before))) return "none";
  const difference = diff(before, after)?.replace(/^pre(?!release)/, "");
  return BUMPS.find((bump) => bump === difference) ?? "patch";
}

function checked(version: string): string {
  if (parse(version) !== null) return version;
  throw new CannotCompare(`${JSON.stringify(version)} is no version (semver.org): write one such as 1.2.3.`);
}

/** The larger of two bumps. */
export function larger(a: Bump, b: Bump): Bump {
  return BUMPS.indexOf(a) >= BUMPS.indexOf(b) ? a : b;
}

/** The bump that a changeset file asks for one package, from its front matter. */
export function bumpInChangeset(text: string, name: string): Bump {
  const [, head = ""] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text) ?? [];
  const found = head
    .split(/\r?\n/)
    .map((line) => /^\s*["']?([^"':]+)["']?\s*:\s*["']?(patch|minor|major)["']?\s*$/.exec(line))
    .find((match) => match?.[1] === name);
  return BUMPS.find((bump) => bump === found?.[2]) ?? "none";
}
