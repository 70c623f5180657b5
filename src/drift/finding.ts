import type { Json } from "./json.ts";

/** How a difference affects those who rely on the old version; `unproven` counts like `breaking`. */
export type Level = "breaking" | "unproven" | "compatible" | "docs";

/** The levels, the worst first. */
export const LEVELS: readonly Level[] = ["breaking", "unproven", "compatible", "docs"];

/** Who is affected by a difference. */
export type Audience = "callers" | "receivers" | "generated code" | "mock users" | "readers";

/** The version of a comparison that judges a body. */
export type Side = "old" | "new";

/** A body that one version accepts and the other refuses, checked with ajv against both. */
export interface Witness {
  readonly body: Json;
  readonly acceptedBy: Side;
  readonly refusedBy: Side;
}

/** One difference between two versions. `where` is a JSON pointer (RFC 6901) through the document, references followed. */
export interface Finding {
  readonly level: Level;
  readonly audience: Audience;
  readonly where: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
  readonly witness: Witness | undefined;
  /** Further places at which the same difference was found. */
  readonly also?: readonly string[];
}

/** Thrown when two things could not be compared at all; the message says why and what to do. */
export class CannotCompare extends Error {
  override readonly name = "CannotCompare";
}

/** One finding for each difference: findings that differ only in their place are joined, the first place kept in `where`. */
export function joinEqual(findings: readonly Finding[], sameAs: (finding: Finding) => string): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = sameAs(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    return rest.length === 0 ? [first] : [{ ...first, also: [...new Set(rest.map((finding) => finding.where))] }];
  });
}

/** Orders findings by level, the worst first, and keeps the order of the document within a level. */
export function byLevel(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}
