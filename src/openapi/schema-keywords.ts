/** Keywords of JSON Schema 2020-12 whose value is one schema. */
export const ONE_SCHEMA = [
  "items",
  "additionalProperties",
  "propertyNames",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedProperties",
  "unevaluatedItems",
  "contentSchema",
] as const;

/** Keywords whose value is a list of schemas. */
export const SCHEMA_LIST = ["allOf", "anyOf", "oneOf", "prefixItems"] as const;

/** Keywords whose value is an object of schemas. */
export const SCHEMA_MAP = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"] as const;

/** Keywords whose value is a count: a non-negative integer. */
export const COUNTS: readonly string[] = [
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
  "minContains",
  "maxContains",
];

/** Keywords whose value limits a number. */
export const LIMITS: readonly string[] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
