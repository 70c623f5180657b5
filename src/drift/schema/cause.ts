import { isArray, type Json } from "../../openapi/json.ts";
import { canonicalText, isObject } from "../../shared/json.ts";
import type { Schema } from "../scope.ts";
import type { Step } from "./bodies.ts";
import type { Leaf, Node } from "./leaves.ts";
import type { Forms } from "./forms.ts";
import { define, sample } from "./samples.ts";
import { declared } from "./unfold.ts";

/** Returns bodies that differ from a body only in the changed part, which is removed or made valid. */
export type Repair = (body: Json) => Json[];

/** Keywords about properties that the schema does not name. */
const OF_UNNAMED = new Set(["/additionalProperties", "/unevaluatedProperties"]);

/**
 * Returns how to repair the changed part of a body. A body that stays invalid after the repair is rejected for another
 * reason. Undefined when the change affects the body as a whole.
 */
export function repairOf(forms: Forms, node: Node, leaf: Leaf): Repair | undefined {
  const [before, after] = [declared(forms.scope, node.before), declared(forms.scope, node.after)];
  const name = leaf.member;
  if (name !== undefined)
    return replacing(forms, [...node.path, { member: name }], [before.get(name), after.get(name)]);
  if (OF_UNNAMED.has(leaf.place)) {
    const named = new Set([...before.keys(), ...after.keys()]);
    return (body) => changedAt(body, node.path, (value) => (isObject(value) ? [onlyNamed(value, named)] : []));
  }
  return node.path.length === 0 ? undefined : replacing(forms, node.path, [node.before, node.after]);
}

/** Removes the part at a path, or replaces it by values that a version allows. */
function replacing(forms: Forms, path: readonly Step[], schemas: readonly (Schema | undefined)[]): Repair {
  const known = schemas.filter((schema) => schema !== undefined);
  let values: Json[] | undefined;
  return (body) => {
    values ??= distinct([known, ...known.map((schema) => [schema])].flatMap((all) => samples(forms, all)));
    const last = path.at(-1);
    return last === undefined
      ? []
      : changedAt(body, path.slice(0, -1), (holder) =>
          [undefined, ...(values ?? [])].flatMap((value) => withPart(holder, last, value)),
        );
  };
}

function samples(forms: Forms, schemas: readonly Schema[]): Json[] {
  return [sample(forms, schemas, "small"), sample(forms, schemas, "full")].filter((value) => value !== undefined);
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [canonicalText(value), value])).values()];
}

/** Returns a value with its part at a path changed in each of the given ways; none when it has no such part. */
function changedAt(body: Json, path: readonly Step[], ways: (part: Json) => Json[]): Json[] {
  const [step, ...rest] = path;
  if (step === undefined) return ways(body);
  const part = partOf(body, step);
  return part === undefined ? [] : changedAt(part, rest, ways).flatMap((changed) => withPart(body, step, changed));
}

function partOf(value: Json, step: Step): Json | undefined {
  if ("item" in step) return isArray(value) ? value[step.item] : undefined;
  return isObject(value) && Object.hasOwn(value, step.member) ? value[step.member] : undefined;
}

/** Returns a value with a new part; undefined removes the part. */
function withPart(holder: Json, step: Step, part: Json | undefined): Json[] {
  if ("item" in step)
    return isArray(holder) ? [holder.toSpliced(step.item, 1, ...(part === undefined ? [] : [part]))] : [];
  if (!isObject(holder)) return [];
  const result: Record<string, Json> = onlyNamed(
    holder,
    new Set(Object.keys(holder).filter((name) => name !== step.member)),
  );
  if (part !== undefined) define(result, step.member, part);
  return [result];
}

function onlyNamed(value: Readonly<Record<string, Json>>, names: ReadonlySet<string>): Record<string, Json> {
  const result: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) if (names.has(name)) define(result, name, member);
  return result;
}
