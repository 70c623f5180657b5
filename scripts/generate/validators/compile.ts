import type { ValidateFunction } from "ajv";
import { _ } from "ajv/dist/compile/codegen/index.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import formats from "ajv-formats";
import type { Json } from "../contract.ts";
import { mapSchema } from "../schema.ts";
import { boundedAdditionalProperties, boundedItems, inlineEnum } from "./keywords.ts";
import { closedSchema } from "./schemas.ts";

/** A compiled validator. */
export interface CompiledValidator extends ValidateFunction {
  /** Rejects members that the schema allows without naming them; missing when it allows none. */
  readonly closed?: ValidateFunction;
  /** Each `x-rule`, by the pointer of its schema; missing when there is none. */
  readonly rules?: Readonly<Record<string, string>>;
}

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    // `src/sdk/validation/validate.ts` writes the messages.
    messages: false,
    // The generator fails on unknown keywords and formats.
    strictSchema: true,
    strictTypes: false,
    strictRequired: false,
    code: { source: true, esm: true, lines: true, formats: _`runtime` },
  });
  // Schemas without references need neither unevaluated nor dynamic keywords, whose code has side effects on import.
  Object.assign(ajv.opts, { unevaluated: false, dynamicRef: false });
  formats.default(ajv);
  ajv.addVocabulary(["x-rule"]);
  for (const keyword of [boundedItems, boundedAdditionalProperties, inlineEnum]) {
    ajv.removeKeyword(keyword.keyword as string);
    ajv.addKeyword(keyword);
  }
  return ajv;
}

// The meta-schema is compiled with the first schema, which takes long.
let shared: Ajv2020 | undefined;

/** Compiles a schema with the generator's settings, without writing a file. */
export function compileValidator(schema: Json): CompiledValidator {
  shared ??= createAjv();
  const ajv = shared;
  const closed = closedSchema(schema);
  const rules = rulesOf(schema);
  return Object.assign(ajv.compile(schema), {
    ...(closed === undefined ? {} : { closed: ajv.compile(closed) }),
    ...(rules === undefined ? {} : { rules }),
  });
}

/** Collects the `x-rule` sentences, by the pointers that ajv's `schemaPath` uses. */
function rulesOf(schema: Json): Readonly<Record<string, string>> | undefined {
  const rules: Record<string, string> = {};
  mapSchema(schema, (node, pointer) => {
    if (typeof node["x-rule"] === "string") rules[pointer] = node["x-rule"];
    return node;
  });
  return Object.keys(rules).length > 0 ? rules : undefined;
}

/**
 * Compiles a schema to an ES module that exports its validator as `name`. It imports formats and `ucs2length` from
 * `./runtime.js`.
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
    // A bundler drops the unused members of a namespace, but not those of an object.
    compiled.includes("runtime") ? 'import * as runtime from "./runtime.js";\n' : "",
    // Without the mark, a bundler keeps the module: it treats a constructor call as a side effect.
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

/** Drops the copies of schemas that no error refers to. */
function withoutUnusedSchemas(code: string): string {
  return code.replaceAll(/^const (schema\d+) = .*;$/gm, (line, name: string) =>
    code.split(name).length > 2 ? line : "",
  );
}

/**
 * Numbers the constants of a module from 0: ajv's own numbers depend on what it compiled before.
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

/** Renames the numbered functions of ajv to their export names. */
function namedFunctions(code: string): string {
  const exported = [...code.matchAll(/export const (\w+) = (validate\d+);/g)];
  return exported.reduce(
    (text, [statement, name, numbered]) =>
      text.replace(statement, "").replaceAll(new RegExp(`\\b${String(numbered)}\\b`, "g"), String(name)),
    code.replace('"use strict";', ""),
  );
}
