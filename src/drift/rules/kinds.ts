import { segments } from "../../openapi/json-pointer.ts";
import { SCHEMA_LIST, SCHEMA_MAP } from "../../openapi/schema-keywords.ts";
import { DOCUMENTATION } from "../schema/keywords.ts";

/** Kinds of the properties of an OpenAPI object, by name; `*` is any other name. */
type Members = Readonly<Record<string, string>>;

const METHODS: Members = Object.fromEntries(
  ["get", "put", "post", "delete", "options", "head", "patch", "trace"].map((method) => [method, "operation"]),
);

const CONTENT: Members = { content: "media-types", schema: "schema" };
const SERIALIZATION: Members = Object.fromEntries(
  ["style", "explode", "allowReserved", "allowEmptyValue"].map((name) => [name, "serialization"]),
);

/** The objects of OpenAPI 3.1 by kind. A plural kind is a map or list of the singular kind. */
const OBJECTS: Readonly<Record<string, Members>> = {
  document: {
    paths: "paths",
    webhooks: "webhooks",
    components: "components",
    servers: "servers",
    security: "security",
    openapi: "openapi-version",
    jsonSchemaDialect: "openapi-version",
    "*": "documentation",
  },
  paths: { "*": "path" },
  webhooks: { "*": "webhook" },
  path: { ...METHODS, parameters: "parameters", servers: "servers" },
  webhook: { ...METHODS, parameters: "parameters", servers: "servers" },
  operation: {
    operationId: "operation-id",
    parameters: "parameters",
    requestBody: "request-body",
    responses: "responses",
    callbacks: "callbacks",
    security: "security",
    servers: "servers",
    deprecated: "deprecation",
    "*": "documentation",
  },
  parameters: { "*": "parameter" },
  parameter: { ...CONTENT, ...SERIALIZATION, required: "required", deprecated: "deprecation" },
  headers: { "*": "header" },
  header: { ...CONTENT, ...SERIALIZATION, required: "required", deprecated: "deprecation" },
  "request-body": { ...CONTENT, required: "required" },
  responses: { "*": "response" },
  response: { ...CONTENT, headers: "headers", links: "links" },
  "media-types": { "*": "media-type" },
  "media-type": { schema: "schema", examples: "examples", encoding: "encoding" },
  examples: { "*": "example" },
  example: { value: "example", externalValue: "example" },
  links: { "*": "link" },
  callbacks: { "*": "callback" },
  callback: { "*": "callback-url" },
  "callback-url": METHODS,
  servers: { "*": "server" },
  server: { variables: "server-variables" },
  "server-variables": { "*": "server-variable" },
  "server-variable": { default: "server-variable", enum: "server-variable" },
  components: { securitySchemes: "security-schemes", "*": "component-kinds" },
  "component-kinds": { "*": "component" },
  "security-schemes": { "*": "security-scheme" },
  "security-scheme": { flows: "flows", bearerFormat: "documentation" },
  flows: { "*": "flow" },
  flow: { scopes: "scopes", "*": "flow" },
  scopes: { "*": "scope" },
  properties: { "*": "property" },
};

/** JSON Schema keywords whose value is a map or list of schemas. */
const HOLDERS = new Set<string>([...SCHEMA_LIST, ...SCHEMA_MAP]);

const DOCUMENTING = new Set<string>([...DOCUMENTATION, "summary", "tags", "name"]);

/** The kind of a part of a JSON pointer, and the kinds of its members. */
interface Part {
  readonly kind: string;
  readonly inside: "members" | "keywords" | "schemas";
}

/** Returns the kind of element at a JSON pointer, for example `operation` or `max-length`. */
export function kindAt(where: string): string {
  return segments(where).reduce<Part>(partAt, { kind: "document", inside: "members" }).kind;
}

function partAt(part: Part, segment: string): Part {
  if (part.kind === "documentation" || part.kind === "extension") return part;
  switch (part.inside) {
    case "schemas":
      return { kind: "schema", inside: "keywords" };
    case "keywords":
      return keywordAt(segment);
    case "members": {
      const kind = memberKind(part.kind, segment);
      return { kind, inside: kind === "schema" || kind === "property" ? "keywords" : "members" };
    }
  }
}

function keywordAt(segment: string): Part {
  if (segment === "properties") return { kind: "properties", inside: "members" };
  return { kind: keywordKind(segment), inside: HOLDERS.has(segment) ? "schemas" : "keywords" };
}

function memberKind(kind: string, segment: string): string {
  const members = OBJECTS[kind] ?? {};
  const named = Object.hasOwn(members, segment) ? members[segment] : undefined;
  if (named !== undefined) return named;
  if (segment.startsWith("x-") && kind !== "headers") return "extension";
  if (members["*"] !== undefined) return members["*"];
  return DOCUMENTING.has(segment) ? "documentation" : kind;
}

function keywordKind(segment: string): string {
  if (segment === "deprecated") return "deprecation";
  if (segment === "required") return "required-property";
  if (segment.startsWith("x-")) return "extension";
  if (DOCUMENTING.has(segment)) return "documentation";
  return kebab(segment);
}

/** Converts `maxLength` to `max-length`. */
export function kebab(name: string): string {
  return name.replace(/^\$/, "").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
