import { equal } from "../../shared/json.ts";
import { tightBounds } from "./base-terms.ts";
import type { NormalForm, Term } from "./record.ts";

/** Maximum number of terms of a product. */
export const MAX_TERMS = 64;

/** Returns the values that all forms allow; undefined when that needs too many terms. */
export function intersect(...forms: readonly NormalForm[]): NormalForm | undefined {
  let result: NormalForm | undefined;
  for (const form of forms) {
    if (result === undefined) result = form;
    else if (result.length * form.length > MAX_TERMS * 6) return undefined;
    else result = pairs(result, form);
  }
  return result ?? [];
}

function pairs(a: NormalForm, b: NormalForm): NormalForm {
  return a.flatMap((left) => b.filter((right) => right.kind === left.kind).map((right) => both(left, right)));
}

/** Returns a term for the values that two terms of a kind both allow. */
function both(a: Term, b: Term): Term {
  const values =
    a.values && b.values
      ? a.values.filter((value) => b.values?.some((other) => equal(value, other)))
      : (a.values ?? b.values);
  return tightBounds({
    kind: a.kind,
    values,
    rules: joined(a.rules, b.rules),
    minimum: Math.max(a.minimum, b.minimum),
    maximum: Math.min(a.maximum, b.maximum),
    aboveMinimum: (a.minimum >= b.minimum && a.aboveMinimum) || (b.minimum >= a.minimum && b.aboveMinimum),
    belowMaximum: (a.maximum <= b.maximum && a.belowMaximum) || (b.maximum <= a.maximum && b.belowMaximum),
    integer: a.integer || b.integer,
    multiples: joined(a.multiples, b.multiples),
    formats: joined(a.formats, b.formats),
    patterns: joined(a.patterns, b.patterns),
    minSize: Math.max(a.minSize, b.minSize),
    maxSize: Math.min(a.maxSize, b.maxSize),
    unique: a.unique || b.unique,
    arrays: joined(a.arrays, b.arrays),
    contains: joined(a.contains, b.contains),
    objects: joined(a.objects, b.objects),
    required: new Set([...a.required, ...b.required]),
    names: joined(a.names, b.names),
  });
}

function joined<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...new Set([...a, ...b])];
}
