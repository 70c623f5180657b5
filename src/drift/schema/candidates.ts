import { isJsonObject, isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import type { Forms } from "./forms.ts";
import { intersect } from "./intersect.ts";
import {
  declaredNames,
  itemOf,
  KINDS,
  memberOf,
  openTerm,
  type Conjunction,
  type NormalForm,
  type Term,
} from "./record.ts";
import { cases, define, freeNames, sampleTerm } from "./samples.ts";
import { numbersOf, stringsOf } from "./scalar-values.ts";
import { distinct, interleave, optional, orElse } from "./value-lists.ts";

/** Number of values of a part to try in the surrounding value, by depth. */
const WIDTH = [800, 60, 24, 10, 4];
const MAX_CANDIDATES = 4000;
const PLAIN: readonly Json[] = [null, "a", 0, true, {}, [], false, 1.5, [0], { extra: 1 }];

/** Returns valid and invalid values near every limit of a schema, for the search for a difference. */
export function candidates(forms: Forms, schemas: Conjunction): Json[] {
  return distinct(formCandidates(forms, schemas, 0), MAX_CANDIDATES);
}

const kept = new WeakMap<Forms, Map<string, Json[]>>();

function formCandidates(forms: Forms, schemas: Conjunction, depth: number): Json[] {
  if (schemas.length === 0) return [...PLAIN];
  const memory = kept.get(forms) ?? new Map<string, Json[]>();
  kept.set(forms, memory);
  const key = `${depth} ${forms.key(schemas)}`;
  const known = memory.get(key) ?? freshCandidates(forms, schemas, depth);
  memory.set(key, known);
  return known;
}

function freshCandidates(forms: Forms, schemas: Conjunction, depth: number): Json[] {
  const width = WIDTH[depth];
  if (width === undefined) return [];
  const form = forms.of(schemas);
  const lists = [
    schemas.flatMap((schema) => given(forms, schema)),
    ...form.flatMap((term) => termLists(forms, term, depth)),
    [...PLAIN],
  ];
  return distinct(interleave(lists), width);
}

/**
 * Returns lists of candidates of a term: for the term, for each case of its rules, and for the properties in its rules.
 */
function termLists(forms: Forms, term: Term, depth: number): Json[][] {
  const parts = term.rules.length === 0 ? [term] : [...cases(forms, term), ...overlaps(forms, term)];
  const named = term.rules.flatMap((rule) =>
    rule.name === "not" ? (intersect([{ ...term, rules: [] }], forms.of([rule.schema])) ?? []) : [],
  );
  return [...parts, ...named].map((part) => ofTerm(forms, { ...part, rules: [] }, term, depth));
}

/** Returns values that two branches of a `oneOf` both accept. */
function overlaps(forms: Forms, term: Term): NormalForm {
  const found = term.rules.flatMap((rule) => {
    if (rule.name !== "oneOf") return [];
    const pairs = rule.branches.flatMap((first, index) =>
      rule.branches.slice(index + 1).map((second) => [first, second]),
    );
    return pairs.slice(0, 6).flatMap((pair) => intersect([{ ...term, rules: [] }], forms.of(pair)) ?? []);
  });
  return found.slice(0, 12);
}

function ofTerm(forms: Forms, term: Term, whole: Term, depth: number): Json[] {
  if (term.values) return [...term.values];
  if (term.kind === "number") return numbersOf(term);
  if (term.kind === "string") return stringsOf(term);
  const bases = [
    sampleTerm(forms, whole, "small", depth),
    sampleTerm(forms, term, "small", depth),
    sampleTerm(forms, term, "full", depth),
  ];
  if (term.kind === "array")
    return distinct(bases.filter(isArray), 3).flatMap((base) =>
      isArray(base) ? aroundArray(forms, term, base, depth) : [],
    );
  return distinct(bases.filter(isJsonObject), 3).flatMap((base) =>
    isObject(base) ? aroundObject(forms, term, base, depth) : [],
  );
}

/** Returns an array and variants: shorter, longer, with a repeated item, with one item changed. */
function aroundArray(forms: Forms, term: Term, base: readonly Json[], depth: number): Json[] {
  const item = (index: number): Json => orElse(sampleTermOf(forms, itemOf(term, index), depth), 0);
  const kept = (index: number): Json => orElse(base[index], item(index));
  const variants = formCandidates(forms, itemOf(term, 0), depth + 1);
  const sizes = [term.minSize - 1, term.minSize, term.minSize + 1, term.maxSize, term.maxSize + 1].filter(
    (size) => size >= 0 && size <= 3000,
  );
  const sized = sizes.flatMap((size): Json[] => [
    ...optional(sampleTerm(forms, { ...term, minSize: size, maxSize: size }, "small", depth)),
    Array.from({ length: size }, (_, index) => kept(index)),
    Array.from({ length: size }, (_, index) => orElse(variants[index % Math.max(1, variants.length)], index)),
    Array.from({ length: size }, (_, index) => (term.arrays.length === 0 ? index : kept(index))),
  ]);
  const repeated: Json[] = [
    [item(0), item(0)],
    [...base, item(base.length)],
    [...base, ...base.slice(-1)],
  ];
  const listed = Math.max(1, ...term.arrays.map((shape) => shape.prefix.length + 1));
  const changed = Array.from({ length: Math.min(listed, 6) }, (_, index) => index).flatMap((index) =>
    formCandidates(forms, itemOf(term, index), depth + 1).map((value): Json => {
      const before = Array.from({ length: index }, (_unused, place) => kept(place));
      return [...before, value, ...base.slice(index + 1)];
    }),
  );
  const counted = term.contains
    .flatMap(({ schema }) => formCandidates(forms, [schema], depth + 1).slice(0, 20))
    .flatMap((value): Json[] =>
      [1, 2, ...around(term)]
        .map((count) => [...base.slice(0, 1), ...Array.from({ length: count }, () => value)])
        .concat([[value]]),
    );
  return [base, ...sized, ...repeated, ...counted, ...changed];
}

/** Returns the counts of matching items at and next to the limits of `contains`. */
function around(term: Term): number[] {
  return term.contains
    .flatMap(({ min, max }) => [min - 1, min, max, max + 1])
    .filter((count) => count >= 0 && count <= 200);
}

/** Returns an object and variants: without one property, with one more, with one property changed. */
function aroundObject(forms: Forms, term: Term, base: JsonObject, depth: number): Json[] {
  const names = [...new Set([...declaredNames(term), ...term.required])];
  const without = Object.keys(base).map((name): Json =>
    Object.fromEntries(Object.entries(base).filter(([key]) => key !== name)),
  );
  const free = freeNames(term).slice(0, 8);
  const odd =
    forms.of(term.names).length === 0
      ? []
      : formCandidates(forms, term.names, depth + 1)
          .filter((name) => typeof name === "string")
          .slice(0, 30);
  const more = [...free, ...(term.names.length > 0 ? odd : [])].flatMap((name) =>
    [1, "a", ...optional(sampleTermOf(forms, memberOf(term, name), depth))].map((value) =>
      withMember(base, name, value),
    ),
  );
  const changed = interleave(
    [...names, ...free.slice(0, 3)].map((name) =>
      formCandidates(forms, memberOf(term, name), depth + 1).map((value) => withMember(base, name, value)),
    ),
  );
  return [
    base,
    ...without,
    ...more,
    ...sized(forms, base, term, depth),
    ...couples(forms, term, base, depth),
    ...changed,
  ];
}

/** Returns the object with numbers of properties at the limits of the term. */
function sized(forms: Forms, base: JsonObject, term: Term, depth: number): Json[] {
  const sizes = [term.maxSize, term.maxSize + 1, term.minSize, term.minSize - 1].filter(
    (size) => size >= 0 && size <= 300,
  );
  return sizes.flatMap((size) => {
    const members = Object.entries(base).slice(0, size);
    for (let index = members.length; index < size; index += 1) members.push([`extra${String(index)}`, 1]);
    return [
      Object.fromEntries(members),
      ...optional(
        sampleTerm(forms, { ...term, minSize: size, maxSize: Math.max(size, term.required.size) }, "small", depth),
      ),
    ];
  });
}

/** Returns the object with each pair of optional properties. */
function couples(forms: Forms, term: Term, base: JsonObject, depth: number): Json[] {
  const names = [...declaredNames(term)].filter((name) => !Object.hasOwn(base, name)).slice(0, 7);
  const value = (name: string): Json => orElse(sampleTermOf(forms, memberOf(term, name), depth), 1);
  return names.flatMap((first, index) =>
    names.slice(index + 1).map((second) => withMember(withMember(base, first, value(first)), second, value(second))),
  );
}

function withMember(base: JsonObject, name: string, value: Json): JsonObject {
  const result: Record<string, Json> = { ...base };
  define(result, name, value);
  return result;
}

function sampleTermOf(forms: Forms, schemas: Conjunction, depth: number): Json | undefined {
  for (const term of schemas.length === 0 ? KINDS.slice(3).map(openTerm) : forms.of(schemas)) {
    const found = sampleTerm(forms, term, "small", depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the examples of a schema in the document. */
function given(forms: Forms, schema: JsonObject | boolean): Json[] {
  if (typeof schema === "boolean") return [];
  const target = forms.scope.follow(schema);
  if (!isObject(target)) return [];
  const examples = own(target, "examples");
  return [
    ...(isArray(examples) ? examples : []),
    ...optional(own(target, "example")),
    ...optional(own(target, "default")),
  ];
}
