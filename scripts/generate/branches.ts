import { isDeepStrictEqual } from "node:util";
import { at, isObject, type Json } from "./contract.ts";

/**
 * Rewrites a `oneOf` of two branches that a constant tells apart into `if`/`then`/`else`, which accepts the same values and
 * reports the faults of the one branch that was meant, where `oneOf` reports those of both. The second branch has to
 * require the constant and the first to forbid it; any other `oneOf` is left as it stands. What a branch only repeats of the
 * schema around it is dropped.
 */
export function branchByCondition(schema: Json): Json {
  const { oneOf, ...base } = schema;
  if (!Array.isArray(oneOf) || oneOf.length !== 2) return schema;
  const [first, second] = oneOf as [Json, Json];
  const condition = requiredConstant(second, first);
  if (condition === undefined) return schema;
  const branch = { if: condition, then: withoutRepetition(second, base), else: withoutRepetition(first, base) };
  return { ...base, allOf: [...(Array.isArray(base.allOf) ? (base.allOf as Json[]) : []), branch] };
}

/** The schema of values that have the constant which `branch` requires and `other` excludes; undefined when there is none. */
function requiredConstant(branch: Json, other: Json): Json | undefined {
  const required = Array.isArray(branch.required) ? (branch.required as string[]) : [];
  for (const name of required) {
    const [ours, theirs] = [at(branch, "properties", name), at(other, "properties", name)];
    const excluded = "const" in ours && "const" in theirs && !isDeepStrictEqual(ours.const, theirs.const);
    const inner = excluded ? { const: ours.const } : requiredConstant(ours, theirs);
    if (inner !== undefined) return { type: "object", required: [name], properties: { [name]: inner } };
  }
  return undefined;
}

/** A branch without the properties whose schema the surrounding schema demands anyway. */
function withoutRepetition(branch: Json, base: Json): Json {
  if (!isObject(branch.properties)) return branch;
  const properties = Object.entries(branch.properties).flatMap(([name, schema]) => {
    const around = at(base, "properties", name);
    if (isDeepStrictEqual(schema, around)) return [];
    return [[name, isObject(schema) ? withoutRepetition(schema, around) : schema]];
  });
  return { ...branch, properties: Object.fromEntries(properties) as Json };
}
