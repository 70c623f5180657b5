import type { SchemaContext } from "../keywords/context.ts";
import type { KeywordPlace, Variant } from "../schema/keyword.ts";
import type { SchemaNode, Validate } from "../schema/node.ts";
import { frameFor, type Frame } from "./frame.ts";
import type { Found, Local, LocalResult } from "./local-result.ts";
import { isShown, Reuse } from "./reuse.ts";
import { decidingCaseValue, sidingCaseValue, type SearchContext, type SearchGoal, type CaseValue } from "./search.ts";
import { localSitesOf, type Site } from "./sites.ts";

/** Searches each schema once and caches the results. */
export class LocalSearch {
  readonly context: SchemaContext;
  readonly #validatorOf: (node: SchemaNode) => Validate;
  readonly #seed: string;
  readonly #known = new Map<string, Local>();
  readonly #deciding = new Map<string, CaseValue | undefined>();
  readonly #reuse: Reuse;

  constructor(context: SchemaContext, validatorOf: (node: SchemaNode) => Validate, seed: string) {
    this.context = context;
    this.#validatorOf = validatorOf;
    this.#seed = seed;
    this.#reuse = new Reuse(context, seed, (root) => this.of(root));
  }

  /** Returns whether values must omit some of the properties of their schemas. */
  get omitsProperties(): boolean {
    return this.context.source.omitsProperties;
  }

  /** A keyword as the document writes it. */
  writtenName(node: SchemaNode, keyword: string): string {
    return this.context.source.writtenName(node, keyword);
  }

  /** Creates the search of a root schema. Throws `DocumentError` when ajv cannot compile it. */
  contextOf(root: SchemaNode): SearchContext {
    return { context: this.context, root, validate: this.#validatorOf(root), seed: this.#seed };
  }

  /** Returns the results for the constraints of a schema. */
  of(root: SchemaNode): Local {
    const known = this.#known.get(root.key);
    if (known) return known;
    const { sites, exits } = localSitesOf(this.context, root);
    const searchContext = this.contextOf(root);
    const frames = new Map<Site, Frame | undefined>();
    const frameOf = (exit: Site): Frame | undefined => {
      if (!frames.has(exit) && !this.context.steps.isLate)
        frames.set(exit, this.#reuse.frame(searchContext, exit) ?? frameFor(searchContext, exit));
      return frames.get(exit);
    };
    // Cached before the search, because a recursive schema requests it again.
    const results: LocalResult[] = [];
    const local = { results, exits, frameOf };
    this.#known.set(root.key, local);
    for (const { node, routes } of sites)
      for (const at of this.context.places(node)) results.push(this.#search(searchContext, { node, routes, at }));
    return local;
  }

  /** Returns a value of a schema about which a constraint of a property or an item decides; searched for once. */
  deciding(root: SchemaNode, goal: SearchGoal): CaseValue | undefined {
    const key = JSON.stringify([root.key, goal.at.place.node.key, goal.at.keyword.name, goal.variant.why, goal.routes]);
    if (!this.#deciding.has(key)) {
      const found = decidingCaseValue(this.contextOf(root), goal);
      this.#deciding.set(key, typeof found === "string" ? undefined : found);
    }
    return this.#deciding.get(key);
  }

  #search(searchContext: SearchContext, { node, routes, at }: Site & { readonly at: KeywordPlace }): LocalResult {
    const reused = this.context.steps.isLate
      ? undefined
      : this.#reuse.found(searchContext, { node, route: routes[0] ?? [], at });
    const found: Found[] = [];
    const missed: { variant: Variant; impossible: boolean }[] = [];
    for (const variant of this.context.variants(at)) {
      if (this.context.steps.isLate) {
        missed.push({ variant, impossible: false });
        continue;
      }
      const goal = { routes, at, variant };
      const known = reused?.found.get(variant);
      if (!known && reused?.isHopeless(variant) === true) {
        if (variant.extra !== true && !isShown(reused, variant)) missed.push({ variant, impossible: false });
        continue;
      }
      const deciding = known ?? decidingCaseValue(searchContext, goal);
      const caseValue =
        typeof deciding !== "string" || variant.extra === true
          ? deciding
          : (sidingCaseValue(searchContext, goal, variant.side === "hold") ?? deciding);
      if (typeof caseValue !== "string") found.push({ variant, caseValue });
      else if (variant.extra !== true) missed.push({ variant, impossible: caseValue === "impossible" });
    }
    return {
      node,
      at,
      routes,
      found: [...found, ...this.#otherSide(searchContext, { node, routes, at }, found)],
      missed,
    };
  }

  // On one route, a constraint may decide only one side; overlapping branches may let it decide the other on another.
  #otherSide(
    searchContext: SearchContext,
    { routes, at }: Site & { readonly at: KeywordPlace },
    found: readonly Found[],
  ): readonly Found[] {
    const [first] = found;
    const isOneSided = first !== undefined && found.every(({ caseValue }) => caseValue.valid === first.caseValue.valid);
    if (!isOneSided || routes.length < 2 || !at.keyword.constrains(at.place)) return [];
    for (const { variant } of found.filter((one) => one.variant.extra !== true)) {
      const caseValue = decidingCaseValue(searchContext, { routes: routes.slice(1), at, variant });
      if (typeof caseValue !== "string" && caseValue.valid !== first.caseValue.valid) return [{ variant, caseValue }];
    }
    return [];
  }
}
