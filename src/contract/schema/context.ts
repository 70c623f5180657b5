import { KEYWORDS } from "../keywords/index.ts";
import { elementsOf, isObject } from "./json.ts";
import type { Keyword, Place, Variant } from "./keyword.ts";
import type { Oracle, Verdict } from "./oracle.ts";
import type { SchemaNode, Source } from "./source.ts";

/** A keyword and where it stands. */
export type KeywordPlace = readonly [keyword: Keyword, place: Place];

/** A document together with all that is found out about its schemas on the way. */
export class Context {
  /** Values that the document itself gives as examples, by the pointer of the schema that accepts them. */
  readonly samples = new Map<string, unknown[]>();
  readonly source: Source;
  readonly #oracle: Oracle;
  readonly #variants = new Map<Place, readonly Variant[]>();
  readonly #free = new Map<string, boolean>();
  readonly #places = new Map<SchemaNode, readonly KeywordPlace[]>();

  constructor(source: Source, oracle: Oracle) {
    this.source = source;
    this.#oracle = oracle;
  }

  /** Values that the document gives for a schema: its own examples and default, and fitting parts of larger examples. */
  samplesOf({ pointer, schema }: SchemaNode): readonly unknown[] {
    const collected = this.samples.get(pointer) ?? [];
    if (!isObject(schema)) return collected;
    const own = [...elementsOf(schema.examples), schema.example, schema.default].filter((value) => value !== undefined);
    return [...own, ...collected];
  }

  /** What a format accepts, or undefined for one that constrains nothing. */
  format(name: unknown): Verdict | undefined {
    return typeof name === "string" ? this.#oracle.format(name) : undefined;
  }

  /** The keywords of a schema, in the order of evaluation; none for a boolean schema. */
  places(node: SchemaNode): readonly KeywordPlace[] {
    const known = this.#places.get(node);
    if (known) return known;
    const { schema } = node;
    const places = !isObject(schema)
      ? []
      : KEYWORDS.filter(({ name }) => Object.hasOwn(schema, name)).map((keyword): KeywordPlace => [
          keyword,
          { context: this, node, schema, setting: schema[keyword.name] },
        ]);
    this.#places.set(node, places);
    return places;
  }

  /** The ways to meet and to break a constraint. */
  variants([keyword, place]: KeywordPlace): readonly Variant[] {
    let variants = this.#variants.get(place);
    if (!variants) this.#variants.set(place, (variants = keyword.variants(place)));
    return variants;
  }

  /** Whether a schema is certain to accept every value. A recursive schema is taken not to be. */
  acceptsAll(node: SchemaNode): boolean {
    const known = this.#free.get(node.pointer);
    if (known !== undefined) return known;
    this.#free.set(node.pointer, false);
    const free =
      node.schema === true ||
      (isObject(node.schema) && !this.places(node).some(([keyword, place]) => keyword.constrains(place)));
    this.#free.set(node.pointer, free);
    return free;
  }
}
