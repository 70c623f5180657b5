import type { Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import type { Search } from "./search.ts";

/**
 * The schemas that have to reject a value but accepted it in earlier tries, each with a way to violate it. They are
 * added one at a time, so that the latest is the cause of a failure; all ways of the latest are tried before another
 * way of an earlier one.
 */
export class Rejections {
  readonly #search: Search;
  readonly #ways = new Map<string, { readonly all: readonly Variant[]; current: number }>();

  constructor(search: Search) {
    this.#search = search;
  }

  /** Returns the number of schemas. */
  get count(): number {
    return this.#ways.size;
  }

  /**
   * Adds the first schema that is not included yet; returns false when there is none. `tries` counts the earlier failed
   * attempts.
   */
  addOneOf(nodes: readonly SchemaNode[], tries: number): boolean {
    const node = nodes.find(({ key }) => !this.#ways.has(key));
    if (node) this.#ways.set(node.key, { all: this.#search.choices.order(this.#waysOf(node), tries), current: 0 });
    return node !== undefined;
  }

  /** Returns the way to make a schema reject the value; undefined for one that was not added, or that has no way. */
  wayOf({ key }: SchemaNode): Variant | undefined {
    const ways = this.#ways.get(key);
    return ways?.all[ways.current];
  }

  /** Switches to the next combination of ways; returns false after the last. */
  turn(): boolean {
    for (const ways of [...this.#ways.values()].reverse()) {
      ways.current = (ways.current + 1) % Math.max(ways.all.length, 1);
      if (ways.current > 0) return true;
    }
    return false;
  }

  // The first way of each keyword, then the second of each, so that a keyword with many ways does not delay the others.
  #waysOf(node: SchemaNode): readonly Variant[] {
    const { context } = this.#search;
    return context
      .places(node)
      .filter(({ keyword, place }) => keyword.constrains(place))
      .flatMap((at) =>
        context
          .variants(at)
          .filter(({ side, extra }) => side === "break" && extra !== true)
          .map((way, rank) => ({ way, rank })),
      )
      .sort((left, right) => left.rank - right.rank)
      .map(({ way }) => way);
  }
}
