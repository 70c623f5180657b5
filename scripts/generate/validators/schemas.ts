import { branchByCondition } from "../branches.ts";
import { at, CONTRACT, isObject, operations, resolve, type Json } from "../contract.ts";
import { dereference, mapSchema } from "../schema.ts";

/** A schema for which a validator is generated. */
export interface ValidatedSchema {
  /** Name of the component schema or parameter. */
  readonly name: string;
  readonly schema: Json;
  /** TypeScript type of valid values. */
  readonly type: string;
  /** The schema that this name is an alias of. */
  readonly sameAs?: string;
}

/** Returns every schema of a request body, a response, a callback or a parameter, each once. */
export function validatedSchemas(document: Json): ValidatedSchema[] {
  const found = new Map<string, ValidatedSchema>();
  const addSchema = (schema: Json): void => {
    if (typeof schema.$ref !== "string") return;
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    const target = at(document, "components", "schemas", name);
    addSchema(target);
    const sameAs =
      typeof target.$ref === "string" ? { sameAs: target.$ref.slice(target.$ref.lastIndexOf("/") + 1) } : {};
    found.set(name, { name, schema, type: `components["schemas"]["${name}"]`, ...sameAs });
  };
  const addContent = (owner: Json): void =>
    addSchema(at(resolve(document, owner), "content", "application/json", "schema"));
  const addOperation = (node: Json): void => {
    addContent(at(node, "requestBody"));
    for (const response of Object.values(at(node, "responses"))) addContent(at(response));
    for (const callback of Object.values(at(node, "callbacks"))) {
      for (const item of Object.values(at(callback)))
        Object.values(at(item)).forEach((inner) => addOperation(at(inner)));
    }
  };
  for (const { node } of operations(document)) addOperation(node);
  for (const [name, parameter] of Object.entries(at(document, "components", "parameters"))) {
    found.set(name, { name, schema: at(parameter, "schema"), type: `components["parameters"]["${name}"]` });
  }
  return [...found.values()];
}

const DOCUMENTATION = /^(title|description|examples?|default|deprecated|x-(?!rule$).*)$/;

/**
 * Prepares a schema for compilation: without references and documentation, and with `oneOf` as conditions. Throws with
 * the pointer when the contract uses a keyword with unclear messages or unbounded cost.
 */
export function compilableSchema(document: Json, schema: Json): Json {
  const bare = mapSchema(dereference(document, schema), (node) =>
    Object.fromEntries(Object.entries(node).filter(([key]) => !DOCUMENTATION.test(key))),
  );
  const compilable = mapSchema(bare, branchByCondition);
  const owner = typeof schema.$ref === "string" ? schema.$ref : "a parameter";
  mapSchema(compilable, (node, pointer) => {
    const problem = Object.entries(node).find(([keyword, setting]) => isUnsupported(node, keyword, setting));
    if (problem === undefined) return node;
    const [keyword, setting] = problem;
    throw new Error(
      `${CONTRACT}: ${owner} has ${keyword} ${JSON.stringify(setting).slice(0, 80)} at ${pointer}; ${UNSUPPORTED[keyword] ?? ""}`,
    );
  });
  return compilable;
}

const UNBOUNDED =
  "validators are only bounded for items and additionalProperties: false, see scripts/generate/validators/keywords.ts";
const UNCLEAR =
  "errors would not show which alternative was meant: use two branches that a required constant discriminates";

/** Keywords that the generator does not compile, with advice. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  oneOf: UNCLEAR,
  anyOf: "of alternatives that all fail only an x-rule beside them gives a clear message",
  additionalProperties: UNBOUNDED,
  ...Object.fromEntries(
    [
      ...["patternProperties", "propertyNames", "prefixItems", "contains", "uniqueItems"],
      ...["unevaluatedItems", "unevaluatedProperties"],
    ].map((keyword) => [keyword, UNBOUNDED]),
  ),
};

function isUnsupported(node: Json, keyword: string, setting: unknown): boolean {
  if (keyword === "additionalProperties") return typeof setting !== "boolean";
  if (keyword === "anyOf") return !("x-rule" in node);
  return keyword in UNSUPPORTED;
}

/**
 * Returns a schema that rejects members which an open schema allows without naming them: the same properties and items,
 * with every open object closed. Undefined when the schema has no open object with properties.
 */
export function closedSchema(schema: Json): Json | undefined {
  const properties = Object.entries(at(schema, "properties")).map(
    ([name, property]) => [name, closedSchema(at(property))] as const,
  );
  const items = isObject(schema.items) ? closedSchema(schema.items) : undefined;
  const isOpen = isObject(schema.properties) && schema.additionalProperties !== false;
  if (!isOpen && items === undefined && properties.every(([, inner]) => inner === undefined)) return undefined;
  return {
    ...(items === undefined ? {} : { items }),
    properties: Object.fromEntries(properties.map(([name, inner]) => [name, inner ?? true])),
    ...(isOpen ? { additionalProperties: false } : {}),
  };
}
