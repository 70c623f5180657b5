import type { KeywordPlace, Step, Variant } from "../schema/keyword.ts";
import { keyOf } from "../schema/keyword.ts";
import type { SchemaNode, Verdict } from "../schema/node.ts";
import type { SchemaContext } from "../keywords/context.ts";
import { evaluate } from "../schema/evaluate.ts";
import { isShown, laidOver, referredOn, type Referred, type Reused } from "./reuse.ts";
import { frameFor, type Frame } from "./frame.ts";
import {
  attempt,
  decidingWitness,
  isDecided,
  newProgress,
  sideOf,
  sidingWitness,
  type SearchContext,
  type SearchGoal,
  type Witness,
} from "./search.ts";
import { localSitesOf, type Site } from "./sites.ts";

/** What was found for one constraint by values of the schema that it belongs to. */
export interface LocalResult {
  readonly node: SchemaNode;
  readonly at: KeywordPlace;
  readonly routes: readonly (readonly Step[])[];
  readonly found: readonly Found[];
  /** The ways that were not reached; `impossible` ones are proven to be so. */
  readonly missed: readonly { readonly variant: Variant; readonly impossible: boolean }[];
}

/** A witness and the way that it shows. */
export interface Found {
  readonly variant: Variant;
  readonly witness: Witness;
}

/** Everything found for the constraints on the values of one schema; each schema is searched once, wherever it is used. */
export interface Local {
  readonly results: readonly LocalResult[];
  /** The schemas of members and items. */
  readonly exits: readonly Site[];
  /** A value in which such a schema decides; searched for once. */
  frameOf(exit: Site): Frame | undefined;
}

/** Searches schema by schema and keeps what it finds. */
export class LocalSearch {
  readonly context: SchemaContext;
  readonly #verdictOf: (node: SchemaNode) => Verdict;
  readonly #seed: string;
  readonly #known = new Map<string, Local>();
  readonly #deciding = new Map<string, Witness | undefined>();
  readonly #bases = new Map<string, unknown>();

  constructor(context: SchemaContext, verdictOf: (node: SchemaNode) => Verdict, seed: string) {
    this.context = context;
    this.#verdictOf = verdictOf;
    this.#seed = seed;
  }

  /** Whether values must not hold some of the members that their schemas list. */
  get omitsMembers(): boolean {
    return this.context.source.omitsMembers;
  }

  /** A keyword as the document writes it. */
  writtenName(node: SchemaNode, keyword: string): string {
    return this.context.source.writtenName(node, keyword);
  }

