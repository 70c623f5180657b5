import { isJsonObject, type Json } from "../../openapi/json.ts";
import { acceptsTerm } from "./accepts.ts";
import { intersect } from "./intersect.ts";
import type { Forms } from "./forms.ts";
import { patternStrings } from "../../patterns/strings.ts";
import { declaredNames, itemOf, memberOf, type Conjunction, type NormalForm, type Rule, type Term } from "./record.ts";
import { numbersOf, stringsOf } from "./scalar-values.ts";

/** Whether a sample has as few or as many members as possible. */
export type Fullness = "small" | "full";

const MAX_DEPTH = 6;
const MAX_CASES = 12;

/** Returns a valid value of the conjunction of schemas; undefined when none was found. */
export function sample(forms: Forms, schemas: Conjunction, fullness: Fullness, depth = 0): Json | undefined {
  if (schemas.length === 0) return "a";
  for (const term of forms.of(schemas)) {
    const found = sampleTerm(forms, term, fullness, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns a valid value of a term; undefined when none was found. Tries conditions case by case. */
export function sampleTerm(forms: Forms, term: Term, fullness: Fullness, depth: number): Json | undefined {
  const memory = kept.get(term) ?? new Map<string, Json | undefined>();
  kept.set(term, memory);
  const key = `${fullness} ${depth}`;
  if (!memory.has(key)) memory.set(key, freshSample(forms, term, fullness, depth));
  return memory.get(key);
}

const kept = new WeakMap<Term, Map<string, Json | undefined>>();

function freshSample(forms: Forms, term: Term, fullness: Fullness, depth: number): Json | undefined {
  if (depth > MAX_DEPTH) return undefined;
  forms.budget.spend();
  for (const part of cases(forms, term)) {
    const found = build(forms, part, fullness, depth);
    const accepted =
      found === undefined
        ? undefined
        : [found, ...extensions(forms, term, found)].find((value) => acceptsTerm(forms, term, value));
    if (accepted !== undefined) return accepted;
  }
  return undefined;
}

/** Returns accepted variants of a rejected object, each with one more property. */
export function acceptedExtensions(forms: Forms, term: Term, value: Json | undefined): Json[] {
  if (value === undefined || acceptsTerm(forms, term, value)) return [];
  return extensions(forms, term, value)
    .filter((other) => acceptsTerm(forms, term, other))
    .slice(0, MAX_CASES);
}

/** Values of the wrong kind for most properties. */
const EXTRA_VALUES: readonly Json[] = [0, "a", {}, true];

/** Returns the object with one more property each, so that all but one branch of a `oneOf` may reject it. */
function extensions(forms: Forms, term: Term, value: Json): Json[] {
  if (!isJsonObject(value)) return [];
  const names = term.rules.flatMap((rule) =>
    rule.name === "oneOf" ? rule.branches.flatMap((branch) => [...namesOfForm(forms.of([branch]))]) : [],
  );
  return [...new Set(names)]
    .filter((name) => !Object.hasOwn(value, name))
    .slice(0, MAX_CASES)
    .flatMap((name) =>
      EXTRA_VALUES.map((extra) => {
        const result: Record<string, Json> = { ...value };
        define(result, name, extra);
        return result;
      }),
    );
}

function namesOfForm(form: NormalForm): Set<string> {
  return new Set(form.flatMap((term) => [...declaredNames(term)]));
}

/** Returns a term and its cases: one for each condition that holds and each branch that applies. */
export function cases(forms: Forms, term: Term): readonly Term[] {
  const known = keptCases.get(term) ?? freshCases(forms, term);
  keptCases.set(term, known);
  return known;
}

const keptCases = new WeakMap<Term, readonly Term[]>();

function freshCases(forms: Forms, term: Term): readonly Term[] {
  let found: NormalForm = [{ ...term, rules: [] }];
  for (const rule of term.rules) {
    const next = alternatives(rule)
      .flatMap((schemas) => intersect(found, forms.of(schemas)) ?? [])
      .map((part) => ({ ...part, rules: [] }));
    found = [...found, ...next].slice(0, MAX_CASES);
  }
  return found;
}

function alternatives(rule: Rule): readonly Conjunction[] {
  switch (rule.name) {
    case "not":
      return [];
    case "if":
      return [[rule.if, rule.then], [rule.else], [rule.if]];
    case "oneOf":
      return rule.branches.map((branch) => [branch]);
    case "as written":
      return [];
  }
}

function build(forms: Forms, term: Term, fullness: Fullness, depth: number): Json | undefined {
  if (term.values) return term.values[0];
  switch (term.kind) {
    case "number":
      return numbersOf(term).find((value) => acceptsTerm(forms, term, value));
    case "string":
      return stringsOf(term).find((value) => acceptsTerm(forms, term, value));
    case "array":
      return buildArray(forms, term, fullness, depth);
    case "object":
      return buildObject(forms, term, fullness, depth);
    case "null":
      return null;
    case "boolean":
      return true;
  }
}

function buildArray(forms: Forms, term: Term, fullness: Fullness, depth: number): Json | undefined {
  const counted = term.contains.reduce((sum, { min }) => sum + min, 0);
  const length = Math.min(Math.max(term.minSize, counted, fullness === "full" ? 1 : 0), 5000);
  const items: Json[] = [];
  for (const { schema, min } of term.contains)
    for (let count = 0; count < min; count += 1)
      push(items, sample(forms, [schema, ...itemOf(term, items.length)], "small", depth + 1));
  while (items.length < length) {
    const item = nextItem(forms, term, items, depth);
    if (item === undefined) break;
    items.push(item);
  }
  return items.length < term.minSize ? undefined : items;
}

function nextItem(forms: Forms, term: Term, items: readonly Json[], depth: number): Json | undefined {
  const schemas = itemOf(term, items.length);
  const first = sample(forms, schemas, "small", depth + 1);
  if (!term.unique || first === undefined) return first;
  const taken = new Set(items.map((item) => JSON.stringify(item)));
  const others = forms.of(schemas).flatMap((part) => variety(part, items.length));
  return [first, ...others].find((value) => !taken.has(JSON.stringify(value)) && forms.accepts(schemas, value));
}

/** Returns distinct values for an array with unique items. */
function variety(term: Term, count: number): readonly Json[] {
  if (term.values) return term.values;
  if (term.kind === "number")
    return Array.from({ length: count + 2 }, (_, index) => (Number.isFinite(term.minimum) ? term.minimum : 0) + index);
  if (term.kind === "string")
    return [...stringsOf(term).slice(0, 60), ...Array.from({ length: count + 2 }, (_, index) => `a${String(index)}`)];
  if (term.kind === "object")
    return Array.from({ length: count + 2 }, (_, index) => ({ [`extra_${String(index)}`]: index }));
  return [[], [0], [1], null];
}

function push(items: Json[], item: Json | undefined): void {
  if (item !== undefined) items.push(item);
}

function buildObject(forms: Forms, term: Term, fullness: Fullness, depth: number): Json | undefined {
  const result: Record<string, Json> = {};
  const optional = fullness === "full" && depth < MAX_DEPTH - 2 ? [...declaredNames(term)] : [];
  for (const name of new Set([...term.required, ...optional])) {
    const value = sample(forms, memberOf(term, name), fullness, depth + 1);
    if (value !== undefined) define(result, name, value);
    else if (term.required.has(name)) return undefined;
  }
  for (const name of [...declaredNames(term), ...freeNames(term)]) {
    if (Object.keys(result).length >= term.minSize) break;
    const value = sample(forms, memberOf(term, name), "small", depth + 1);
    if (value !== undefined && forms.accepts(term.names, name)) define(result, name, value);
  }
  return result;
}

/** Returns a term whose values all have a property. */
export function having(term: Term, name: string): Term {
  return term.required.has(name) ? term : { ...term, required: new Set([...term.required, name]) };
}

/** Returns property names that a term does not mention: some match its patterns, others only `additionalProperties`. */
export function freeNames(term: Term): string[] {
  const matching = term.objects
    .flatMap((shape) => [...shape.patterns.keys()])
    .flatMap((pattern) => patternStrings(pattern).slice(0, 4));
  const count = Math.min(term.minSize + 2, 300);
  return [...matching, ...Array.from({ length: count }, (_, index) => `extra${index === 0 ? "" : String(index)}`)];
}

/** Sets a property, even one called `__proto__`. */
export function define(target: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
