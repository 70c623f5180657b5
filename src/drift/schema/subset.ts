import { accepts } from "./accepts.ts";
import { caseSplits } from "./case-splits.ts";
import { emptyTerm } from "./disjoint.ts";
import type { Forms } from "./forms.ts";
import type { Proof } from "./proof.ts";
import { declaredNames, type Conjunction, type NormalForm, type Term } from "./record.ts";
import { boundsIncluded, sizeIncluded, textIncluded } from "./subset-limits.ts";
import { itemsIncluded, membersIncluded } from "./subset-parts.ts";
import { ruleHolds } from "./subset-rules.ts";

/** Maximum depth of splits of a term into cases. */
const MAX_SPLITS = 2;

/** Returns whether every value of `a` is provably a value of `b`; false also without a proof. */
export function included(forms: Forms, a: NormalForm, b: NormalForm, mentioned?: ReadonlySet<string>): boolean {
  const record = recordFor(forms, mentioned);
  try {
    return new InclusionProof(forms, mentioned, record).formIncluded(a, b);
  } catch (error) {
    forget(record, 0);
    throw error;
  }
}

/** Proved pairs, and the assumptions of the proofs. */
interface ProofRecord {
  /** Pairs that are being proved. Meeting one again counts as proved, because JSON values are finite. */
  readonly assumed: Set<string>;
  readonly proved: Map<string, boolean>;
  /** Pairs that were proved under open assumptions. */
  readonly tentative: string[];
}

/**
 * Starts a record. It reuses earlier proofs, except while a form is being built and may still change.
 */
function recordFor(forms: Forms, mentioned: ReadonlySet<string> | undefined): ProofRecord {
  const known = mentioned ? forms.proved.lenient : forms.proved.strict;
  const proved = forms.busy ? new Map<string, boolean>() : known;
  return { assumed: new Set(), proved, tentative: [] };
}

/** Discards proofs whose assumption turned out to be wrong. */
function forget({ proved, tentative }: ProofRecord, from: number): void {
  for (const key of tentative.splice(from)) proved.delete(key);
}

class InclusionProof implements Proof {
  readonly forms: Forms;
  readonly mentioned: ReadonlySet<string> | undefined;
  readonly #record: ProofRecord;

  constructor(forms: Forms, mentioned: ReadonlySet<string> | undefined, record: ProofRecord) {
    this.forms = forms;
    this.mentioned = mentioned;
    this.#record = record;
  }

  strict(): Proof {
    if (this.mentioned === undefined) return this;
    return new InclusionProof(this.forms, undefined, recordFor(this.forms, undefined));
  }

  schemasIncluded(a: Conjunction, b: Conjunction): boolean {
    if (b.length === 0) return true;
    const record = this.#record;
    const key = `${this.forms.key(a)}>${this.forms.key(b)}`;
    if (record.assumed.has(key) || b.every((schema) => a.includes(schema))) return true;
    const known = record.proved.get(key);
    if (known !== undefined) return known;
    this.forms.budget.spend();
    const mark = record.tentative.length;
    record.assumed.add(key);
    const inner = this.mentioned ? this.#with(new Set()) : this;
    const result = inner.formIncluded(this.forms.of(a), this.forms.of(b));
    record.assumed.delete(key);
    if (!result) forget(record, mark);
    record.proved.set(key, result);
    if (record.assumed.size === 0) record.tentative.length = 0;
    else if (result) record.tentative.push(key);
    return result;
  }

  /** Returns whether each term of `a` is included in a term of `b`, case by case where needed. */
  formIncluded(a: NormalForm, b: NormalForm): boolean {
    return a.every((term) => this.#withNamesOf(term).#covered(term, b, MAX_SPLITS));
  }

  /** Names that the term mentions are not new. Names that only other branches mention are new for its values. */
  #withNamesOf(term: Term): InclusionProof {
    if (!this.mentioned) return this;
    return this.#with(new Set([...this.mentioned, ...declaredNames(term), ...term.required]));
  }

  #with(mentioned: ReadonlySet<string>): InclusionProof {
    return new InclusionProof(this.forms, mentioned, this.#record);
  }

  #covered(term: Term, form: NormalForm, splits: number): boolean {
    this.forms.budget.spend();
    if (term.values) return term.values.every((value) => accepts(this.forms, form, value));
    const near = form.filter((other) => other.kind === term.kind);
    if (near.some((other) => this.#termIncluded(term, other))) return true;
    if (emptyTerm(this.forms, term)) return true;
    if (splits === 0 || near.length < 2) return false;
    return caseSplits(this.forms, term, near).some((cases) =>
      cases.every((part) => this.#covered(part, near, splits - 1)),
    );
  }

  /** Returns whether every value of a term is a value of another. */
  #termIncluded(a: Term, b: Term): boolean {
    if (b.values) return false;
    return (
      boundsIncluded(a, b) &&
      textIncluded(a, b) &&
      sizeIncluded(this.forms, a, b) &&
      (a.kind !== "array" || itemsIncluded(this, a, b)) &&
      (a.kind !== "object" || membersIncluded(this, a, b)) &&
      b.rules.every((rule) => ruleHolds(this, a, rule))
    );
  }
}
