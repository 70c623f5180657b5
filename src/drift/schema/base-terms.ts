import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { equal, isObject } from "../../shared/json.ts";
import { asSchema, type Schema } from "../scope.ts";
import { formatKind, HINTS } from "./formats.ts";
import { isWellFormed } from "./well-formed.ts";
import { isUnsent } from "./unsent.ts";
import { kindOf, KINDS, openTerm, type Kind, type NormalForm, type Term } from "./record.ts";

/** Returns the terms of a schema without its references, branches and conditions. */
export function baseTerms(schema: JsonObject): NormalForm {
  const types = typesOf(schema);
  const values = valuesOf(schema);
  return KINDS.filter((kind) => types.has(kind) || (kind === "number" && types.has("integer")))
    .map((kind) => {
      const term = { ...openTerm(kind), ...constraintsOf(kind, schema, !types.has("number") && types.has("integer")) };
      return values === undefined ? term : { ...term, values: values.filter((value) => kindOf(value) === kind) };
    })
    .filter((term) => term.values?.length !== 0);
}

function typesOf(schema: JsonObject): Set<string> {
  const type = own(schema, "type");
  if (type === undefined || !isWellFormed("type", type)) return new Set(KINDS);
  if (typeof type === "string") return new Set([type]);
  return isArray(type) ? new Set(type.map(String)) : new Set(KINDS);
}

function valuesOf(schema: JsonObject): readonly Json[] | undefined {
  const { const: only, enum: list } = schema;
  if (only === undefined) return isArray(list) ? list : undefined;
  return isArray(list) && !list.some((value) => equal(value, only)) ? [] : [only];
}

function constraintsOf(kind: Kind, schema: JsonObject, integer: boolean): Partial<Term> {
  switch (kind) {
    case "number":
      return numberTerm(schema, integer);
    case "string":
      return {
        minSize: numberAt(schema, "minLength", 0),
        maxSize: numberAt(schema, "maxLength", Infinity),
        patterns: typeof schema.pattern === "string" && !matchesAll(schema.pattern) ? [schema.pattern] : [],
        formats: formatsOf(schema, "string"),
      };
    case "array":
      return arrayTerm(schema);
    case "object":
      return objectTerm(schema);
    case "null":
    case "boolean":
      return {};
  }
}

function numberTerm(schema: JsonObject, isInteger: boolean): Partial<Term> {
  const step = own(schema, "multipleOf");
  const integer = isInteger || (typeof step === "number" && Number.isInteger(step));
  return tightBounds({
    ...openTerm("number"),
    integer,
    minimum: Math.max(numberAt(schema, "minimum", -Infinity), numberAt(schema, "exclusiveMinimum", -Infinity)),
    maximum: Math.min(numberAt(schema, "maximum", Infinity), numberAt(schema, "exclusiveMaximum", Infinity)),
    aboveMinimum:
      numberAt(schema, "exclusiveMinimum", -Infinity) >= numberAt(schema, "minimum", -Infinity) &&
      schema.exclusiveMinimum !== undefined,
    belowMaximum:
      numberAt(schema, "exclusiveMaximum", Infinity) <= numberAt(schema, "maximum", Infinity) &&
      schema.exclusiveMaximum !== undefined,
    multiples: typeof step === "number" && !(step === 1 && integer) ? [step] : [],
    formats: formatsOf(schema, "number"),
  });
}

/** Makes the bounds of integers inclusive. */
export function tightBounds(term: Term): Term {
  if (!term.integer) return term;
  const minimum = Math.ceil(term.minimum);
  const maximum = Math.floor(term.maximum);
  return {
    ...term,
    aboveMinimum: false,
    belowMaximum: false,
    minimum: term.aboveMinimum && minimum === term.minimum ? minimum + 1 : minimum,
    maximum: term.belowMaximum && maximum === term.maximum ? maximum - 1 : maximum,
  };
}

function arrayTerm(schema: JsonObject): Partial<Term> {
  const prefix = isArray(schema.prefixItems) ? schema.prefixItems.map(asSchema) : [];
  const items = asSchema(schema.items);
  const min = numberAt(schema, "minContains", 1);
  const max = numberAt(schema, "maxContains", Infinity);
  const counts = schema.contains !== undefined && (min > 0 || max < Infinity);
  return {
    minSize: numberAt(schema, "minItems", 0),
    maxSize: numberAt(schema, "maxItems", Infinity),
    unique: schema.uniqueItems === true,
    arrays: prefix.length === 0 && items === true ? [] : [{ prefix, items }],
    contains: counts ? [{ schema: asSchema(schema.contains), min, max }] : [],
  };
}

function objectTerm(schema: JsonObject): Partial<Term> {
  const properties = new Map([...schemasAt(schema, "properties")].filter(([, member]) => !isUnsent(member)));
  const patterns = schemasAt(schema, "patternProperties");
  const additional = asSchema(schema.additionalProperties);
  const required = isArray(schema.required) ? schema.required.map(String) : [];
  return {
    minSize: numberAt(schema, "minProperties", 0),
    maxSize: numberAt(schema, "maxProperties", Infinity),
    objects:
      properties.size === 0 && patterns.size === 0 && additional === true ? [] : [{ properties, patterns, additional }],
    required: new Set(required),
    names: schema.propertyNames === undefined ? [] : [asSchema(schema.propertyNames)],
  };
}

function schemasAt(schema: JsonObject, keyword: string): Map<string, Schema> {
  const value = own(schema, keyword);
  return new Map(isObject(value) ? Object.entries(value).map(([name, member]) => [name, asSchema(member)]) : []);
}

function numberAt(schema: JsonObject, keyword: string, otherwise: number): number {
  const value = own(schema, keyword);
  return typeof value === "number" ? value : otherwise;
}

function formatsOf(schema: JsonObject, kind: "string" | "number"): string[] {
  const format = own(schema, "format");
  if (typeof format !== "string" || HINTS.has(format)) return [];
  const known = formatKind(format);
  return known === undefined || known === kind ? [format] : [];
}

function matchesAll(pattern: string): boolean {
  return pattern === "" || pattern === "^" || pattern === ".*" || pattern === "^.*" || pattern === "[\\s\\S]*";
}
