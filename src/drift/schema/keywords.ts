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

/** Keywords that a reader sees and no validator judges. */
export const DOCUMENTATION = ["title", "description", "examples", "example", "externalDocs", "$comment"] as const;

/** Keywords without influence on which values are valid, apart from documentation and extensions. */
export const ANNOTATIONS = [
  "default",
  "deprecated",
  "readOnly",
  "writeOnly",
  "discriminator",
  "xml",
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
  "$schema",
  "$id",
  "$anchor",
  "$defs",
  "definitions",
  "nullable",
] as const;

const IGNORED = new Set<string>([...DOCUMENTATION, ...ANNOTATIONS]);

/** True for a keyword that decides which values are valid. */
export function asserts(keyword: string): boolean {
  return !IGNORED.has(keyword) && !keyword.startsWith("x-");
}
