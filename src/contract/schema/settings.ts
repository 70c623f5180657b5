import { patternFault } from "../../patterns/compile.ts";
import { isObject } from "../../shared/json.ts";
import { elementsOf, entriesOf } from "./json.ts";

/** The form of a keyword's subschemas. */
export const SUBSCHEMAS: Readonly<Record<string, "one" | "list" | "map">> = {
  items: "one",
  additionalProperties: "one",
  not: "one",
  if: "one",
  then: "one",
  else: "one",
  contains: "one",
  propertyNames: "one",
  unevaluatedItems: "one",
  unevaluatedProperties: "one",
  allOf: "list",
  anyOf: "list",
  oneOf: "list",
  prefixItems: "list",
  properties: "map",
  patternProperties: "map",
  dependentSchemas: "map",
};

/** Keywords whose subschemas apply to the same value. */
export const IN_PLACE: readonly string[] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"];

const TYPES: readonly unknown[] = ["null", "boolean", "object", "array", "number", "string", "integer"];

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === "string");
const count = (value: unknown): string | undefined => (isCount(value) ? undefined : "must be an integer of at least 0");
const number = (value: unknown): string | undefined =>
  typeof value === "number" && Number.isFinite(value) ? undefined : "must be a number";
const truth = (value: unknown): string | undefined =>
  typeof value === "boolean" ? undefined : "must be true or false";
const list = (value: unknown): string | undefined =>
  elementsOf(value).length > 0 ? undefined : "must be a list with at least one item";
const map = (value: unknown): string | undefined => (isObject(value) ? undefined : "must be an object of schemas");
const fine = (): undefined => undefined;

/** Return why the value of a keyword is invalid, or undefined. */
const FAULTS: Readonly<Record<string, (setting: unknown) => string | undefined>> = {
  type: (value) => {
    const names = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    if (names.length > 0 && names.every((name) => TYPES.includes(name))) return undefined;
    return `must name types of JSON, not ${JSON.stringify(value)}`;
  },
  enum: list,
  const: fine,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: (value) => (typeof value === "number" && value > 0 ? undefined : "must be a number above 0"),
  minLength: count,
  maxLength: count,
  pattern: (value) => (typeof value === "string" ? patternFault(value) : "must be a text"),
  format: (value) => (typeof value === "string" ? undefined : "must be a text"),
  minItems: count,
  maxItems: count,
  uniqueItems: truth,
  minContains: count,
  maxContains: count,
  minProperties: count,
  maxProperties: count,
  required: (value) => (isTexts(value) ? undefined : "must be a list of names"),
  dependentRequired: (value) =>
    entriesOf(value).every(([, names]) => isTexts(names)) && isObject(value) ? undefined : "must hold lists of names",
  items: (value) => (Array.isArray(value) ? "a list of schemas is called `prefixItems` since OpenAPI 3.1" : undefined),
  properties: map,
  patternProperties: (value) =>
    map(value) ??
    entriesOf(value)
      .map(([pattern]) => patternFault(pattern))
      .find((fault) => fault !== undefined),
  dependentSchemas: map,
  allOf: list,
  anyOf: list,
  oneOf: list,
  prefixItems: list,
  $ref: fine,
  $dynamicRef: fine,
  ...Object.fromEntries(
    Object.entries(SUBSCHEMAS)
      .filter(([keyword, kind]) => kind === "one" && keyword !== "items")
      .map(([keyword]) => [keyword, fine]),
  ),
};

/** Returns whether a keyword constrains values (JSON Schema 2020-12); annotations and OpenAPI's own keywords do not. */
export function isConstraint(keyword: string): boolean {
  return Object.hasOwn(FAULTS, keyword);
}

/** Returns why the value of a keyword is invalid, or undefined when it is valid. */
export function settingFault(keyword: string, setting: unknown): string | undefined {
  return FAULTS[keyword]?.(setting);
}
