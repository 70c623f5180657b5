import { isDeepStrictEqual } from "node:util";
import { at, isObject, type Json } from "./contract.ts";

/**
 * Rewrites a `oneOf` of two branches that a constant discriminates into `if`/`then`/`else`. It accepts the same values
 * and reports only the errors of the selected branch; `oneOf` reports those of both. The second branch has to require
 * the constant and the first to exclude it; any other `oneOf` is unchanged. Drops constraints of a branch that the
 * surrounding schema or the condition already states.
 */
export function branchByCondition(schema: Json): Json {
  const { oneOf, ...base } = schema;
  if (!Array.isArray(oneOf) || oneOf.length !== 2) return schema;
  const [first, second] = oneOf as [Json, Json];
  const condition = requiredConstant(second, first);
  if (condition === undefined) return schema;
  const branch = {
    if: unknownOf(condition, base),
    then: unknownOf(second, base, condition),
    else: unknownOf(first, base, negation(condition, base)),
  };
  return { ...base, allOf: [...(Array.isArray(base.allOf) ? (base.allOf as Json[]) : []), branch] };
}

/**
 * Returns the schema of values with the constant that `branch` requires and `other` excludes; undefined when there is
 * no such constant.
 */
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

/**
 * Returns the schema of values that match `base` and not the condition: a boolean that is not the constant is its
 * opposite.
 */
function negation(condition: Json, base: Json): Json {
  if (typeof condition.const === "boolean") return base.type === "boolean" ? { const: !condition.const } : {};
  const properties = Object.entries(at(condition, "properties")).map(([name, inner]) => [
    name,
    negation(at(inner), at(base, "properties", name)),
  ]);
  return { properties: Object.fromEntries(properties) as Json };
}

/** Returns the constraints of a schema that none of the others states; values have to match all of them. */
function unknownOf(schema: Json, ...known: readonly Json[]): Json {
  // The properties of a closed object also list which members it may have.
  if ("additionalProperties" in schema) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (key === "properties" && isObject(value)) {
      const inner = Object.entries(value).map(
        ([name, property]) => [name, unknownOf(at(property), ...known.map((other) => at(other, key, name)))] as const,
      );
      const remaining = inner.filter(([, property]) => Object.keys(property).length > 0);
      return remaining.length > 0 ? [[key, Object.fromEntries(remaining)]] : [];
    }
    if (key === "required" && Array.isArray(value)) {
      const names = value.filter(
        (name) => !known.some(({ required }) => Array.isArray(required) && required.includes(name)),
      );
      return names.length > 0 ? [[key, names]] : [];
    }
    return known.some((other) => isDeepStrictEqual(other[key], value)) ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}
