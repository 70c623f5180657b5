import { isArray, own, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { asSchema, type Schema, type Scope } from "../scope.ts";
import { KINDS, openTerm, type NormalForm, type Term } from "./record.ts";

/** Properties and items that the parts of a schema always evaluate. */
interface Evaluated {
  readonly names: Map<string, Schema>;
  readonly patterns: Map<string, Schema>;
  allNames: boolean;
  items: number;
  allItems: boolean;
}

/** Keywords that apply to some values only, so that the evaluated properties depend on the value. */
const SOMETIMES = ["anyOf", "oneOf", "if", "not", "dependentSchemas", "contains", "$dynamicRef"] as const;

/**
 * Rewrites `unevaluatedProperties` and `unevaluatedItems` (JSON Schema 2020-12, section 11) as `additionalProperties`
 * and `items`; undefined when the evaluated members depend on the value.
 */
export function closingTerms(scope: Scope, schema: JsonObject): NormalForm | undefined {
  const found: Evaluated = { names: new Map(), patterns: new Map(), allNames: false, items: 0, allItems: false };
  const { unevaluatedProperties: members, unevaluatedItems: items, ...rest } = schema;
  if (!collect(scope, rest, found, 0)) return undefined;
  return KINDS.map((kind): Term => {
    const term = openTerm(kind);
    if (kind === "object" && members !== undefined && !found.allNames)
      return {
        ...term,
        objects: [{ properties: found.names, patterns: found.patterns, additional: asSchema(members) }],
      };
    if (kind === "array" && items !== undefined && !found.allItems)
      return { ...term, arrays: [{ prefix: Array.from({ length: found.items }, () => true), items: asSchema(items) }] };
    return term;
  });
}

function collect(scope: Scope, schema: Schema, found: Evaluated, depth: number): boolean {
  if (typeof schema === "boolean") return true;
  if (depth > 20 || SOMETIMES.some((keyword) => schema[keyword] !== undefined)) return false;
  if (schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined) found.allNames = true;
  if (schema.items !== undefined || schema.unevaluatedItems !== undefined) found.allItems = true;
  for (const name of keysOf(schema, "properties")) found.names.set(name, true);
  for (const pattern of keysOf(schema, "patternProperties")) found.patterns.set(pattern, true);
  const prefix = own(schema, "prefixItems");
  if (isArray(prefix)) found.items = Math.max(found.items, prefix.length);
  const parts = isArray(schema.allOf) ? schema.allOf.map(asSchema) : [];
  if (typeof schema.$ref === "string") parts.push(scope.schema(schema.$ref));
  return parts.every((part) => collect(scope, part, found, depth + 1));
}

function keysOf(schema: JsonObject, keyword: string): string[] {
  const value = own(schema, keyword);
  return isObject(value) ? Object.keys(value) : [];
}
