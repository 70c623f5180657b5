import type { Schema } from "../scope.ts";
import type { Forms } from "./normal.ts";
import { accepts } from "./accepts.ts";
import { disjoint, emptyTerm } from "./disjoint.ts";
import { intersect } from "./intersect.ts";
import { declaredNames, memberOf, type Conjunction, type NormalForm, type Term } from "./record.ts";
import { comparePatterns } from "../../patterns/compare.ts";
import { ruleHolds } from "./subset-rules.ts";
import { itemsIncluded, membersIncluded } from "./subset-parts.ts";

/** What a proof takes for granted, and how far it has come. */
export interface Proof {
  readonly forms: Forms;
  /**
   * When present, a member that only the larger form names may hold anything in the smaller one: a new optional field of an
   * open request. Names in the set are not new, because another part of the smaller schema mentions them.
   */
  readonly mentioned: ReadonlySet<string> | undefined;
  /** Pairs that are being proved; meeting one again closes the circle, because JSON values are finite. */
  readonly assumed: Set<string>;
  readonly proved: Map<string, boolean>;
  /** What was proved on the assumptions that are open now. */
  readonly tentative: string[];
}

/** Splits of a term into cases go no deeper than this. */
const MAX_SPLITS = 2;
const MAX_CASES = 16;

/** True when it is proved that every value of `a` is a value of `b`; false when it is not so or not proved. */
export function included(forms: Forms, a: NormalForm, b: NormalForm, mentioned?: ReadonlySet<string>): boolean {
  const proof = startProof(forms, mentioned);
  try {
    return formIncluded(proof, a, b);
  } catch (error) {
    forget(proof, 0);
    throw error;
  }
}

/** Begins a proof. What was proved before counts, unless a form is being made, because then it may look different later. */
export function startProof(forms: Forms, mentioned: ReadonlySet<string> | undefined): Proof {
  const known = mentioned ? forms.proved.lenient : forms.proved.strict;
  const proved = forms.busy ? new Map<string, boolean>() : known;
  return { forms, mentioned, assumed: new Set(), proved, tentative: [] };
}

/** Takes back what was proved on an assumption that turned out to be wrong. */
function forget({ proved, tentative }: Proof, from: number): void {
  for (const key of tentative.splice(from)) proved.delete(key);
}

/** The same for schemas that hold together. */
export function schemasIncluded(proof: Proof, a: Conjunction, b: Conjunction): boolean {
  if (b.length === 0) return true;
  const key = `${proof.forms.key(a)}>${proof.forms.key(b)}`;
  if (proof.assumed.has(key) || b.every((schema) => a.includes(schema))) return true;
  const known = proof.proved.get(key);
  if (known !== undefined) return known;
  proof.forms.budget.spend();
  const mark = proof.tentative.length;
  proof.assumed.add(key);
  const inner = proof.mentioned && { ...proof, mentioned: new Set<string>() };
  const result = formIncluded(inner ?? proof, proof.forms.of(a), proof.forms.of(b));
  proof.assumed.delete(key);
  if (!result) forget(proof, mark);
  proof.proved.set(key, result);
  if (proof.assumed.size === 0) proof.tentative.length = 0;
  else if (result) proof.tentative.push(key);
  return result;
}

/** The same for normal forms: each term of `a` in a term of `b`, where needed case by case. */
export function formIncluded(proof: Proof, a: NormalForm, b: NormalForm): boolean {
  return a.every((term) => termCovered(withNamesOf(proof, term), term, b, MAX_SPLITS));
}

/** The names that a term mentions are not new. What another branch names is: a value of this one need not know it. */
function withNamesOf(proof: Proof, term: Term): Proof {
  if (!proof.mentioned) return proof;
  return { ...proof, mentioned: new Set([...proof.mentioned, ...declaredNames(term), ...term.required]) };
}

function termCovered(proof: Proof, term: Term, form: NormalForm, splits: number): boolean {
  proof.forms.budget.spend();
  if (term.values) return term.values.every((value) => accepts(proof.forms, form, value));
  const near = form.filter((other) => other.kind === term.kind);
  if (near.some((other) => termIncluded(proof, term, other))) return true;
  if (emptyTerm(proof.forms, term)) return true;
  if (splits === 0 || near.length < 2) return false;
  return caseSplits(proof.forms, term, near).some((cases) =>
    cases.every((part) => termCovered(proof, part, near, splits - 1)),
  );
}

/** Ways to cut a term into cases: a range into ranges; an object by a member that has few values or may be absent. */
function caseSplits(forms: Forms, term: Term, near: NormalForm): Term[][] {
  if (term.kind === "number")
    return [
      cutAt(
        term,
        near.map((other) => other.maximum),
        (part, low, high) => ({ ...part, minimum: low, maximum: high }),
      ),
    ];
  if (term.kind !== "object")
    return [
      cutAt(
        term,
        near.map((other) => other.maxSize),
        (part, low, high) => ({ ...part, minSize: low, maxSize: high }),
      ),
    ];
  return [...declaredNames(term)].flatMap((name) => {
    const member = forms.of(memberOf(term, name));
    const open = member.some((part) => part.values === undefined);
    const schemas: Schema[] = open
      ? [true]
      : member.flatMap((part) => part.values ?? []).map((value) => ({ enum: [value] }));
    if (schemas.length > MAX_CASES) return [];
    const cases = schemas.map((schema) => withMember(term, name, schema));
    return [term.required.has(name) ? cases : [...cases, withMember(term, name, false)]];
  });
}

