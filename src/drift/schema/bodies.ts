import { isArray, isJsonObject, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { acceptsTerm } from "./accepts.ts";
import type { Forms } from "./forms.ts";
import { declaredNames, itemOf, memberOf, type Conjunction, type NormalForm, type Term } from "./record.ts";
import { cases, define, acceptedExtensions, having, sample, sampleTerm } from "./samples.ts";
import { isNewMember } from "./subset-parts.ts";

/** A step from a value to one of its parts. */
export type Step = { readonly member: string } | { readonly item: number };

const MAX_TERMS = 6;

/** Yields bodies of a schema with each of the values at a path; not every body is valid. */
export function* bodiesWith(
  forms: Forms,
  schemas: Conjunction,
  path: readonly Step[],
  values: readonly Json[],
): Generator<Json, void, undefined> {
  const [step, ...rest] = path;
  if (step === undefined) {
    yield* values;
    for (const value of values)
      for (const term of forms.of(schemas).slice(0, MAX_TERMS)) yield* fitted(forms, term, value);
    return;
  }
  const kind = "member" in step ? "object" : "array";
  for (const term of forms.of(schemas).filter((other) => other.kind === kind)) {
    const around = [...holders(forms, term), ...roomFor(term, step).flatMap((other) => holders(forms, other))];
    for (const inner of bodiesWith(
      forms,
      "member" in step ? memberOf(term, step.member) : itemOf(term, step.item),
      rest,
      values,
    ))
      for (const holder of around) yield placed(holder, step, inner);
  }
}

/** Returns a term whose values all have the part at a step. */
function roomFor(term: Term, step: Step): Term[] {
  if ("member" in step) return [having(term, step.member)];
  return step.item < term.minSize ? [] : [{ ...term, minSize: step.item + 1 }];
}

/**
 * Makes a value fit the other schemas at its place: sets its properties in valid values, and replaces invalid parts by
 * a sample.
 */
function fitted(forms: Forms, term: Term, value: Json): Json[] {
  if (isObject(value) && term.kind === "object")
    return holders(forms, term).map((holder) => {
      const result: Record<string, Json> = { ...(isObject(holder) ? holder : {}) };
      for (const [name, member] of Object.entries(value))
        define(result, name, repaired(forms, memberOf(term, name), member));
      return result;
    });
  return isArray(value) && term.kind === "array"
    ? [value.map((item, index) => repaired(forms, itemOf(term, index), item))]
    : [];
}

function repaired(forms: Forms, schemas: Conjunction, value: Json): Json {
  if (schemas.length === 0 || forms.accepts(schemas, value)) return value;
  const fits = forms
    .of(schemas)
    .slice(0, MAX_TERMS)
    .flatMap((term) => fitted(forms, term, value))
    .find((candidate) => forms.accepts(schemas, candidate));
  const otherwise = fits ?? sample(forms, schemas, "small");
  return otherwise === undefined ? value : otherwise;
}

/** Returns valid values of a term and of its cases: the smallest and the fullest of each. */
function holders(forms: Forms, term: Term): readonly Json[] {
  const known = kept.get(term) ?? freshHolders(forms, term);
  kept.set(term, known);
  return known;
}

const kept = new WeakMap<Term, readonly Json[]>();

function freshHolders(forms: Forms, term: Term): Json[] {
  const whole = [sampleTerm(forms, term, "small", 0), sampleTerm(forms, term, "full", 0)];
  const parts =
    term.rules.length === 0
      ? []
      : cases(forms, term).flatMap((part) => {
          const small = sampleTerm(forms, part, "small", 0);
          return [small, sampleTerm(forms, part, "full", 0), ...acceptedExtensions(forms, term, small)];
        });
  const found = [...whole, ...parts].filter((value) => value !== undefined);
  return found.length > 0 ? found : [term.kind === "object" ? {} : []];
}

function placed(holder: Json, step: Step, value: Json): Json {
  if ("item" in step) {
    const items = isArray(holder) ? [...holder] : [];
    while (items.length < step.item) items.push(items[0] ?? value);
    items[step.item] = value;
    return items;
  }
  const result: Record<string, Json> = { ...(isObject(holder) ? holder : {}) };
  define(result, step.member, value);
  return result;
}

/**
 * Returns a body without the properties that only the new version declares. A new optional field counts as compatible,
 * although the old version allowed any value under its name.
 */
export function withoutNewMembers(forms: Forms, body: Json, older: Conjunction, newer: Conjunction): Json {
  if (isArray(body)) {
    const [left, right] = [termsOf(forms, older, "array"), termsOf(forms, newer, "array")];
    return body.map((item, index) =>
      withoutNewMembers(
        forms,
        item,
        joint(left, index, (term) => itemOf(term, index)),
        joint(right, index, (term) => itemOf(term, index)),
      ),
    );
  }
  if (!isJsonObject(body)) return body;
  const [left, right] = [termsOf(forms, older, "object"), termsOf(forms, newer, "object")];
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(body)) {
    // Branches that do not match the object do not apply to its properties.
    const rest = withoutMember(body, name);
    const holding = left.filter((term) => term.required.has(name) || acceptsTerm(forms, { ...term, rules: [] }, rest));
    const isNew =
      holding.length > 0 && holding.every((term) => right.some((other) => isNewMember(forms, term, other, name)));
    if (!isNew)
      define(
        result,
        name,
        withoutNewMembers(
          forms,
          value,
          joint(left, name, (term) => memberOf(term, name)),
          joint(right, name, (term) => memberOf(term, name)),
        ),
      );
  }
  return result;
}

function withoutMember(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

function termsOf(forms: Forms, schemas: Conjunction, kind: "array" | "object"): NormalForm {
  const form = forms.of(schemas);
  const known = keptTerms[kind].get(form) ?? form.filter((term) => term.kind === kind);
  keptTerms[kind].set(form, known);
  return known;
}

const keptTerms = { array: new WeakMap<NormalForm, NormalForm>(), object: new WeakMap<NormalForm, NormalForm>() };

/**
 * Combines the schemas of several terms for the part under a name or index: with more than one term, any of them may
 * apply. The combined schema is cached for each part, because its normal form is cached with it.
 */
function joint(terms: NormalForm, key: string | number, part: (term: Term) => Conjunction): Conjunction {
  if (terms.length <= 1) return terms.flatMap(part);
  const parts = keptParts.get(terms) ?? new Map<string | number, Conjunction>();
  keptParts.set(terms, parts);
  const known = parts.get(key) ?? [{ anyOf: terms.map((term) => ({ allOf: [...part(term)] })) }];
  parts.set(key, known);
  return known;
}

const keptParts = new WeakMap<NormalForm, Map<string | number, Conjunction>>();

/** Returns the property names that any term of some schemas mentions. */
export function namesOf(forms: Forms, schemas: Conjunction): Set<string> {
  return new Set(forms.of(schemas).flatMap((term) => [...declaredNames(term)]));
}
