import { isArray, isJsonObject, own, type Json } from "../../openapi/json.ts";
import type { Scope } from "../scope.ts";
import { TEXT_TYPES } from "../scope.ts";

/** Keywords that let a text be something special only, so that a number need not be one. */
const NARROWING = ["enum", "const", "pattern", "format", "minLength", "maxLength", "not", "if"];
const BRANCHES = ["anyOf", "oneOf"];

/**
 * A schema of a parameter or a header as it works there: numbers and booleans are written as texts, so a string that may be any text
 * allows them too. The types of such a string become `TEXT_TYPES`.
 */
export function asTextSchema(scope: Scope, schema: Json | undefined): Json | undefined {
  const target = scope.follow(schema);
  if (!isJsonObject(target)) return schema;
  if (target.type === "string" && NARROWING.every((keyword) => own(target, keyword) === undefined))
    return { ...target, type: TEXT_TYPES };
  const [branch] = BRANCHES.filter((keyword) => isArray(own(target, keyword)));
  const branches = branch === undefined ? undefined : own(target, branch);
  if (branch !== undefined && isArray(branches))
    return { ...target, [branch]: branches.map((one) => asTextSchema(scope, one) ?? one) };
  if (target.type === "array" && isJsonObject(target.items))
    return { ...target, items: asTextSchema(scope, target.items) ?? target.items };
  return schema;
}
