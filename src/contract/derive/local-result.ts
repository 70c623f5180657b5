import type { KeywordPlace, Step, Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import type { Frame } from "./frame.ts";
import type { CaseValue } from "./search.ts";
import type { Site } from "./sites.ts";

/** Results for a constraint, as values of the schema that it belongs to. */
export interface LocalResult {
  readonly node: SchemaNode;
  readonly at: KeywordPlace;
  readonly routes: readonly (readonly Step[])[];
  readonly found: readonly Found[];
  /** The ways that were not reached; `impossible` ones are proved to be impossible. */
  readonly missed: readonly { readonly variant: Variant; readonly impossible: boolean }[];
}

/** A value and the way that it covers. */
export interface Found {
  readonly variant: Variant;
  readonly caseValue: CaseValue;
}

/**
 * Results for the constraints of a schema. Each schema is searched once, wherever it is used.
 */
export interface Local {
  readonly results: readonly LocalResult[];
  /** The schemas of properties and items. */
  readonly exits: readonly Site[];
  /** Returns a value in which such a schema decides; searched for once. */
  frameOf(exit: Site): Frame | undefined;
}
