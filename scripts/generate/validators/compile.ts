import type { ValidateFunction } from "ajv";
import { _ } from "ajv/dist/compile/codegen/index.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import formats from "ajv-formats";
import type { Json } from "../contract.ts";
import { mapSchema } from "../schema.ts";
import { boundedAdditionalProperties, boundedItems, inlineEnum } from "./keywords.ts";
import { closedSchema } from "./schemas.ts";

/** A validator that has not been written to a file. */
export interface CompiledValidator extends ValidateFunction {
  /** Rejects what the schema allows without naming it; missing when there is nothing of the kind. */
  readonly closed?: ValidateFunction;
  /** Each `x-rule`, by the place of its schema; missing when there is none. */
  readonly rules?: Readonly<Record<string, string>>;
}

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    // `src/sdk/validation/validate.ts` writes the messages.
    messages: false,
    // Unknown keywords and formats stop the generator.
    strictSchema: true,
    strictTypes: false,
    strictRequired: false,
    code: { source: true, esm: true, lines: true, formats: _`runtime` },
  });
  // Nothing is left unevaluated or dynamic in schemas without references, and the code for it has side effects when it
  // is loaded.
  Object.assign(ajv.opts, { unevaluated: false, dynamicRef: false });
  formats.default(ajv);
  ajv.addVocabulary(["x-rule"]);
  for (const keyword of [boundedItems, boundedAdditionalProperties, inlineEnum]) {
    ajv.removeKeyword(keyword.keyword as string);
    ajv.addKeyword(keyword);
  }
  return ajv;
}

/** Compiles a schema as the generator does, without writing it to a file. */
export function compileValidator(schema: Json): CompiledValidator {
  const ajv = createAjv();
  const closed = closedSchema(schema);
  const rules = rulesOf(schema);
  return Object.assign(ajv.compile(schema), {
    ...(closed === undefined ? {} : { closed: ajv.compile(closed) }),
    ...(rules === undefined ? {} : { rules }),
  });
}

/** Collects the rules in words, by the places of their schemas as ajv's `schemaPath` names them. */
function rulesOf(schema: Json): Readonly<Record<string, string>> | undefined {
  const rules: Record<string, string> = {};
  mapSchema(schema, (node, pointer) => {
    if (typeof node["x-rule"] === "string") rules[pointer] = node["x-rule"];
    return node;
  });
  return Object.keys(rules).length > 0 ? rules : undefined;
}

/**
 * Compiles a schema to the code of an ES module that exports its validator as `name`. It takes formats and `ucs2length`
 * from `./runtime.js`.
 */
export function compileModule(schema: Json, name: string): string {
  const ajv = createAjv();
  const closed = closedSchema(schema);
  ajv.addSchema(schema, "validate");
  if (closed !== undefined) ajv.addSchema(closed, "validateClosed");
  const names = ["validate", ...(closed === undefined ? [] : ["validateClosed"])];
  const code = standalone.default(ajv, Object.fromEntries(names.map((one) => [one, one])));
  const compiled = renumbered(withoutUnusedSchemas(namedFunctions(code))).replaceAll(
    'require("ajv/dist/runtime/ucs2length").default',
    "runtime.ucs2length",
  );
  const required = /require\([^)]*\)/.exec(compiled);
  if (required !== null)
    throw new Error(`${name} needs ${required[0]}; add it to scripts/generate/validators/runtime.ts`);
  return [
    // Of a namespace a bundler keeps what is used; of an object it keeps all.
    compiled.includes("runtime") ? 'import * as runtime from "./runtime.js";\n' : "",
    // Unless it is marked, a bundler takes a constructor for a side effect and keeps the module.
    compiled.replaceAll("= new RegExp(", "= /* @__PURE__ */ new RegExp("),
    exportOf(name, closed, rulesOf(schema)),
  ].join("");
}

function exportOf(name: string, closed: Json | undefined, rules: Readonly<Record<string, string>> | undefined): string {
  const members = [
    ...(closed === undefined ? [] : ["closed: validateClosed"]),
    ...(rules === undefined ? [] : [`rules: ${JSON.stringify(rules)}`]),
  ];
  if (members.length === 0) return `export { validate as ${name} };\n`;
  return `export const ${name} = /* @__PURE__ */ Object.assign(validate, { ${members.join(", ")} });\n`;
}

/** Drops the copies of schemas to which no error refers. */
function withoutUnusedSchemas(code: string): string {
  return code.replaceAll(/^const (schema\d+) = .*;$/gm, (line, name: string) =>
    code.split(name).length > 2 ? line : "",
  );
}

/**
 * Numbers the constants of a module from 0: ajv numbers all that it ever made, so that the numbers depend on what ran
 * before.
 */
function renumbered(code: string): string {
  const numbers = new Map<string, string>();
  return code.replaceAll(/\b(schema|pattern|func|formats)(\d+)\b/g, (name, kind: string) => {
    const known = [...numbers.values()].filter((other) => other.startsWith(kind)).length;
    const number = numbers.get(name) ?? `${kind}${known}`;
    numbers.set(name, number);
    return number;
  });
}

/** Gives the functions, which ajv numbers, the names under which it exports them. */
function namedFunctions(code: string): string {
  const exported = [...code.matchAll(/export const (\w+) = (validate\d+);/g)];
  return exported.reduce(
    (text, [statement, name, numbered]) =>
      text.replace(statement, "").replaceAll(new RegExp(`\\b${String(numbered)}\\b`, "g"), String(name)),
    code.replace('"use strict";', ""),
  );
}
