import { diff, gt, major, parse } from "semver";
import { CannotCompare, type Finding } from "../finding.ts";

/** Version bumps (SemVer 2.0.0), smallest first; `none` without a release. */
export const BUMPS = ["none", "patch", "minor", "major"] as const;

/** A version bump. */
export type Bump = (typeof BUMPS)[number];

/**
 * Returns the bump that a change of the contract needs. Before 1.0.0, a minor bump is for breaking changes (SemVer
 * 2.0.0, section 4, and npm's caret ranges).
 */
export function neededBump(findings: readonly Finding[], lastVersion: string): Bump {
  const isEarly = major(checked(lastVersion)) === 0;
  const has = (...levels: string[]): boolean => findings.some(({ level }) => levels.includes(level));
  if (has("breaking", "unproven")) return isEarly ? "minor" : "major";
  if (has("compatible")) return isEarly ? "patch" : "minor";
  return has("docs") ? "patch" : "none";
}

/**
 * Returns the bump between two versions, or `none` when the second is not greater. A pre-release counts as its release.
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

/** Returns the larger of two bumps. */
export function larger(a: Bump, b: Bump): Bump {
  return BUMPS.indexOf(a) >= BUMPS.indexOf(b) ? a : b;
}

/** Returns the bump of a package in a changeset file, from its front matter. */
export function bumpInChangeset(text: string, name: string): Bump {
  const [, head = ""] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text) ?? [];
  const found = head
    .split(/\r?\n/)
    .map((line) => /^\s*["']?([^"':]+)["']?\s*:\s*["']?(patch|minor|major)["']?\s*$/.exec(line))
    .find((match) => match?.[1] === name);
  return BUMPS.find((bump) => bump === found?.[2]) ?? "none";
}
