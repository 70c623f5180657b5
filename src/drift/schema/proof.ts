import type { Forms } from "./forms.ts";
import type { Conjunction, NormalForm } from "./record.ts";

/** A proof that one schema allows no more than another, under way. */
export interface Proof {
  readonly forms: Forms;
  /**
   * When present, a property that only the larger form names may hold anything in the smaller one: a new optional field
   * of an open request. Names in the set are not new, because another part of the smaller schema mentions them.
   */
  readonly mentioned: ReadonlySet<string> | undefined;
  /** True when it is proved that every value that satisfies all of `a` satisfies all of `b`. */
  schemasIncluded(a: Conjunction, b: Conjunction): boolean;
  /** True when it is proved that every value of `a` is a value of `b`. */
  formIncluded(a: NormalForm, b: NormalForm): boolean;
  /** Begins another proof, in which no property is new. */
  strict(): Proof;
}