/** A term of whole numbers or sizes in consecutive ranges, each ending at one of the limits. */
function cutAt(term: Term, limits: readonly number[], within: (term: Term, low: number, high: number) => Term): Term[] {
  const [low, high] = term.kind === "number" ? [term.minimum, term.maximum] : [term.minSize, term.maxSize];
  if (term.kind === "number" && !term.integer) return [term];
  const ends = [...new Set(limits.map(Math.floor))].filter((end) => end >= low && end < high).sort((a, b) => a - b);
  return [...ends, high].map((end, index) => within(term, index === 0 ? low : (ends[index - 1] ?? low) + 1, end));
}

/** The term with a member that satisfies a schema; with `false`, without the member. */
function withMember(term: Term, name: string, schema: Schema): Term {
  const shape = { properties: new Map([[name, schema]]), patterns: new Map<string, Schema>(), additional: true };
  return {
    ...term,
    objects: [...term.objects, shape],
    required: schema === false ? term.required : new Set([...term.required, name]),
  };
}

/** True when every value of one term is a value of the other. */
function termIncluded(proof: Proof, a: Term, b: Term): boolean {
  if (b.values) return false;
  return (
    boundsIncluded(a, b) &&
    textIncluded(a, b) &&
    sizeIncluded(proof.forms, a, b) &&
    (a.kind !== "array" || itemsIncluded(proof, a, b)) &&
    (a.kind !== "object" || membersIncluded(proof, a, b)) &&
    b.rules.every((rule) => ruleHolds(proof, a, rule))
  );
}

function boundsIncluded(a: Term, b: Term): boolean {
  const low = a.minimum > b.minimum || (a.minimum === b.minimum && (a.aboveMinimum || !b.aboveMinimum));
  const high = a.maximum < b.maximum || (a.maximum === b.maximum && (a.belowMaximum || !b.belowMaximum));
  const steps = [...a.multiples, ...(a.integer ? [1] : [])];
  const whole = !b.integer || steps.some((step) => Number.isInteger(step));
  return low && high && whole && b.multiples.every((step) => steps.some((own) => isMultiple(own, step)));
}

/** Whether a step is a multiple of another one, as numbers that are written in decimals and not as their binary nearest ones. */
function isMultiple(step: number, of: number): boolean {
  const ratio = step / of;
  return Math.round(ratio) >= 1 && Math.abs(ratio - Math.round(ratio)) < 1e-9;
}

function textIncluded(a: Term, b: Term): boolean {
  return (
    b.patterns.every(
      (pattern) =>
        a.patterns.includes(pattern) ||
        ["", ...a.patterns].some((own) => comparePatterns(own, pattern)?.included === true),
    ) && b.formats.every((format) => a.formats.includes(format) || impliedFormat(a, format))
  );
}

function impliedFormat(a: Term, format: string): boolean {
  const within = a.minimum >= -(2 ** 31) && a.maximum <= 2 ** 31 - 1;
  if (format === "int32") return a.integer && within;
  return format === "int64" && (a.integer || a.formats.includes("int32"));
}

function sizeIncluded(forms: Forms, a: Term, b: Term): boolean {
  const least = a.kind === "object" ? Math.max(a.minSize, a.required.size) : a.minSize;
  if (least < b.minSize) return false;
  return a.maxSize <= b.maxSize || mostMembers(forms, a) <= b.maxSize;
}

/** How many members or items a term can have at most, by the names or places that it leaves open. */
function mostMembers(forms: Forms, term: Term): number {
  if (term.kind === "array") {
    const closed = term.arrays
      .filter((shape) => forms.of([shape.items]).length === 0)
      .map((shape) => shape.prefix.length);
    return Math.min(Infinity, ...closed);
  }
  const closed = term.objects.filter((shape) => shape.patterns.size === 0 && forms.of([shape.additional]).length === 0);
  return Math.min(Infinity, ...closed.map((shape) => shape.properties.size));
}

/** Whether the values of a term that also satisfy a schema all satisfy another one. */
export function includedWithin(proof: Proof, term: Term, also: NormalForm, form: NormalForm): boolean {
  const both = intersect([term], also);
  return (
    both !== undefined &&
    formIncluded(
      proof,
      both.filter((part) => !emptyTerm(proof.forms, part)),
      form,
    )
  );
}

/** Whether a term and a form share no value. */
export function termDisjoint(proof: Proof, term: Term, form: NormalForm): boolean {
  return disjoint(proof.forms, [term], form);
}
