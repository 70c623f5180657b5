import type { Schema } from "../scope.ts";
import type { Forms } from "./forms.ts";
import {
  declaredNames,
  itemOf,
  memberOf,
  memberOfShape,
  type Conjunction,
  type ObjectShape,
  type Term,
} from "./record.ts";
import type { Proof } from "./proof.ts";

/** Returns whether items, uniqueness and `contains` of an array term are at least as strict as those of another. */
export function itemsIncluded(proof: Proof, a: Term, b: Term): boolean {
  if (b.unique && !a.unique && a.maxSize > 1) return false;
  const listed = Math.max(0, ...[...a.arrays, ...b.arrays].map((shape) => shape.prefix.length));
  const places = Array.from({ length: Math.min(listed + 1, a.maxSize) }, (_, index) => index);
  return (
    places.every((index) => proof.schemasIncluded(itemOf(a, index), itemOf(b, index))) &&
    countsIncluded(proof, a, b, listed)
  );
}

function countsIncluded(proof: Proof, a: Term, b: Term, listed: number): boolean {
  return b.contains.every(({ schema, min, max }) => {
    const enough =
      min === 0 ||
      a.contains.some((own) => own.min >= min && proof.schemasIncluded([own.schema], [schema])) ||
      (a.minSize >= min &&
        Array.from({ length: listed + 1 }, (_, index) => index).every((index) =>
          proof.schemasIncluded(itemOf(a, index), [schema]),
        ));
    const few =
      max === Infinity ||
      a.maxSize <= max ||
      a.contains.some((own) => own.max <= max && proof.schemasIncluded([schema], [own.schema]));
    return enough && few;
  });
}

/** Returns whether the properties of an object term are at least as strict as those of another. */
export function membersIncluded(proof: Proof, a: Term, b: Term): boolean {
  const required = [...b.required].every((name) => a.required.has(name));
  return required && namesIncluded(proof, a, b) && b.objects.every((shape) => shapeIncluded(proof, a, b, shape));
}

function shapeIncluded(proof: Proof, a: Term, b: Term, shape: ObjectShape): boolean {
  const named = new Set([...declaredNames(a), ...shape.properties.keys(), ...a.required]);
  for (const name of named) {
    if (proof.mentioned?.has(name) === false && isNewMember(proof.forms, a, b, name)) continue;
    if (!proof.schemasIncluded(memberOf(a, name), memberOfShape(shape, name)) && !neverNamed(proof, a, name))
      return false;
  }
  return otherMembersIncluded(proof, a, shape);
}

/** Returns whether a property is new: only `b` names it, `a` allows any value, and `b` does not forbid it. */
export function isNewMember(forms: Forms, a: Term, b: Term, name: string): boolean {
  if (declaredNames(a).has(name) || a.required.has(name) || memberOf(a, name).length > 0) return false;
  return declaredNames(b).has(name) && forms.of(memberOf(b, name)).length > 0;
}

/** Compares unnamed properties: those that match a pattern of `a`, and the others. */
function otherMembersIncluded(proof: Proof, a: Term, shape: ObjectShape): boolean {
  const patterns = new Map(a.objects.flatMap((own) => [...own.patterns]));
  const rest: Conjunction = a.objects.map((own) => own.additional).filter((schema) => schema !== true);
  const unmatched = [...shape.patterns].filter(([pattern]) => !patterns.has(pattern));
  if (
    !proof.schemasIncluded(rest, needed(shape.additional)) ||
    !unmatched.every(([, schema]) => proof.schemasIncluded(rest, needed(schema)))
  )
    return false;
  return [...patterns].every(([pattern]) => {
    const own: Conjunction = a.objects.flatMap((part): Conjunction => {
      const matched = part.patterns.get(pattern);
      if (matched !== undefined) return [matched];
      return part.patterns.size === 0 ? needed(part.additional) : [];
    });
    const same = shape.patterns.get(pattern);
    const targets = [same ?? shape.additional, ...unmatched.map(([, schema]) => schema)];
    return targets.every((target) => proof.schemasIncluded(own, needed(target)));
  });
}

function needed(schema: Schema): Conjunction {
  return schema === true ? [] : [schema];
}

function namesIncluded(proof: Proof, a: Term, b: Term): boolean {
  if (b.names.length === 0 || proof.schemasIncluded(a.names, b.names)) return true;
  const closed = a.objects.some(
    (shape) => shape.patterns.size === 0 && proof.forms.of([shape.additional]).length === 0,
  );
  return (
    closed && [...declaredNames(a)].every((name) => neverNamed(proof, a, name) || proof.forms.accepts(b.names, name))
  );
}

/** Returns whether a property can never be present: its name or every value is rejected. */
function neverNamed(proof: Proof, term: Term, name: string): boolean {
  return proof.forms.of(memberOf(term, name)).length === 0 || !proof.forms.accepts(term.names, name);
}
