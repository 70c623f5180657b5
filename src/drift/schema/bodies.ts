import { canonicalText, isArray, isObject, type Json } from "../json.ts";
import type { Forms } from "./normal.ts";
import { declaredNames, itemOf, memberOf, type Conjunction, type NormalForm, type Term } from "./record.ts";
import { cases, define, sampleTerm } from "./samples.ts";
import { isNewMember } from "./subset-parts.ts";

/** One step from a value into its parts. */
export type Step = { readonly member: string } | { readonly item: number };

const MAX_BODIES = 1500;

/** Bodies of a schema that hold each of the values at a path; not every one is valid. */
export function bodiesWith(forms: Forms, schemas: Conjunction, path: readonly Step[], values: readonly Json[]): readonly Json[] {
  const [step, ...rest] = path;
  if (step === undefined) return values;
  const kind = "member" in step ? "object" : "array";
  const terms = forms.of(schemas).filter((term) => term.kind === kind);
  const found = terms.flatMap((term) => {
    const inner = bodiesWith(forms, "member" in step ? memberOf(term, step.member) : itemOf(term, step.item), rest, values);
    const roomy = "item" in step ? { ...term, minSize: Math.max(term.minSize, step.item + 1) } : term;
    return [...holders(forms, term), ...(roomy.minSize === term.minSize ? [] : holders(forms, roomy))].flatMap((holder) => inner.map((value) => placed(holder, step, value)));
  });
  const distinct = new Map(found.map((body) => [canonicalText(body), body]));
  return [...distinct.values()].slice(0, MAX_BODIES);
}

/** Valid values of a term, as small and as full as possible, and such values of its cases. */
function holders(forms: Forms, term: Term): Json[] {
  const whole = [sampleTerm(forms, term, "small", 0), sampleTerm(forms, term, "full", 0)];
  const parts = term.rules.length === 0 ? [] : cases(forms, term).flatMap((part) => [sampleTerm(forms, part, "small", 0), sampleTerm(forms, part, "full", 0)]);
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
 * A body without the members that only the new version names and about which the old one says nothing. A new optional field
 * breaks nobody, although the old version allowed any value under its name.
 */
export function withoutNewMembers(forms: Forms, body: Json, older: Conjunction, newer: Conjunction): Json {
  if (isArray(body)) {
    const [left, right] = [termsOf(forms, older, "array"), termsOf(forms, newer, "array")];
    return body.map((item, index) => withoutNewMembers(forms, item, joint(left, (term) => itemOf(term, index)), joint(right, (term) => itemOf(term, index))));
  }
  if (!isObject(body)) return body;
  const [left, right] = [termsOf(forms, older, "object"), termsOf(forms, newer, "object")];
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(body)) {
    const isNew = left.length > 0 && left.every((term) => right.some((other) => isNewMember(forms, term, other, name)));
    if (!isNew) define(result, name, withoutNewMembers(forms, value, joint(left, (term) => memberOf(term, name)), joint(right, (term) => memberOf(term, name))));
  }
  return result;
}

function termsOf(forms: Forms, schemas: Conjunction, kind: Term["kind"]): NormalForm {
  return forms.of(schemas).filter((term) => term.kind === kind);
}

/** What several terms say about one part: with more than one, any of them may hold. */
function joint(terms: NormalForm, part: (term: Term) => Conjunction): Conjunction {
  if (terms.length <= 1) return terms.flatMap(part);
  return [{ anyOf: terms.map((term) => ({ allOf: [...part(term)] })) }];
}

/** The member names that any term of schemas mentions. */
export function namesOf(forms: Forms, schemas: Conjunction): Set<string> {
  return new Set(forms.of(schemas).flatMap((term) => [...declaredNames(term)]));
}
