import { isJsonObject, isArray, type Json } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { candidates } from "./candidates.ts";
import type { Forms } from "./forms.ts";
import { comparePatterns } from "../../patterns/compare.ts";
import { declaredNames, itemOf, memberOf, type Conjunction, type Term } from "./record.ts";
import { cases, define, freeNames, having, sampleTerm } from "./samples.ts";

const MAX_PARTS = 60;

/**
 * Returns values that one schema probably accepts and that violate a limit of another, one value for each limit. The
 * candidates of either schema alone do not include them.
 */
export function directed(forms: Forms, accepting: Conjunction, rejecting: Conjunction): Json[] {
  const limits = forms.of(rejecting).flatMap((term) => [term, ...cases(forms, term)]);
  return forms
    .of(accepting)
    .flatMap((term) =>
      limits.filter((limit) => limit.kind === term.kind).flatMap((limit) => beyond(forms, term, limit)),
    );
}

function beyond(forms: Forms, term: Term, limit: Term): Json[] {
  const sized = [
    { ...term, minSize: limit.maxSize + 1 },
    { ...term, maxSize: limit.minSize - 1 },
  ]
    .filter(({ minSize, maxSize }) => minSize <= Math.min(maxSize, 5000))
    .flatMap((other) => found(sampleTerm(forms, other, "small", 0)));
  if (term.kind === "object") return [...sized, ...beyondMembers(forms, term, limit)];
  if (term.kind === "string") return [...sized, ...offPattern(term, limit)];
  return term.kind === "array" ? [...sized, ...beyondItems(forms, term, limit)] : sized;
}

/** Returns strings that match a pattern of the term and no pattern of the limit. */
function offPattern(term: Term, limit: Term): Json[] {
  return limit.patterns.flatMap((pattern) =>
    ["", ...term.patterns].flatMap((own) => {
      const order = comparePatterns(own, pattern);
      return order?.included === false ? [order.counterexample] : [];
    }),
  );
}

function beyondMembers(forms: Forms, term: Term, limit: Term): Json[] {
  const base = sampleTerm(forms, term, "small", 0);
  if (!isObject(base)) return [];
  const without = [...limit.required].map((name): Json =>
    Object.fromEntries(Object.entries(base).filter(([key]) => key !== name)),
  );
  const names = [...new Set([...declaredNames(limit), ...declaredNames(term), ...freeNames(limit).slice(0, 3)])];
  const changed = names.flatMap((name) =>
    parts(forms, memberOf(term, name), memberOf(limit, name)).flatMap((value) =>
      [base, sampleTerm(forms, having(term, name), "small", 0)].filter(isJsonObject).map((holder): Json => {
        const result: Record<string, Json> = { ...holder };
        define(result, name, value);
        return result;
      }),
    ),
  );
  return [...without, ...changed];
}

function beyondItems(forms: Forms, term: Term, limit: Term): Json[] {
  const counts = limit.contains.flatMap(({ schema, min, max }) => [
    { schema, min: max + 1, max: Infinity },
    { schema, min: 0, max: min - 1 },
  ]);
  const counted = counts
    .filter(({ min, max }) => min <= Math.min(max, 1000))
    .flatMap((count) =>
      found(
        sampleTerm(
          forms,
          { ...term, contains: [...term.contains, count], minSize: Math.max(term.minSize, 1) },
          "small",
          0,
        ),
      ),
    );
  return [...counted, ...changedItems(forms, term, limit)];
}

function changedItems(forms: Forms, term: Term, limit: Term): Json[] {
  const listed = Math.max(0, ...[...term.arrays, ...limit.arrays].map((shape) => shape.prefix.length));
  return Array.from({ length: Math.min(listed + 1, 6) }, (_, index) => index).flatMap((index) => {
    const base = sampleTerm(forms, { ...term, minSize: Math.max(term.minSize, index + 1) }, "small", 0);
    if (!isArray(base)) return [];
    const values = parts(forms, itemOf(term, index), itemOf(limit, index));
    const changed = values.map((value): Json => base.map((item, place) => (place === index ? value : item)));
    const repeated = values.slice(0, 5).map((value): Json => [...base, value, value]);
    return [...changed, ...repeated];
  });
}

/** Returns values of a part that one schema accepts and the other rejects. */
function parts(forms: Forms, accepting: Conjunction, rejecting: Conjunction): readonly Json[] {
  if (rejecting.length === 0) return [];
  const memory = kept.get(forms) ?? new Map<string, readonly Json[]>();
  kept.set(forms, memory);
  const key = `${forms.key(accepting)}>${forms.key(rejecting)}`;
  const known = memory.get(key) ?? freshParts(forms, accepting, rejecting);
  if (!forms.busy) memory.set(key, known);
  return known;
}

const kept = new WeakMap<Forms, Map<string, readonly Json[]>>();

function freshParts(forms: Forms, accepting: Conjunction, rejecting: Conjunction): Json[] {
  return [...candidates(forms, accepting), ...candidates(forms, rejecting)]
    .filter((value) => forms.accepts(accepting, value) && !forms.accepts(rejecting, value))
    .slice(0, MAX_PARTS);
}

function found(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}
