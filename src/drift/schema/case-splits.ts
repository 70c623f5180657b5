import type { Schema } from "../scope.ts";
import type { Forms } from "./forms.ts";
import { declaredNames, memberOf, type NormalForm, type Term } from "./record.ts";

const MAX_CASES = 16;

/** Returns ways to split a term into cases: a range into ranges, or an object by a property with few values. */
export function caseSplits(forms: Forms, term: Term, near: NormalForm): Term[][] {
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

/** Splits a term of integers or sizes into consecutive ranges that end at the limits. */
function cutAt(term: Term, limits: readonly number[], within: (term: Term, low: number, high: number) => Term): Term[] {
  const [low, high] = term.kind === "number" ? [term.minimum, term.maximum] : [term.minSize, term.maxSize];
  if (term.kind === "number" && !term.integer) return [term];
  const ends = [...new Set(limits.map(Math.floor))].filter((end) => end >= low && end < high).sort((a, b) => a - b);
  return [...ends, high].map((end, index) => within(term, index === 0 ? low : (ends[index - 1] ?? low) + 1, end));
}

/** Returns a term with a property that satisfies a schema; `false` removes the property. */
function withMember(term: Term, name: string, schema: Schema): Term {
  const shape = { properties: new Map([[name, schema]]), patterns: new Map<string, Schema>(), additional: true };
  return {
    ...term,
    objects: [...term.objects, shape],
    required: schema === false ? term.required : new Set([...term.required, name]),
  };
}
