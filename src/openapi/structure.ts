/** Kinds of values in an OpenAPI 3.1 document that may contain schemas or references. */
export type Kind =
  | "document"
  | "components"
  | "pathItems"
  | "pathItem"
  | "operation"
  | "parameters"
  | "parameterList"
  | "parameter"
  | "requestBodies"
  | "requestBody"
  | "responses"
  | "response"
  | "headers"
  | "header"
  | "content"
  | "mediaType"
  | "encodings"
  | "encoding"
  | "callbackMap"
  | "callback"
  | "links"
  | "link"
  | "examples"
  | "example"
  | "securitySchemes"
  | "securityScheme"
  | "schemas"
  | "schema";

/** The members of a kind: named fields, entries under any name, or the items of a list. */
export interface Structure {
  readonly fields?: Readonly<Partial<Record<string, Kind>>>;
  readonly entries?: Kind;
  readonly items?: Kind;
}

const PARAMETER: Structure = { fields: { schema: "schema", content: "content", examples: "examples" } };

/** The methods of a path item (OpenAPI 3.1, Path Item Object). */
export const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** The structure of each kind (OpenAPI 3.1, section 4.8). */
export const STRUCTURES: Readonly<Record<Kind, Structure>> = {
  document: { fields: { paths: "pathItems", webhooks: "pathItems", components: "components" } },
  components: {
    fields: {
      schemas: "schemas",
      responses: "responses",
      parameters: "parameters",
      examples: "examples",
      requestBodies: "requestBodies",
      headers: "headers",
      securitySchemes: "securitySchemes",
      links: "links",
      callbacks: "callbackMap",
      pathItems: "pathItems",
    },
  },
  pathItems: { entries: "pathItem" },
  pathItem: {
    fields: { ...Object.fromEntries(METHODS.map((method) => [method, "operation"])), parameters: "parameterList" },
  },
  operation: {
    fields: {
      parameters: "parameterList",
      requestBody: "requestBody",
      responses: "responses",
      callbacks: "callbackMap",
    },
  },
  parameters: { entries: "parameter" },
  parameterList: { items: "parameter" },
  parameter: PARAMETER,
  requestBodies: { entries: "requestBody" },
  requestBody: { fields: { content: "content" } },
  responses: { entries: "response" },
  response: { fields: { headers: "headers", content: "content", links: "links" } },
  headers: { entries: "header" },
  header: PARAMETER,
  content: { entries: "mediaType" },
  mediaType: { fields: { schema: "schema", examples: "examples", encoding: "encodings" } },
  encodings: { entries: "encoding" },
  encoding: { fields: { headers: "headers" } },
  callbackMap: { entries: "callback" },
  callback: { entries: "pathItem" },
  links: { entries: "link" },
  link: {},
  examples: { entries: "example" },
  example: {},
  securitySchemes: { entries: "securityScheme" },
  securityScheme: {},
  schemas: { entries: "schema" },
  schema: {},
};

/** Kinds that may be a Reference Object, or whose own `$ref` is a keyword; their references are not inlined. */
const REFERABLE: ReadonlySet<Kind> = new Set<Kind>([
  "parameter",
  "requestBody",
  "response",
  "header",
  "callback",
  "link",
  "example",
  "securityScheme",
  "schema",
]);

/** Returns whether OpenAPI allows a Reference Object, or `$ref` as a JSON Schema keyword, for a kind. */
export function isReferable(kind: Kind): boolean {
  return REFERABLE.has(kind);
}

/**
 * Returns the kind of the field `key` of a kind, or undefined when it contains neither schemas nor references.
 */
export function fieldKind(kind: Kind, key: string): Kind | undefined {
  const { fields, entries } = STRUCTURES[kind];
  if (fields && Object.hasOwn(fields, key)) return fields[key];
  return key.startsWith("x-") ? undefined : entries;
}
