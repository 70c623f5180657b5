import { DocumentError } from "../openapi/document-error.ts";
import type { Json } from "../openapi/json.ts";

/** How a difference affects those who rely on the old version; `unproven` counts like `breaking`. */
export type Level = "breaking" | "unproven" | "compatible" | "docs";

/** The levels, the worst first. */
export const LEVELS: readonly Level[] = ["breaking", "unproven", "compatible", "docs"];

/** Who is affected by a difference. */
export type Audience = "callers" | "receivers" | "generated code" | "mock users" | "readers";

/** The version of a comparison that validates a body. */
export type Side = "old" | "new";

/** A version as a report names it: those of a comparison with the vendor's page are no older and newer ones. */
export type Party = Side | "contract" | "page";

/** A body that one version accepts and the other rejects, checked with ajv against both. */
export interface Counterexample {
  readonly body: Json;
  readonly acceptedBy: Party;
  readonly refusedBy: Party;
}

/**
 * One difference between two versions. `where` is a JSON pointer (RFC 6901) through the document, references followed.
 */
export interface Finding {
  readonly level: Level;
  readonly audience: Audience;
  readonly where: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
  readonly witness: Counterexample | undefined;
  /** Further places at which the same difference was found. */
  readonly also?: readonly string[] | undefined;
  /** The rule, when it is another one than the place and the values say. */
  readonly rule?: string;
}

/** Thrown when two things could not be compared at all; the message says why and what to do. */
export class CannotCompare extends DocumentError {
  override readonly name = "CannotCompare";
}

/** Puts items with the same key together, in the order in which each key came first. */
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

/** Orders findings by level, the worst first, and keeps the order of the document within a level. */
export function byLevel(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}
