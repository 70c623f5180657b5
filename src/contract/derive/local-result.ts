import type { KeywordPlace, Step, Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import type { Frame } from "./frame.ts";
import type { CaseValue } from "./search.ts";
import type { Site } from "./sites.ts";

/** What was found for one constraint by values of the schema that it belongs to. */
export interface LocalResult {
  readonly node: SchemaNode;
  readonly at: KeywordPlace;
  readonly routes: readonly (readonly Step[])[];
  readonly found: readonly Found[];
  /** The ways that were not reached; `impossible` ones are proven to be so. */
  readonly missed: readonly { readonly variant: Variant; readonly impossible: boolean }[];
}

/** A value and the way that it shows. */
export interface Found {
  readonly variant: Variant;
  readonly caseValue: CaseValue;
}

/**
 * Everything found for the constraints on the values of one schema; each schema is searched once, wherever it is used.
 */
export interface Local {
  readonly results: readonly LocalResult[];
  /** The schemas of properties and items. */
  readonly exits: readonly Site[];
  /** Returns a value in which such a schema decides; searched for once. */
  frameOf(exit: Site): Frame | undefined;
}
