import { isDeepStrictEqual } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { ABSENT, withAlternatives } from "./alternatives.ts";
import { at, HEADER, isObject, resolve, type Json } from "./contract.ts";
import { docComment, wrap } from "./doc-comment.ts";
import { withLimits } from "./limits.ts";
import { nameObjects } from "./named-objects.ts";
import { optionalAcceptsUndefined } from "./optional-properties.ts";
import { mapSchema } from "./schema.ts";

/** Generates `types.ts`: the output of openapi-typescript, with more documentation and named types. */
export async function generateTypes(document: Json): Promise<string> {
  const schemas = at(document, "components", "schemas");
  const documented = Object.entries(schemas).flatMap(([name, schema]) =>
    withAlternatives(
      name,
      mapSchema(at(schema), (node) => withLimits(documentReferences(document, node))),
    ),
  );
  const named = Object.fromEntries(documented);
  const split = { ...document, components: { ...at(document, "components"), schemas: named } };
  const nodes = await openapiTS(JSON.stringify(wrapDescriptions(split)), {
    // Without this, a field with a default would be required in requests.
    defaultNonNullable: false,
    immutable: true,
    emptyObjectsUnknown: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
    transform: (schema) =>
      isDeepStrictEqual(schema, ABSENT) ? ts.factory.createKeywordTypeNode(ts.SyntaxKind.NeverKeyword) : undefined,
  });
  const text = astToString(nameObjects(optionalAcceptsUndefined(nodes, requestSchemas(document, named))));
  const roots = text.replaceAll(/^export type (\w+) = components\['schemas'\]\['\w+'\];$/gm, (line, name: string) =>
    rootType(name, named, line),
  );
  const commented = roots.replaceAll(
    /^export (?:type|interface) (\w+)/gm,
    (line, name: string) => commentOf(name, named) + line,
  );
  return `${HEADER}\n${commented}`;
}

/** Columns of a description, after the tag that openapi-typescript writes. */
const DESCRIPTION_COLUMNS = 90;

/** Keywords that hold values, not schemas. */
const VALUES = new Set(["examples", "example", "default", "enum", "const"]);

function wrapDescriptions(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(wrapDescriptions);
  if (!isObject(node)) return node;
  const entries = Object.entries(node).map(([key, value]) => {
    if (key === "description" && typeof value === "string") return [key, wrap(value.trimEnd(), DESCRIPTION_COLUMNS)];
    return [key, VALUES.has(key) ? value : wrapDescriptions(value)];
  });
  return Object.fromEntries(entries);
}

/**
 * Copies the description of a `$ref`'s target beside the `$ref`: openapi-typescript documents properties only by that.
 */
function documentReferences(document: Json, schema: Json): Json {
  if (!isObject(schema.properties)) return schema;
  const properties = Object.entries(schema.properties).map(([name, property]) => {
    const node = at(property);
    if (typeof node.$ref !== "string") return [name, node];
    const { description, default: value, ...rest } = withLimits(resolve(document, node));
    const examples = rest.examples === undefined ? {} : { examples: rest.examples };
    return [name, { ...examples, ...(value === undefined ? {} : { default: value }), description, ...node }];
  });
  return { ...schema, properties: Object.fromEntries(properties) as Json };
}

/** Returns a type that refers to an object's parts and alternatives by name instead of through `components`. */
function rootType(name: string, schemas: Json, line: string): string {
  const { allOf, oneOf } = at(schemas, name);
  if (!Array.isArray(allOf) || !Array.isArray(oneOf)) return line;
  const names = (list: readonly unknown[]): string[] => list.map((one) => String(at(one).$ref).replace(/.*\//, ""));
  return `export type ${name} = ${names(allOf).join(" & ")} & (${names(oneOf).join(" | ")});`;
}

/** Returns the names of the schemas that only request bodies use. */
function requestSchemas(document: Json, schemas: Json): ReadonlySet<string> {
  const operations = Object.values(at(document, "paths")).flatMap((item) =>
    Object.values(at(item)).map((node) => at(node)),
  );
  const requests = reachable(
    operations.map(({ requestBody }) => requestBody),
    schemas,
  );
  const responses = reachable(
    operations.map((node) => node.responses),
    schemas,
  );
  return new Set([...requests].filter((name) => !responses.has(name)));
}

function reachable(start: unknown, schemas: Json): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [JSON.stringify(start)];
  for (const text of queue) {
    for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (!found.has(name)) queue.push(JSON.stringify(schemas[name]));
      found.add(name);
    }
  }
  return found;
}

const MAPS: Readonly<Record<string, string>> = {
  paths: "The operations by path and method.",
  operations: "Parameters, bodies and responses of each operation, by its operationId.",
  components: "The contract's schemas, responses, parameters and headers.",
};

/** Returns the doc comment of a schema's type: openapi-typescript documents only the members. */
function commentOf(name: string, schemas: Json): string {
  const text = MAPS[name] ?? at(schemas, name).description;
  if (typeof text !== "string") return "";
  return docComment(wrap(text));
}
