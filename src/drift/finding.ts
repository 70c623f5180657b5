import { DocumentError } from "../openapi/document-error.ts";
import type { Json } from "../openapi/json.ts";

/** How a difference affects those who rely on the old version; treat `unproven` like `breaking`. */
export type Level = "breaking" | "unproven" | "compatible" | "docs";

/** The levels, worst first. */
export const LEVELS: readonly Level[] = ["breaking", "unproven", "compatible", "docs"];

/** Who is affected by a difference. */
export type Audience = "callers" | "receivers" | "generated code" | "mock users" | "readers";

/** A version of a comparison. */
export type Side = "old" | "new";

/** A version as reports name it. The two sides of a comparison with the vendor's page are not old and new. */
export type Party = Side | "contract" | "page";

/** A body that one version accepts and the other rejects, checked with ajv against both. */
export interface Counterexample {
  readonly body: Json;
  readonly acceptedBy: Party;
  readonly refusedBy: Party;
}

/**
 * A difference between two versions. `where` is a JSON pointer (RFC 6901) into the document, with references resolved.
 */
export interface Finding {
  readonly level: Level;
  readonly audience: Audience;
  readonly where: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
  readonly witness: Counterexample | undefined;
  /** Other places with the same difference. */
  readonly also?: readonly string[] | undefined;
  /** The rule, when it does not follow from the place and the values. */
  readonly rule?: string;
}

/** Thrown when a comparison is not possible; the message says why and what to do. */
export class CannotCompare extends DocumentError {
  override readonly name = "CannotCompare";
}

/** Groups items by a key, in the order in which the keys first occur. */
export function joinEqual<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): { readonly first: T; readonly rest: readonly T[] }[] {
  const groups = new Map<string, { first: T; rest: T[] }>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.rest.push(item);
    else groups.set(key, { first: item, rest: [] });
  }
  return [...groups.values()];
}

/** Sorts findings by level, worst first, and keeps document order within a level. */
export function byLevel(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}
