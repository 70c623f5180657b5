import { isObject } from "../../shared/json.ts";
import { elementsOf } from "../schema/json.ts";
import type { Context, KeywordPlace, Place, Variant } from "../schema/keyword.ts";
import type { SchemaNode, Validate } from "../schema/node.ts";
import type { Oracle } from "../schema/oracle.ts";
import type { Source } from "../schema/source.ts";
import { StepBudget } from "../schema/steps.ts";
import { KEYWORDS } from "./index.ts";

/** A document, with cached results about its schemas. */
export class SchemaContext implements Context {
  /** Examples of the document, by the key of the schema that accepts them. */
  readonly samples = new Map<string, unknown[]>();
  readonly source: Source;
  readonly steps: StepBudget;
  readonly #oracle: Oracle;
  readonly #variants = new Map<Place, readonly Variant[]>();
  readonly #free = new Map<string, boolean>();
  readonly #places = new Map<SchemaNode, readonly KeywordPlace[]>();

  constructor(source: Source, oracle: Oracle, steps = new StepBudget()) {
    this.source = source;
    this.steps = steps;
    this.#oracle = oracle;
  }

  child(node: SchemaNode, keyword: string, key?: string | number): SchemaNode {
    return this.source.child(node, keyword, key);
  }

  target(node: SchemaNode, keyword: string): SchemaNode {
    return this.source.target(node, keyword);
  }

  samplesOf(node: SchemaNode): readonly unknown[] {
    const collected = this.samples.get(node.key) ?? [];
    const { raw } = node;
    const own = [...elementsOf(raw.examples), raw.example, raw.default].filter((value) => value !== undefined);
    return [...own, ...collected];
  }

  format(name: unknown): Validate | undefined {
    return typeof name === "string" ? this.#oracle.format(name) : undefined;
  }

  places(node: SchemaNode): readonly KeywordPlace[] {
    const known = this.#places.get(node);
    if (known) return known;
    const { schema } = node;
    const places = !isObject(schema)
      ? []
      : KEYWORDS.filter(({ name }) => Object.hasOwn(schema, name)).map((keyword): KeywordPlace => ({
          keyword,
          place: { context: this, node, schema, setting: schema[keyword.name] },
        }));
    this.#places.set(node, places);
    return places;
  }

  variants({ keyword, place }: KeywordPlace): readonly Variant[] {
    const known = this.#variants.get(place);
    if (known) return known;
    const variants = keyword.variants(place);
    this.#variants.set(place, variants);
    return variants;
  }

  acceptsAll(node: SchemaNode): boolean {
    const known = this.#free.get(node.key);
    if (known !== undefined) return known;
    this.#free.set(node.key, false);
    const free =
      node.schema === true ||
      (isObject(node.schema) && !this.places(node).some(({ keyword, place }) => keyword.constrains(place)));
    this.#free.set(node.key, free);
    return free;
  }
}
