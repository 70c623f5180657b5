import type { Forms } from "./forms.ts";
import type { Conjunction, NormalForm } from "./record.ts";

/** A running proof that one schema allows no more than another. */
export interface Proof {
  readonly forms: Forms;
  /**
   * When present, properties that only the larger form names count as new optional fields of an open request: the
   * smaller form may allow any value for them. Names in this set are not new: another part of the smaller schema
   * mentions them.
   */
  readonly mentioned: ReadonlySet<string> | undefined;
  /** Returns whether every value that satisfies all of `a` provably satisfies all of `b`. */
  schemasIncluded(a: Conjunction, b: Conjunction): boolean;
  /** Returns whether every value of `a` is provably a value of `b`. */
  formIncluded(a: NormalForm, b: NormalForm): boolean;
  /** Starts another proof, in which no property is new. */
  strict(): Proof;
}
