import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { CannotCompare } from "../finding.ts";
import type { Json, JsonObject } from "../../openapi/json.ts";
import type { Schema, Scope } from "../scope.ts";
import { matchesInTime } from "../../patterns/match.ts";
import { bundle } from "./bundle.ts";

// A CommonJS module whose default export is the function itself or, to some loaders, a property of it.
const addFormats = "default" in addFormatsModule ? addFormatsModule.default : addFormatsModule;

/** Validators made by ajv (JSON Schema 2020-12, formats asserted), one for each schema, kept once they are made. */
export class Validators {
  readonly #scope: Scope;
  readonly #made = new WeakMap<JsonObject, ValidateFunction>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** True when a schema accepts a value. Throws CannotCompare when ajv cannot read the schema. */
  accepts(schema: Schema, value: Json): boolean {
    if (typeof schema === "boolean") return schema;
    let validate = this.#made.get(schema);
    if (!validate) this.#made.set(schema, (validate = compile(bundle(this.#scope, schema))));
    return validate(value);
  }
}

/** A validator for one self-contained schema, which names every error when asked to. Throws CannotCompare when ajv cannot read it. */
export function compile(schema: JsonObject, allErrors = false): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors,
    strict: false,
    logger: false,
    validateSchema: false,
    inlineRefs: false,
    code: { regExp },
  });
  addFormats(ajv, { mode: "full" });
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw new CannotCompare(`A schema cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** What ajv takes for a regular expression; it tells patterns apart by their text. */
interface PatternMatcher {
  test(text: string): boolean;
  toString(): string;
}

/** The engine for patterns, which ajv would run without a limit of time. */
function regExp(pattern: string): PatternMatcher {
  return { test: (text) => matchesInTime(pattern, text), toString: () => pattern };
}
regExp.code = "regExp";
