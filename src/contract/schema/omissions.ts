import { append, segments, valueAt } from "../../shared/json-pointer.ts";
import { isObject, type JsonObject } from "../../shared/json.ts";
import { elementsOf, entriesOf, stringsOf } from "./json.ts";
import { DocumentError } from "./problems.ts";

/**
 * Direction of a value: requests have no `readOnly` properties, responses no `writeOnly` ones (OpenAPI 3.1, section
 * 4.8.24).
 */
export type Direction = "request" | "response";

type Resolve = (reference: unknown, from: string) => string;

const MARKS: Readonly<Record<Direction, string>> = { request: "readOnly", response: "writeOnly" };

/** Returns whether a document has any property to omit in a direction. */
export function marksProperties(document: JsonObject, direction: Direction): boolean {
  return JSON.stringify(document).includes(`"${MARKS[direction]}":true`);
}

/** Finds the properties to omit in a direction. */
export class Omissions {
  readonly #document: JsonObject;
  readonly #keyword: string | undefined;
  readonly #resolve: Resolve;

  constructor(document: JsonObject, direction: Direction | undefined, resolve: Resolve) {
    this.#document = document;
    // Most documents have no such property; then no search is needed.
    this.#keyword = direction && marksProperties(document, direction) ? MARKS[direction] : undefined;
    this.#resolve = resolve;
  }

  /** Returns whether there are properties to omit. */
  get isUsed(): boolean {
    return this.#keyword !== undefined;
  }

  /** Returns whether the schema at a pointer is that of a property to omit. */
  isOmitted(pointer: string): boolean {
    if (this.#keyword === undefined) return false;
    return segments(pointer).at(-2) === "properties" && this.#isMarked(pointer, 0);
  }

  /** Returns the schema without requiring omitted properties. */
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

  // A branch of `allOf` often requires a property that is declared outside of it.
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
