import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { branchByCondition } from "./branches.ts";
import { compact, type Words } from "./compact.ts";
import { at, HEADER, operations, resolve, type Json } from "./contract.ts";
import { dereference, mapSchema } from "./schema.ts";

/** Generated files: their text by their path under `generated/`. */
export type Files = Record<string, string>;

/**
 * `validators/*.js`: for every body of a request, an answer or a callback and for every parameter, one file of ajv's standalone
 * code without any import, shortened, its types beside it. The contract's `x-rule` words are in what they report.
 */
export function generateValidators(document: Json): Files {
  const files: Files = { "validators/validator.d.ts": VALIDATOR };
  for (const { name, schema, type } of judged(document)) {
    const whole = mapSchema(dereference(document, schema), branchByCondition);
    files[`validators/${name}.js`] = `${HEADER}${compact(code(whole), wordsOf(whole))}`;
    files[`validators/${name}.d.ts`] = declaration(type);
  }
  return files;
}

interface Judged {
  readonly name: string;
  readonly schema: Json;
  readonly type: string;
}

/** Every schema that a body or a parameter of the contract has to fit. */
function judged(document: Json): Judged[] {
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
      for (const item of Object.values(at(callback))) Object.values(at(item)).forEach((inner) => addOperation(at(inner)));
    }
  };
  for (const { node } of operations(document)) addOperation(node);
  for (const [name, parameter] of Object.entries(at(document, "components", "parameters"))) {
    found.set(name, { name, schema: at(parameter, "schema"), type: `components["parameters"]["${name}"]` });
  }
  return [...found.values()];
}

/** Follows a reference to a schema that is only a reference itself, so that two names of one schema share a validator. */
function canonical(document: Json, schema: Json): Json {
  if (typeof schema.$ref !== "string") return schema;
  const target = at(document, ...schema.$ref.slice(2).split("/"));
  return typeof target.$ref === "string" ? canonical(document, { $ref: target.$ref }) : schema;
}

const require = createRequire(import.meta.url);
// Asked for as CommonJS, which it is: loaders disagree on what its default export is.
const { default: ucs2length } = require("ajv/dist/runtime/ucs2length.js") as { default: (text: string) => number };

const DOCUMENTATION = /^(title|description|examples?|default|deprecated|x-.*)$/;

function code(schema: Json): string {
  const bare = mapSchema(schema, (node) => Object.fromEntries(Object.entries(node).filter(([key]) => !DOCUMENTATION.test(key))));
  const ajv = new Ajv2020({
    allErrors: true,
    strictTypes: false,
    strictRequired: false,
    messages: false,
    code: { source: true, esm: true, lines: true, optimize: 2 },
    formats: { uri: uriFormat() },
  });
  // Only the two keywords in question need what this adds to the code.
  ajv.opts.unevaluated = /"unevaluated(Items|Properties)":/.test(JSON.stringify(bare));
  const text = inlineValues(standalone.default(ajv, ajv.compile(bare)), bare)
    .replace('require("ajv/dist/runtime/ucs2length").default', ucs2length.toString())
    .replace(/^"use strict";\n?/, "")
    .replace(/^export default .*\n/m, "");
  const left = /require\((.*?)\)/.exec(text);
  if (left !== null) throw new Error(`the validators would import ${String(left[1])}; inline it here`);
  return text;
}

/** Replaces what the code reads out of the schema by the values, so that the schema itself need not be in the file. */
function inlineValues(text: string, schema: Json): string {
  const read = /\bschema\d+((?:\.\w+|\["[^"]*"\]|\[\d+\])+)/g;
  return text
    .replace(/^const schema\d+ = .*;\n/m, "")
    .replace(read, (_, path: string) => {
      const keys = [...path.matchAll(/\.(\w+)|\["([^"]*)"\]|\[(\d+)\]/g)].map(([, name, quoted, index]) => name ?? quoted ?? index);
      const value = keys.reduce<unknown>((here, key) => (here as Json)[String(key)], schema);
      // Properties are read for their names only.
      return JSON.stringify(keys.at(-1) === "properties" ? Object.fromEntries(Object.keys(value as Json).map((name) => [name, 0])) : value);
    });
}

/** The regular expression by which ajv-formats judges `uri` (RFC 3986), which it keeps to itself. */
function uriFormat(): RegExp {
  const source = readFileSync(require.resolve("ajv-formats/dist/formats.js"), "utf8");
  const found = /^const URI = \/(.*)\/(\w*);$/m.exec(source);
  if (found === null) throw new Error("ajv-formats has changed: its expression for uri is not where it was");
  return new RegExp(String(found[1]), found[2]);
}

function wordsOf(schema: Json): Words {
  const words: Record<string, string> = {};
  mapSchema(schema, (node, pointer) => {
    if (typeof node["x-rule"] === "string") words[pointer] = node["x-rule"];
    return node;
  });
  return words;
}

const VALIDATOR = `${HEADER}
/** One broken rule. */
export interface Violation {
  /** The JSON Schema keyword (2020-12). */
  readonly keyword: string;
  /** JSON pointer (RFC 6901) to the value that was judged. */
  readonly pointer: string;
  /** What the rule allows: the bound, the list of values, the type. Of \`required\` and \`additionalProperties\` the member. */
  readonly detail?: unknown;
  /** The rule in words, where the contract has them. */
  readonly words?: string;
}

/** Tells whether a value fits; \`errors\` holds what the last call found. */
export interface Validator<T> {
  (value: unknown): value is T;
  readonly errors?: readonly Violation[];
}
`;

function declaration(type: string): string {
  return `${HEADER}import type { components } from "../types.ts";
import type { Validator } from "./validator.ts";

export declare const validate: Validator<${type}>;
`;
}
