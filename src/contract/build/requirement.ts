import type { Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/source.ts";

/** A step from a schema into one of its subschemas: the keyword, and which of the keyword's children. */
export interface Step {
  readonly keyword: string;
  readonly child: number;
}

/** What is asked of the value at one place: that a schema accepts it, that one refuses it, or that one constraint decides. */
export type Requirement =
  | { readonly kind: "hold"; readonly node: SchemaNode }
  | { readonly kind: "fail"; readonly node: SchemaNode }
  | { readonly kind: "focus"; readonly node: SchemaNode; readonly steps: readonly Step[]; readonly goal: Goal };

/** The constraint to decide and the way it is to do so. */
export interface Goal {
  /** The keyword in the schema to which the steps lead. */
  readonly keyword: string;
  readonly variant: Variant;
}
