import { append, valueAt } from "../../shared/json-pointer.ts";
import { isObject, type JsonObject } from "../../shared/json.ts";
import { elementsOf, entriesOf } from "./json.ts";
import { IN_PLACE, SUBSCHEMAS } from "./settings.ts";

type Resolve = (reference: unknown, from: string) => string;

/**
 * Finds references by which a schema refers to itself for the same value: such a schema cannot validate any value.
 */
export class LoopFinder {
  readonly #document: JsonObject;
  readonly #resolve: Resolve;
  readonly #done = new Set<string>();
  readonly #open = new Set<string>();
  readonly #loops = new Set<string>();

  constructor(document: JsonObject, resolve: Resolve) {
    this.#document = document;
    this.#resolve = resolve;
  }

  /** Returns whether the reference of the schema at a pointer closes such a loop. */
  isLoop(pointer: string): boolean {
    if (!this.#done.has(pointer) && this.#open.size === 0) this.#visit(pointer);
    return this.#loops.has(pointer);
  }

  #visit(pointer: string): void {
    const schema = valueAt(this.#document, pointer);
    if (!isObject(schema) || this.#done.has(pointer)) return;
    this.#open.add(pointer);
    for (const keyword of ["$ref", "$dynamicRef"]) {
      const target = this.#targetOf(schema[keyword], pointer);
      if (target === undefined) continue;
      if (this.#open.has(target)) this.#loops.add(pointer);
      else this.#visit(target);
    }
    for (const keyword of IN_PLACE) for (const child of childrenOf(schema, keyword, pointer)) this.#visit(child);
    this.#open.delete(pointer);
    this.#done.add(pointer);
  }

  #targetOf(reference: unknown, pointer: string): string | undefined {
    if (reference === undefined) return undefined;
    try {
      return this.#resolve(reference, pointer);
    } catch {
      // A broken reference is reported when it is resolved.
      return undefined;
    }
  }
}

function childrenOf(schema: JsonObject, keyword: string, pointer: string): readonly string[] {
  const setting = schema[keyword];
  const here = append(pointer, keyword);
  if (setting === undefined) return [];
  if (SUBSCHEMAS[keyword] === "list") return elementsOf(setting).map((_, index) => append(here, index));
  return SUBSCHEMAS[keyword] === "map" ? entriesOf(setting).map(([name]) => append(here, name)) : [here];
}
