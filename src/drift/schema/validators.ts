import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { CannotCompare } from "../finding.ts";
import type { Json, JsonObject } from "../../openapi/json.ts";
import type { Schema, Scope } from "../scope.ts";
import { matchesInTime } from "../../patterns/match.ts";
import { OutOfBudgetError } from "../budget.ts";
import { copyForAjv } from "./bundle.ts";
import { isTooCostly } from "./cost.ts";

// A CommonJS module whose default export is the function itself or, to some loaders, a property of it.
const addFormats = "default" in addFormatsModule ? addFormatsModule.default : addFormatsModule;

/**
 * Compiles validators with ajv (JSON Schema 2020-12, formats asserted). Targets of references are compiled once.
 */
export class Validators {
  readonly #scope: Scope;
  readonly #ajv = ajvWith(false);
  readonly #made = new WeakMap<JsonObject, ValidateFunction>();
  readonly #ids = new Map<string, string>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** Returns whether a schema accepts a value. Throws CannotCompare when ajv cannot compile the schema. */
  accepts(schema: Schema, value: Json): boolean {
    if (typeof schema === "boolean") return schema;
    let validate = this.#made.get(schema);
    if (!validate) {
      if (isTooCostly(this.#scope, schema)) throw new OutOfBudgetError();
      validate = compileWith(this.#ajv, this.#copied(schema));
      this.#made.set(schema, validate);
    }
    return validate(value);
  }

  /** Returns a copy of a schema after adding the targets of its references to ajv. */
  #copied(schema: Schema): Schema {
    const pending: string[] = [];
    const rename = (reference: string): string => {
      let id = this.#ids.get(reference);
      if (id === undefined) {
        id = `schema:${String(this.#ids.size)}`;
        this.#ids.set(reference, id);
        pending.push(reference);
      }
      return id;
    };
    const copy = copyForAjv(schema, rename);
    for (const reference of pending)
      this.#ajv.addSchema(asObject(copyForAjv(this.#scope.schema(reference), rename)), rename(reference));
    return copy;
  }
}

/** Compiles a validator of a self-contained schema that reports all errors. Throws CannotCompare when ajv cannot. */
export function compile(schema: JsonObject): ValidateFunction {
  return compileWith(ajvWith(true), schema);
}

function ajvWith(allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors,
    strict: false,
    logger: false,
    validateSchema: false,
    inlineRefs: false,
    code: { regExp },
  });
  addFormats(ajv, { mode: "full" });
  return ajv;
}

function compileWith(ajv: Ajv2020, schema: Schema): ValidateFunction {
  try {
    return ajv.compile(asObject(schema));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new CannotCompare(`A schema cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function asObject(schema: Schema): JsonObject {
  return typeof schema === "boolean" ? { allOf: [schema] } : schema;
}

/** The interface of regular expressions in ajv, which identifies patterns by their text. */
interface PatternMatcher {
  test(text: string): boolean;
  toString(): string;
}

/** Returns the pattern engine: ajv's own has no time limit. */
function regExp(pattern: string): PatternMatcher {
  return { test: (text) => matchesInTime(pattern, text), toString: () => pattern };
}
regExp.code = "regExp";
