import type { SchemaValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { isObject } from "../../shared/json.ts";
import { elementsOf, entriesOf } from "./json.ts";
import type { SchemaNode, Validate } from "./node.ts";
import { matchesPattern } from "./pattern.ts";
import { DocumentError } from "./problems.ts";
import { SUBSCHEMAS } from "./settings.ts";
import type { Source } from "./source.ts";

/**
 * Validates with ajv (2020-12, with formats), to which every derived case is compared. Compiles each schema once, on
 * demand.
 */
export class Oracle {
  readonly #source: Source;
  readonly #ajv = newAjv();
  readonly #uris = new Map<string, string>();
  readonly #validators = new Map<string, Validate>();
  readonly #formats = new Map<string, Validate | undefined>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Returns the ajv validator of a schema. Throws `DocumentError` when ajv cannot compile it. */
  validator(node: SchemaNode): Validate {
    const known = this.#validators.get(node.key);
    if (known) return known;
    const compiled = this.#compile(node);
    const validate: Validate = (value) => compiled(value) === true;
    this.#validators.set(node.key, validate);
    return validate;
  }

  /** Returns ajv's errors for a value, one sentence each. */
  faults(node: SchemaNode, value: unknown): readonly string[] {
    const validate = this.#compile(node);
    if (validate(value) === true) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message = "" }) => `${instancePath === "" ? "it" : instancePath} ${message}`,
    );
  }

  /** Returns the validator of a format; undefined for an unknown format, which accepts every value. */
  format(name: string): Validate | undefined {
    if (this.#formats.has(name)) return this.#formats.get(name);
    const known = Object.hasOwn(this.#ajv.formats, name) && this.#ajv.formats[name] !== true;
    const compiled = known && !ANY_NUMBER.has(name) ? this.#ajv.compile({ format: name }) : undefined;
    const validate: Validate | undefined = compiled && ((value): boolean => compiled(value));
    this.#formats.set(name, validate);
    return validate;
  }

  #compile(node: SchemaNode): ReturnType<Ajv2020["compile"]> {
    try {
      const compiled = this.#ajv.getSchema(this.#uriOf(node));
      if (compiled) return compiled;
      throw new Error("it is not there");
    } catch (error) {
      throw new DocumentError(`ajv cannot compile it: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #uriOf(node: SchemaNode): string {
    const known = this.#uris.get(node.key);
    if (known !== undefined) return known;
    const uri = `schema:${this.#uris.size}`;
    this.#uris.set(node.key, uri);
    const schema = this.#written(node);
    this.#ajv.addSchema(typeof schema === "boolean" ? { allOf: [schema] } : schema, uri);
    return uri;
  }

  // Subschemas keep their place; targets of references become separate schemas.
  #written(node: SchemaNode): object | boolean {
    if (node.isOmitted) return { [OMITTED]: node.raw.writeOnly === true ? "writeOnly" : "readOnly" };
    if (!isObject(node.schema)) return node.schema;
    const written = entriesOf(node.schema).flatMap(([keyword, setting]): readonly (readonly [string, unknown])[] => {
      if (keyword === "$ref" || keyword === "$dynamicRef") return [];
      const child = (key?: string | number): unknown => this.#written(this.#source.child(node, keyword, key));
      switch (SUBSCHEMAS[keyword]) {
        case "one":
          return [[keyword, child()]];
        case "list":
          return [[keyword, elementsOf(setting).map((_, index) => child(index))]];
        case "map":
          return [[keyword, Object.fromEntries(entriesOf(setting).map(([name]) => [name, child(name)]))]];
        default:
          return [[keyword, setting]];
      }
    });
    return { ...Object.fromEntries(written), ...this.#references(node) };
  }

  #references(node: SchemaNode): object {
    const keywords = ["$ref", "$dynamicRef"].filter(
      (keyword) => isObject(node.schema) && node.schema[keyword] !== undefined,
    );
    const [first, second] = keywords.map((keyword) => ({ $ref: this.#uriOf(this.#source.target(node, keyword)) }));
    if (!second) return first ?? {};
    const own = isObject(node.schema) ? elementsOf(node.schema.allOf) : [];
    const branches = own.map((_, index) => this.#written(this.#source.child(node, "allOf", index)));
    return { ...first, allOf: [...branches, second] };
  }
}

// These formats describe the storage of numbers and reject no value.
const ANY_NUMBER: ReadonlySet<string> = new Set(["float", "double"]);

// Marks a property to omit in the direction, so that the error says why it is rejected.
const OMITTED = "omittedProperty";

const rejectOmitted: SchemaValidateFunction = (mark: string): boolean => {
  const message = `is ${mark} and does not belong in a ${mark === "writeOnly" ? "response" : "request"}`;
  rejectOmitted.errors = [{ keyword: OMITTED, message }];
  return false;
};

function newAjv(): Ajv2020 {
  // ajv keeps patterns by their text.
  const matcher = (pattern: string): { test(text: string): boolean; toString(): string } => ({
    test: (text) => matchesPattern(pattern, text),
    toString: () => pattern,
  });
  const instance = new Ajv2020({
    strict: false,
    validateSchema: false,
    logger: false,
    inlineRefs: false,
    // A property may have the name of an inherited member.
    ownProperties: true,
    code: { regExp: Object.assign(matcher, { code: "" }) },
  });
  formats.default(instance);
  instance.addKeyword({ keyword: OMITTED, errors: true, validate: rejectOmitted });
  return instance;
}
