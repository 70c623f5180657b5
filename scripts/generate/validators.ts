import { transform } from "esbuild";
import { HEADER, type Json } from "./contract.ts";
import { compileModule } from "./validators/compile.ts";
import { bundleRuntime } from "./validators/runtime.ts";
import { compilableSchema, validatedSchemas, type ValidatedSchema } from "./validators/schemas.ts";

const FOLDER = "validators";

/** Returns the export name of a validator: `Task.js` exports `validateTask`. */
const validatorName = (name: string): string => `validate${name}`;

/**
 * Generates `validators/`: a module for every body and parameter of the contract, compiled by ajv. The modules import
 * nothing from outside the folder and generate no code at run time.
 */
export async function generateValidators(document: Json): Promise<Readonly<Record<string, string>>> {
  const schemas = validatedSchemas(document);
  const modules = await Promise.all(schemas.map(async (one) => [one, await moduleOf(document, one)] as const));
  const formats = new Set(
    modules
      .flatMap(([, code]) => [...code.matchAll(/\bformats\d+ = runtime(?:\.(\w+)|\["([\w-]+)"\])/g)])
      .map(([, plain, quoted]) => String(plain ?? quoted)),
  );
  const files: readonly [string, string][] = [
    ...modules.flatMap(([one, code]): [string, string][] => [
      [`${FOLDER}/${one.name}.js`, `${HEADER}\n${code}`],
      [`${FOLDER}/${one.name}.d.ts`, declarationOf(one, code)],
    ]),
    [`${FOLDER}/runtime.js`, `${HEADER}${NOTICE}\n${await bundleRuntime([...formats].sort())}`],
    [`${FOLDER}/runtime.d.ts`, RUNTIME_TYPES],
  ];
  return Object.fromEntries(files);
}

async function moduleOf(document: Json, { name, schema, sameAs }: ValidatedSchema): Promise<string> {
  if (sameAs !== undefined)
    return `export { ${validatorName(sameAs)} as ${validatorName(name)} } from "./${sameAs}.js";\n`;
  const code = compileModule(compilableSchema(document, schema), validatorName(name));
  return (await transform(code, { format: "esm", target: "es2022", charset: "utf8" })).code;
}

function declarationOf({ name, type, sameAs }: ValidatedSchema, code: string): string {
  const kind = sameAs !== undefined || code.includes("validateClosed") ? "ResponseValidator" : "Validator";
  return `${HEADER}
import type { components } from "../types.ts";
import type { ${kind} } from "./runtime.js";

/** Validates a value against \`${name}\` of the contract. */
export declare const ${validatorName(name)}: ${kind}<${type}>;
`;
}

const NOTICE = `// Parts of ajv and ajv-formats, copyright (c) Evgeny Poberezkin, MIT license.\n`;

const RUNTIME_TYPES = `${HEADER}
/** A violation as ajv reports it (\`ErrorObject\` without a message). */
export interface ValidationError {
  /** JSON pointer (RFC 6901) to the value; for a missing or unknown property, to the object. */
  readonly instancePath: string;
  /** JSON pointer to the keyword, within the schema. */
  readonly schemaPath: string;
  readonly keyword: string;
  /** The value of the keyword, or the name of a missing or unknown property. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Returns whether a value is valid, and sets \`errors\` to the violations. Each loop over items or properties ends
 * after 20 violations, so that huge invalid values are rejected fast.
 */
export interface Validator<T> {
  (value: unknown): value is T;
  errors?: readonly ValidationError[] | null;
  /** Rules as sentences, where the keyword does not explain them, by the JSON pointer of their schema. */
  readonly rules?: Readonly<Record<string, string>>;
}

/** A validator of a response: responses allow unknown members. */
export interface ResponseValidator<T> extends Validator<T> {
  /** Rejects members that the contract does not name, and nothing else. */
  readonly closed: Validator<unknown>;
}

/** Counts the characters (Unicode code points) of a string. */
export declare function ucs2length(text: string): number;
`;
