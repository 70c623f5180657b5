import { append, segments, valueAt } from "../../shared/json-pointer.ts";
import { isObject, type JsonObject } from "../../shared/json.ts";
import { elementsOf, entriesOf, stringsOf } from "./json.ts";
import { DocumentError } from "./problems.ts";

/**
 * Which way a value travels: a request has no `readOnly` properties, a response no `writeOnly` ones (OpenAPI 3.1,
 * section 4.8.24).
 */
export type Direction = "request" | "response";

type Resolve = (reference: unknown, from: string) => string;

const MARKS: Readonly<Record<Direction, string>> = { request: "readOnly", response: "writeOnly" };

/** Returns whether a document marks any property that does not belong in a direction. */
export function marksProperties(document: JsonObject, direction: Direction): boolean {
  return JSON.stringify(document).includes(`"${MARKS[direction]}":true`);
}

/** Says which properties do not belong in a direction. */
export class Omissions {
  readonly #document: JsonObject;
  readonly #keyword: string | undefined;
  readonly #resolve: Resolve;

  constructor(document: JsonObject, direction: Direction | undefined, resolve: Resolve) {
    this.#document = document;
    // Most documents mark nothing, and then nothing is to be searched.
    this.#keyword = direction && marksProperties(document, direction) ? MARKS[direction] : undefined;
    this.#resolve = resolve;
  }

  /** Returns whether there is anything to leave out. */
  get isUsed(): boolean {
    return this.#keyword !== undefined;
  }

  /** Returns whether the schema at a pointer is that of a property to leave out. */
  isOmitted(pointer: string): boolean {
    if (this.#keyword === undefined) return false;
    return segments(pointer).at(-2) === "properties" && this.#isMarked(pointer, 0);
  }

  /** Returns the schema without asking for properties that are left out. */
  withoutRequired(schema: JsonObject, pointer: string): JsonObject {
    if (this.#keyword === undefined || schema.required === undefined) return schema;
    const omitted = this.#omittedNames(pointer, 0);
    return { ...schema, required: stringsOf(schema.required).filter((name) => !omitted.has(name)) };
  }

  #isMarked(pointer: string, depth: number): boolean {
    const schema = valueAt(this.#document, pointer);
    if (!isObject(schema) || depth > 20) return false;
    if (this.#keyword !== undefined && schema[this.#keyword] === true) return true;
    return this.#inPlace(schema, pointer).some((other) => this.#isMarked(other, depth + 1));
  }

  #omittedNames(pointer: string, depth: number): ReadonlySet<string> {
    const schema = valueAt(this.#document, pointer);
    if (!isObject(schema) || depth > 20) return new Set();
    const own = entriesOf(schema.properties)
      .map(([name]) => name)
      .filter((name) => this.isOmitted(append(pointer, "properties", name)));
    const parents = depth === 0 ? this.#siblingsOf(pointer) : [];
    const others = [...this.#inPlace(schema, pointer), ...parents].map((other) => this.#omittedNames(other, depth + 1));
    return new Set([...own, ...others.flatMap((names) => [...names])]);
  }

  // What one branch of `allOf` requires is often declared beside it.
  #siblingsOf(pointer: string): readonly string[] {
    const keys = segments(pointer);
    return keys.at(-2) === "allOf" ? [append("", ...keys.slice(0, -2))] : [];
  }

  #inPlace(schema: JsonObject, pointer: string): readonly string[] {
    const branches = elementsOf(schema.allOf).map((_, index) => append(pointer, "allOf", index));
    if (schema.$ref === undefined) return branches;
    try {
      return [...branches, this.#resolve(schema.$ref, pointer)];
    } catch (error) {
      if (error instanceof DocumentError) return branches;
      throw error;
    }
  }
}
