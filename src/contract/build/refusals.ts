import type { Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import type { Search } from "./search.ts";

/**
 * The schemas that are to reject a value and did not do so by themselves, and the way in which each is made to. One is
 * added at a time, so that a failure is the fault of the latest; all ways of the latest are tried before another way of
 * an earlier one.
 */
export class Refusals {
  readonly #search: Search;
  readonly #ways = new Map<string, { readonly all: readonly Variant[]; current: number }>();

  constructor(search: Search) {
    this.#search = search;
  }

  /** Returns how many schemas there are. */
  get count(): number {
    return this.#ways.size;
  }

  /**
   * Adds the first schema that is not there yet; false when there is none. `tries` counts the attempts that failed
   * before.
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

  /** Goes on to the next choice of ways; false when it is the first one again. */
  turn(): boolean {
    for (const ways of [...this.#ways.values()].reverse()) {
      ways.current = (ways.current + 1) % Math.max(ways.all.length, 1);
      if (ways.current > 0) return true;
    }
    return false;
  }

  // The first way of each keyword, then the second of each: a keyword with many ways is not to keep the others waiting.
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
