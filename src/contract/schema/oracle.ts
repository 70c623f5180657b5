import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { DocumentError } from "./source.ts";
import type { JsonObject } from "./json.ts";
import { split } from "./pointer.ts";

/** Says whether a value is valid. */
export type Verdict = (value: unknown) => boolean;

/** ajv (2020-12, with formats) over a whole document: the judge that every derived case is held against. */
export class Oracle {
  readonly #document: JsonObject;
  readonly #compiled = new Map<string, Verdict>();
  readonly #formats = new Map<string, Verdict | undefined>();
  #unicode: Ajv2020 | undefined;
  #legacy: Ajv2020 | undefined;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  /** ajv's verdict on values for the schema at a pointer; throws `DocumentError` when ajv cannot compile it. */
  verdict(pointer: string): Verdict {
    const known = this.#compiled.get(pointer);
    if (known) return known;
    const reference = { $ref: `contract:document#${fragmentOf(pointer)}` };
    const compiled = this.#compile(reference);
    const verdict: Verdict = (value) => compiled(value);
    this.#compiled.set(pointer, verdict);
    return verdict;
  }

  /** What a format accepts, or undefined for a format that is not known and so constrains nothing. */
  format(name: string): Verdict | undefined {
    if (this.#formats.has(name)) return this.#formats.get(name);
    this.#unicode ??= ajv(this.#document, true);
    const known = Object.hasOwn(this.#unicode.formats, name) && this.#unicode.formats[name] !== true;
    const verdict = known ? this.#unicode.compile({ format: name }) : undefined;
    this.#formats.set(name, verdict);
    return verdict;
  }

  // A pattern that the "u" flag refuses (RFC 3986's `\-`) is still common in documents: the second ajv reads it without.
  #compile(schema: JsonObject): ValidateFunction {
    try {
      this.#unicode ??= ajv(this.#document, true);
      return this.#unicode.compile(schema);
    } catch (error) {
      try {
        this.#legacy ??= ajv(this.#document, false);
        return this.#legacy.compile(schema);
      } catch {
        throw new DocumentError(`ajv cannot compile it: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}

function ajv(document: JsonObject, unicodeRegExp: boolean): Ajv2020 {
  const instance = new Ajv2020({ strict: false, unicodeRegExp, validateSchema: false, logger: false });
  formats.default(instance);
  instance.addSchema(document, "contract:document");
  return instance;
}

function fragmentOf(pointer: string): string {
  return split(pointer)
    .map((key) => `/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("");
}
