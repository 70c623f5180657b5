import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { equal, isObject } from "../../shared/json.ts";
import { asSchema, type Schema, type Scope } from "../scope.ts";
import { asserts } from "./keywords.ts";
import { branchesOf } from "./branches.ts";
import { unfold } from "./unfold.ts";

/** Keywords that depend on adjacent keywords: a part with one of them cannot be merged. */
const CONTEXT_DEPENDENT = [
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "items",
  "prefixItems",
  "contains",
  "if",
  "then",
  "else",
];

/**
 * Merges the `allOf` of two schemas into one object each, when they have different numbers of parts and the merge is
 * exact.
 */
export function alignParts(scope: Scope, before: JsonObject, after: JsonObject): readonly [JsonObject, JsonObject] {
  if (branchesOf(before, "allOf").length === branchesOf(after, "allOf").length) return [before, after];
  return [merged(scope, before) ?? before, merged(scope, after) ?? after];
}

/**
 * Merges a schema and the parts of its `allOf` into one object schema; undefined when no exact merge is possible.
 */
function merged(scope: Scope, schema: JsonObject): JsonObject | undefined {
  const { allOf: parts, ...result } = schema;
  if (!isArray(parts)) return schema;
  for (const part of parts) {
    const opened = mergeable(scope, asSchema(part));
    if (opened === undefined || !put(result, opened)) return undefined;
  }
  return CONTEXT_DEPENDENT.some((keyword) => Object.hasOwn(schema, keyword)) ? undefined : result;
}

function mergeable(scope: Scope, part: Schema): JsonObject | undefined {
  const opened = unfold(scope, part);
  const whole = isObject(opened) ? merged(scope, opened) : undefined;
  return whole === undefined || CONTEXT_DEPENDENT.some((keyword) => Object.hasOwn(whole, keyword)) ? undefined : whole;
}

function put(target: Record<string, Json>, part: JsonObject): boolean {
  return Object.entries(part).every(([keyword, value]) => {
    const present = own(target, keyword);
    if (present === undefined || !asserts(keyword)) {
      target[keyword] ??= value;
      return true;
    }
    if (keyword === "required" && isArray(present) && isArray(value)) {
      target[keyword] = [...new Set([...present, ...value])];
      return true;
    }
    if (keyword === "properties" && isObject(present) && isObject(value)) {
      target[keyword] = { ...value, ...present };
      return Object.keys(value).every((name) => !Object.hasOwn(present, name) || equal(present[name], value[name]));
    }
    return equal(present, value);
  });
}
