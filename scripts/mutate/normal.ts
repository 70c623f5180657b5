import { elementsOf, KINDS, kindOf, type Kind } from "../../src/contract/schema/json.ts";
import type { Source } from "../../src/contract/schema/source.ts";
import { canonicalText, type JsonObject } from "../../src/shared/json.ts";
import { kindsOf, valuesOf } from "./allowed-values.ts";
import { propertyNames, propertySchemas } from "./properties.ts";
import { requirementsOf } from "./requirements.ts";
import { AROUND, flatten, type Context, type Schema } from "./schema-parts.ts";

/** The requirements of a schema on a value, including those of the surrounding schemas. */
export interface NormalForm {
  readonly kinds: readonly Kind[];
  /** The only values, as canonical texts, when there is a list of them. */
  readonly values: readonly string[] | undefined;
  readonly requirements: readonly string[];
  readonly properties: Readonly<Record<string, NormalForm>>;
  readonly items: NormalForm | undefined;
  readonly combined: readonly { readonly keyword: string; readonly branches: readonly NormalForm[] }[];
}

const COMBINING = ["anyOf", "oneOf", "not", "if", "then", "else", "allOf", "$ref"];

/**
 * The normal form "effective requirements": at each place of a value, the requirements of a schema together with those
 * of all schemas that surround it, and those on which all branches of its `anyOf` or `oneOf` agree. These changes do
 * not affect it: a repeated requirement at another level, a `type` beside a list of values, a property without
 * requirements, and `anyOf` instead of `oneOf` with exclusive branches. Equal forms accept the same values.
 */
export function normalForm(source: Source, root: string): NormalForm {
  return formOf({ source, open: [], level: [] }, [source.node(root).schema]);
}

function formOf(context: Context, schemas: readonly Schema[]): NormalForm {
  const { parts, references } = flatten(context, schemas);
  const here = { ...context, level: [...context.level, ...references] };
  const inner = { ...context, open: [...context.open, ...here.level], level: [] };
  const values = valuesOf(here, parts);
  const kinds = kindsOf(here, parts).filter(
    (kind) => !values || values.some((value) => kindOf(JSON.parse(value)) === kind),
  );
  const properties = Object.fromEntries(
    propertyNames(here, parts).flatMap((name) => {
      const form = formOf(inner, propertySchemas(here, parts, name));
      return isFree(form) ? [] : [[name, form] as const];
    }),
  );
  const itemSchemas = parts.flatMap((part) =>
    part.items === undefined || part.prefixItems !== undefined ? [] : [part.items as Schema],
  );
  return {
    kinds,
    values,
    requirements: requirementsOf(here, parts),
    properties,
    items: itemSchemas.length > 0 ? formOf(inner, itemSchemas) : undefined,
    combined: combinedOf(here, parts),
  };
}

function combinedOf(context: Context, parts: readonly JsonObject[]): NormalForm["combined"] {
  const around = parts.map((part) => ({
    ...omit(part, COMBINING),
    [AROUND]: [part.anyOf, part.oneOf, ...elementsOf(part[AROUND])].filter(Array.isArray),
  }));
  const found = parts.flatMap((part) =>
    ["anyOf", "oneOf", "not", "if", "then", "else"].flatMap((keyword) => {
      if (part[keyword] === undefined) return [];
      const subschemas = keyword.endsWith("Of") ? elementsOf(part[keyword]) : [part[keyword]];
      const branches = subschemas.map((schema) => formOf(context, [...around, schema as Schema]));
      const isExclusive =
        keyword === "anyOf" &&
        branches.every((one, index) => branches.slice(index + 1).every((other) => areExclusive(one, other)));
      return [{ keyword: isExclusive ? "oneOf" : keyword, branches }];
    }),
  );
  return [...new Map(found.map((one) => [canonicalText(one), one])).values()];
}

function omit(part: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(part).filter(([keyword]) => !keywords.includes(keyword)));
}

function areExclusive(one: NormalForm, other: NormalForm): boolean {
  if (!one.kinds.some((kind) => other.kinds.includes(kind))) return true;
  if (one.values && other.values && !one.values.some((value) => other.values?.includes(value))) return true;
  const isOnlyObject = [one, other].every(({ kinds }) => kinds.length === 1 && kinds[0] === "object");
  return (
    isOnlyObject &&
    Object.keys(one.properties).some((name) => {
      const isThere = [one, other].some(({ requirements }) => requirements.includes(`required ${name}`));
      const [left, right] = [one.properties[name], other.properties[name]];
      return isThere && left !== undefined && right !== undefined && areExclusive(left, right);
    })
  );
}

function isFree({ kinds, values, requirements, properties, items, combined }: NormalForm): boolean {
  return (
    kinds.length === KINDS.length &&
    !values &&
    requirements.length === 0 &&
    Object.keys(properties).length === 0 &&
    !items &&
    combined.length === 0
  );
}
