import { fullFormats } from "ajv-formats/dist/formats.js";
import { branchByCondition } from "./branches.ts";
import { at, CONTRACT, HEADER, isObject, operations, resolve, type Json } from "./contract.ts";
import { literal, Source } from "./literal.ts";
import { dereference, mapSchema } from "./schema.ts";

/** A schema that the SDK judges values by. */
export interface Judged {
  /** Name of the component schema or parameter. */
  readonly name: string;
  readonly schema: Json;
  readonly type: string;
}

/**
 * `schemas.ts`: every body of a request, an answer or a callback and every parameter as a JSON Schema without references and without
 * documentation, for `src/sdk/validation/validate.ts` to judge by. The contract's `x-rule` words stay in it.
 */
export function generateSchemas(document: Json): string {
  const schemas = judged(document).map(({ name, schema, type }) => {
    const value = literal(mapSchema(evaluable(document, schema), withExpressions));
    return `/** \`${name}\` of the contract. */\nexport const ${nameOf(name)}: Schema<${type}> = ${value};\n`;
  });
  return [FRONT, formats(schemas.join("")), ...schemas].join("\n");
}

/** The name under which `schemas.ts` exports a schema: `Task` becomes `taskSchema`. */
export const nameOf = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}Schema`;

/** Every schema that a body or a parameter of the contract has to fit. */
export function judged(document: Json): Judged[] {
  const found = new Map<string, Judged>();
  const addContent = (owner: Json): void => {
    const schema = canonical(document, at(resolve(document, owner), "content", "application/json", "schema"));
    if (typeof schema.$ref !== "string") return;
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    found.set(name, { name, schema, type: `components["schemas"]["${name}"]` });
  };
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

/** Follows a reference to a schema that is only a reference itself, so that two names of one schema share what is generated. */
function canonical(document: Json, schema: Json): Json {
  if (typeof schema.$ref !== "string") return schema;
  const target = at(document, ...schema.$ref.slice(2).split("/"));
  return typeof target.$ref === "string" ? canonical(document, { $ref: target.$ref }) : schema;
}

const DOCUMENTATION = /^(title|description|examples?|default|deprecated|x-(?!rule$).*)$/;

/** A schema in the form that `src/sdk/validation/validate.ts` judges by. Throws, naming the place, when the contract uses what that does not know. */
export function evaluable(document: Json, schema: Json): Json {
  // Being open is said below, of the objects that it means something for.
  const isBare = ([key, value]: [string, unknown]): boolean =>
    !DOCUMENTATION.test(key) && !(key === "additionalProperties" && value === true);
  const bare = mapSchema(dereference(document, schema), (node) =>
    Object.fromEntries(Object.entries(node).filter(isBare)),
  );
  const owner = typeof schema.$ref === "string" ? schema.$ref : "a parameter";
  refuseUnknown(bare, owner, "oneOf");
  const branched = mapSchema(bare, branchByCondition);
  refuseUnknown(branched, owner);
  return opened(branched);
}

function refuseUnknown(schema: Json, owner: string, except?: string): void {
  mapSchema(schema, (node, pointer) => {
    // Of alternatives that are all broken only the words of the contract's own tell anything.
    const isSilent = (key: string): boolean => key === "anyOf" && !("x-rule" in node);
    const unknown = Object.entries(node).find(
      ([key, value]) => key !== except && (!isKnown(key, value) || isSilent(key)),
    );
    if (unknown === undefined) return node;
    throw new Error(
      `${CONTRACT}: ${owner} has ${unknown[0]} ${JSON.stringify(unknown[1]).slice(0, 80)} at ${pointer}, which src/sdk/validation/validate.ts does not judge by; add it there and to Schema in scripts/generate/schemas.ts`,
    );
  });
}

/** Whether `src/sdk/validation/validate.ts` judges by a keyword and what it is set to: values are compared without looking into them, and no schema is `false`. */
function isKnown(keyword: string, setting: unknown): boolean {
  if (keyword === "additionalProperties") return typeof setting === "boolean";
  if (keyword === "const") return typeof setting !== "object" || setting === null;
  if (keyword === "enum") return (setting as unknown[]).every((one) => isKnown("const", one));
  const inner: readonly unknown[] = keyword === "properties" ? Object.values(at(setting)) : [setting].flat();
  return KEYWORDS.has(keyword) && !inner.includes(false);
}

/** A schema in which every object that names its members says whether there may be others. Conditions say nothing of that. */
function opened(schema: Json): Json {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(isObject(items) ? { items: opened(items) } : {}),
    ...(isObject(properties)
      ? {
          additionalProperties: true,
          ...schema,
          properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, opened(at(inner))])),
        }
      : {}),
  };
}

/** `pattern` as a regular expression: JSON Schema means those of ECMA-262, with Unicode. */
function withExpressions(node: Json): Json {
  return typeof node.pattern === "string"
    ? { ...node, pattern: new Source(String(new RegExp(node.pattern, "u"))) }
    : node;
}

/** What RFC 3986 says of a URI, as ajv-formats reads it, but for the groups of an IPv6 address, which are not counted: a third of the length. */
const FORMATS: Readonly<Record<string, RegExp>> = {
  uri: /^(?!.*%(?![\da-f]{2}))[a-z][a-z\d+.-]*:(\/?\/([\w.~!$&'()*+,;=:%-]*@)?\[[\da-f]*:[\da-f:.]+](:\d*)?(?![^/?#])|(?![?#]|$))[\w.~!$&'()*+,;=:@/%-]*(\?[\w.~!$&'()*+,;=:@/%?-]*)?(#[\w.~!$&'()*+,;=:@/%?-]*)?$/i,
};

/** The expressions for those formats that the schemas use; where there is none of our own, that of ajv-formats. Some formats are more than an expression there. */
function formats(schemas: string): string {
  const used = [...new Set([...schemas.matchAll(/\bformat: "([\w-]+)"/g)].map(([, name]) => String(name)))];
  const lines = used.map((name) => {
    const expression: unknown = FORMATS[name] ?? (fullFormats as Readonly<Record<string, unknown>>)[name];
    if (!(expression instanceof RegExp))
      throw new Error(
        `${CONTRACT}: there is no regular expression for the format ${name} in ajv-formats; add one to FORMATS in scripts/generate/schemas.ts`,
      );
    return `  ${JSON.stringify(name)}: ${String(expression)},\n`;
  });
  return `/** What the values of a \`format\` match. */\nexport const formats: Readonly<Record<string, RegExp>> = {\n${lines.join("")}};\n`;
}

const FRONT = `${HEADER}
import type { components } from "./types.ts";

/** A JSON Schema (2020-12) without references, and what TypeScript knows of the values that fit it. */
export interface Schema<T = unknown> {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: RegExp;
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema | true>>;
  /** Whether members that have no name in \`properties\` are allowed. */
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  /** The rule in words, where its keywords alone do not explain it. */
  readonly "x-rule"?: string;
  /** Never there: the type of what fits. */
  readonly $fits?: T;
}
`;

/** What a schema may hold. */
const KEYWORDS: ReadonlySet<string> = new Set(
  [...FRONT.matchAll(/^ {2}readonly "?([\w-]+)/gm)].map(([, name]) => String(name)),
);