  /** A schema as the root of a search. Throws `DocumentError` when ajv cannot compile it. */
  contextOf(root: SchemaNode): SearchContext {
    return { context: this.context, root, verdict: this.#verdictOf(root), seed: this.#seed };
  }

  /** Everything found for the constraints on the values of a schema. */
  of(root: SchemaNode): Local {
    const known = this.#known.get(root.key);
    if (known) return known;
    const { sites, exits } = localSitesOf(this.context, root);
    const searchContext = this.contextOf(root);
    const frames = new Map<Site, Frame | undefined>();
    const frameOf = (exit: Site): Frame | undefined => {
      if (!frames.has(exit)) frames.set(exit, this.#reusedFrame(searchContext, exit) ?? frameFor(searchContext, exit));
      return frames.get(exit);
    };
    // Known before it is searched: a schema that refers to itself asks for it again.
    const results: LocalResult[] = [];
    const local = { results, exits, frameOf };
    this.#known.set(root.key, local);
    for (const { node, routes } of sites)
      for (const at of this.context.places(node)) results.push(this.#search(searchContext, { node, routes, at }));
    return local;
  }

  /** A value of a schema about which a constraint of a member or an item decides; searched for once. */
  deciding(root: SchemaNode, goal: SearchGoal): Witness | undefined {
    const key = JSON.stringify([root.key, goal.at.place.node.key, goal.at.keyword.name, goal.variant.why, goal.routes]);
    if (!this.#deciding.has(key)) {
      const found = decidingWitness(this.contextOf(root), goal);
      this.#deciding.set(key, typeof found === "string" ? undefined : found);
    }
    return this.#deciding.get(key);
  }

  #search(searchContext: SearchContext, { node, routes, at }: Site & { readonly at: KeywordPlace }): LocalResult {
    const reused = this.#reused(searchContext, node, routes[0] ?? [], at);
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
      const deciding = known ?? decidingWitness(searchContext, goal);
      const witness =
        typeof deciding !== "string" || variant.extra === true
          ? deciding
          : (sidingWitness(searchContext, goal, variant.side === "hold") ?? deciding);
      if (typeof witness !== "string") found.push({ variant, witness });
      else if (variant.extra !== true) missed.push({ variant, impossible: witness === "impossible" });
    }
    return {
      node,
      at,
      routes,
      found: [...found, ...this.#otherSide(searchContext, { node, routes, at }, found)],
      missed,
    };
  }

  // On its first way a constraint may decide in one direction only: among overlapping branches, on another way it is the reverse.
  #otherSide(
    searchContext: SearchContext,
    { routes, at }: Site & { readonly at: KeywordPlace },
    found: readonly Found[],
  ): readonly Found[] {
    const [first] = found;
    const isOneSided = first !== undefined && found.every(({ witness }) => witness.valid === first.witness.valid);
    if (!isOneSided || routes.length < 2 || !at.keyword.constrains(at.place)) return [];
    for (const { variant } of found.filter((one) => one.variant.extra !== true)) {
      const witness = decidingWitness(searchContext, { routes: routes.slice(1), at, variant });
      if (typeof witness !== "string" && witness.valid !== first.witness.valid) return [{ variant, witness }];
    }
    return [];
  }

  // What was found for a schema that is referred to is tried before anything is searched for: as it is, and laid over a value
  // that the root accepts. Where the schema has nothing to show, the root has nothing either.
  #reused(
    { context, root, verdict }: SearchContext,
    node: SchemaNode,
    route: readonly Step[],
    at: KeywordPlace,
  ): Reused | undefined {
    const target = referredOn(this.context, root, route);
    if (!target) return undefined;
    const local = this.of(target.node);
    const result = local.results.find((other) => other.node.key === node.key && other.at.keyword === at.keyword);
    if (!result) return undefined;
    const key = keyOf(node.key, at.keyword.name);
    const base = this.#baseOf(root, target);
    const found = new Map<Variant, Witness>();
    for (const { variant, witness } of result.found) {
      const asItIs = this.#asItIs({ context, root, verdict }, target.node, witness);
      if (asItIs) {
        found.set(variant, asItIs);
        continue;
      }
      if (!witness.decides) {
        const side = sideOf({ context, root, verdict }, key, witness.value, witness.valid);
        if (side) found.set(variant, { ...side, why: variant.why });
        continue;
      }
      const value = laidOver(base, witness.value, target.node).find(
        (one) =>
          isDecided(context, root, one, key) &&
          evaluate(context, root, one) ===
            evaluate(context, root, one, { forced: { key, ok: variant.side === "hold" } }),
      );
      if (value === undefined) continue;
      const valid = verdict(value);
      if (evaluate(context, root, value) === valid)
        found.set(variant, { ...witness, value, valid, besides: [], decides: true });
    }
    const known = new Set(result.found.map(({ variant }) => variant));
    const sides = new Set([...found.keys()].map(({ side }) => side));
    // One value for a side is enough to spare the search for the others.
    return { found, isHopeless: (variant) => !known.has(variant) || sides.has(variant.side) };
  }

  // Where the schema that is referred to decides about the value, what is known of the value there holds for the root.
  #asItIs(
    { context, root, verdict }: Omit<SearchContext, "seed">,
    { key }: SchemaNode,
    witness: Witness,
  ): Witness | undefined {
    const judge = (ok: boolean): boolean =>
      evaluate(context, root, witness.value, { forced: { key: keyOf(key, ""), ok } });
    const valid = judge(witness.valid);
    if (valid !== witness.valid || valid === judge(!witness.valid) || verdict(witness.value) !== valid)
      return undefined;
    return witness;
  }

  #reusedFrame({ context, root, verdict }: SearchContext, exit: Site): Frame | undefined {
    for (const route of exit.routes) {
      const target = referredOn(this.context, root, route);
      if (!target) continue;
      const local = this.of(target.node);
      const same = local.exits.find(({ node }) => node.key === exit.node.key);
      const frame = same && local.frameOf(same);
      if (!frame) continue;
      const key = keyOf(exit.node.key, "");
      const value = laidOver(this.#baseOf(root, target), frame.value, target.node).find(
        (one) => isDecided(context, root, one, key) && evaluate(context, root, one) === verdict(one),
      );
      if (value !== undefined) return { ...frame, value, decides: true, steps: [...target.steps, ...frame.steps] };
    }
    return undefined;
  }

  /** A value that the root accepts and that a schema it refers to accepts as well; searched for once. */
  #baseOf(root: SchemaNode, { node, steps }: Referred): unknown {
    const key = `${root.key} ${node.key}`;
    if (!this.#bases.has(key)) {
      const built = [0, 0.4].map((wildness) =>
        attempt({
          context: this.context,
          seed: `${this.#seed} base ${key} ${wildness}`,
          from: root,
          steps,
          goal: { keyword: undefined },
          target: undefined,
          mode: "accept",
          wildness,
          progress: newProgress(),
        }),
      );
      this.#bases.set(key, built.find((one) => one !== undefined)?.value);
    }
    return this.#bases.get(key);
  }
}
