import { CannotCompare } from "../finding.ts";
import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { asSchema, type Schema, type Scope } from "../scope.ts";
import { asserts } from "./keywords.ts";
import { isUnsent } from "./unsent.ts";

/** Longer chains of references count as circular. */
const MAX_WRAPPINGS = 100;

const unfolded = new WeakMap<JsonObject, Schema>();

/** Unwraps a schema: resolves references, replaces an `allOf` with one part by the part, and `true` by `{}`. */
export function unfold(scope: Scope, schema: Schema): Schema {
  if (schema === true) return {};
  if (schema === false) return false;
  const known = unfolded.get(schema);
  if (known !== undefined) return known;
  const result = open(scope, schema, 0);
  unfolded.set(schema, result);
  return result;
}

function open(scope: Scope, schema: JsonObject, depth: number): Schema {
  const { $ref: reference, allOf: parts, ...rest } = schema;
  if (depth > MAX_WRAPPINGS)
    throw new CannotCompare(
      `The schema at ${scope.pointerOf(schema) ?? "an unknown place"} is behind more than ${MAX_WRAPPINGS} references, or leads back to itself.`,
    );
  if (typeof reference !== "string" && !isArray(parts)) return schema;
  const inner = [
    ...(typeof reference === "string" ? [{ $ref: reference }] : []),
    ...(isArray(parts) ? parts.map(asSchema) : []),
  ];
  const [first] = inner;
  if (inner.length !== 1 || first === undefined || Object.keys(rest).some(asserts))
    return typeof reference === "string" ? { ...rest, allOf: inner } : schema;
  const target =
    typeof first === "object" && typeof first.$ref === "string" && Object.keys(first).length === 1
      ? scope.schema(first.$ref)
      : first;
  const opened = typeof target === "boolean" ? target : open(scope, target, depth + 1);
  if (Object.keys(rest).length === 0) return opened;
  return typeof opened === "boolean" ? { ...rest, allOf: [opened] } : { ...opened, ...rest };
}

/** Keywords whose schemas apply to the same value as the surrounding schema. */
const IN_PLACE = ["allOf", "anyOf", "oneOf"] as const;
const IN_PLACE_ONE = ["then", "else"] as const;

/** Returns the property names that a schema declares for every value, without those of branches and conditions. */
export function declaredAlways(
  scope: Scope,
  schema: Schema,
  found = new Set<string>(),
  seen = new Set<Json>(),
): Set<string> {
  if (typeof schema === "boolean" || seen.has(schema)) return found;
  seen.add(schema);
  const properties = own(schema, "properties");
  if (isObject(properties))
    for (const [name, member] of Object.entries(properties)) if (!isUnsent(asSchema(member))) found.add(name);
  if (typeof schema.$ref === "string") declaredAlways(scope, scope.schema(schema.$ref), found, seen);
  const parts = own(schema, "allOf");
  if (isArray(parts)) for (const part of parts) declaredAlways(scope, asSchema(part), found, seen);
  return found;
}

/** Returns the property names, with their schemas, that a schema and its parts declare for the same value. */
export function declared(
  scope: Scope,
  schema: Schema,
  found = new Map<string, Schema>(),
  seen = new Set<Json>(),
): Map<string, Schema> {
  if (typeof schema === "boolean" || seen.has(schema)) return found;
  seen.add(schema);
  const properties = own(schema, "properties");
  if (isObject(properties))
    for (const [name, member] of Object.entries(properties))
      if (!found.has(name) && !isUnsent(asSchema(member))) found.set(name, asSchema(member));
  if (typeof schema.$ref === "string") declared(scope, scope.schema(schema.$ref), found, seen);
  for (const keyword of IN_PLACE) {
    const parts = own(schema, keyword);
    if (isArray(parts)) for (const part of parts) declared(scope, asSchema(part), found, seen);
  }
  for (const keyword of IN_PLACE_ONE)
    if (schema[keyword] !== undefined) declared(scope, asSchema(schema[keyword]), found, seen);
  const dependent = own(schema, "dependentSchemas");
  if (isObject(dependent)) for (const part of Object.values(dependent)) declared(scope, asSchema(part), found, seen);
  return found;
}
