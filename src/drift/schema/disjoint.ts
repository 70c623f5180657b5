import type { Schema } from "../scope.ts";
import type { Forms } from "./forms.ts";
import { acceptsTerm } from "./accepts.ts";
import { itemOf, memberOf, type Conjunction, type NormalForm, type Term } from "./record.ts";

/** Forms count as overlapping beyond this depth. */
const MAX_DEPTH = 12;

/** Returns whether two forms provably have no value in common. */
export function disjoint(forms: Forms, a: NormalForm, b: NormalForm, depth = 0): boolean {
  return a.every((left) => b.every((right) => apart(forms, left, right, depth)));
}

function apart(forms: Forms, a: Term, b: Term, depth: number): boolean {
  if (a.kind !== b.kind) return true;
  if (a.values) return a.values.every((value) => !acceptsTerm(forms, b, value));
  if (b.values) return b.values.every((value) => !acceptsTerm(forms, a, value));
  if (noRoom(Math.max(a.minSize, b.minSize), Math.min(a.maxSize, b.maxSize), false)) return true;
  const low = Math.max(a.minimum, b.minimum);
  const high = Math.min(a.maximum, b.maximum);
  const open =
    (a.minimum === low && a.aboveMinimum) ||
    (b.minimum === low && b.aboveMinimum) ||
    (a.maximum === high && a.belowMaximum) ||
    (b.maximum === high && b.belowMaximum);
  if (noRoom(low, high, open)) return true;
  if (depth >= MAX_DEPTH) return false;
  if (a.kind === "array" && itemsApart(forms, a, b, depth)) return true;
  return a.kind === "object" && membersApart(forms, a, b, depth);
}

function noRoom(low: number, high: number, open: boolean): boolean {
  return low > high || (open && low === high);
}

function itemsApart(forms: Forms, a: Term, b: Term, depth: number): boolean {
  const certain = Math.min(Math.max(a.minSize, b.minSize), 8);
  return Array.from({ length: certain }, (_, index) => index).some((index) =>
    conflict(forms, itemOf(a, index), itemOf(b, index), depth),
  );
}

function membersApart(forms: Forms, a: Term, b: Term, depth: number): boolean {
  return [...new Set([...a.required, ...b.required])].some((name) =>
    conflict(forms, memberOf(a, name), memberOf(b, name), depth),
  );
}

function conflict(forms: Forms, a: Conjunction, b: Conjunction, depth: number): boolean {
  if (a.length === 0 && b.length === 0) return false;
  // A proof holds at any depth; a missing proof depends on the remaining depth and is not cached.
  const key = `${forms.key(a)}#${forms.key(b)}`;
  const known = forms.apart.get(key) ?? forms.apart.get(`${key}#${depth}`);
  if (known !== undefined) return known;
  forms.budget.spend();
  const result = disjoint(forms, forms.of(a), forms.of(b), depth + 1);
  if (!forms.busy) forms.apart.set(result ? key : `${key}#${depth}`, result);
  return result;
}

/** Returns whether a term provably allows no value. */
export function emptyTerm(forms: Forms, term: Term): boolean {
  if (term.values) return term.values.length === 0;
  if (
    noRoom(term.minSize, term.maxSize, false) ||
    noRoom(term.minimum, term.maximum, term.aboveMinimum || term.belowMaximum)
  )
    return true;
  if (term.kind === "object")
    return (
      [...term.required].some((name) => forms.of(memberOf(term, name)).length === 0) ||
      term.required.size > term.maxSize
    );
  if (term.kind !== "array") return false;
  if (
    term.contains.some(
      ({ schema, min, max }) => min > max || min > term.maxSize || (min > 0 && nowhere(forms, term, schema)),
    )
  )
    return true;
  const certain = Math.min(term.minSize, 8);
  return Array.from({ length: certain }, (_, index) => index).some(
    (index) => forms.of(itemOf(term, index)).length === 0,
  );
}

/** Returns whether no item of an array can match a schema. */
function nowhere(forms: Forms, term: Term, schema: Schema): boolean {
  const places = Math.max(0, ...term.arrays.map((shape) => shape.prefix.length)) + 1;
  return Array.from({ length: Math.min(places, term.maxSize) }, (_, index) => index).every(
    (index) => itemOf(term, index).length > 0 && disjoint(forms, forms.of(itemOf(term, index)), forms.of([schema])),
  );
}
