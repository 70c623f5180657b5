import type { Side } from "../case.ts";
import { evaluate } from "../schema/evaluate.ts";
import { keyOf, type KeywordPlace, type Step, type Variant } from "../schema/keyword.ts";
import type { Problem, SchemaNode } from "../schema/node.ts";
import { inside, put, WHOLE, type Frame } from "./frame.ts";
import type { Found, Local, LocalResult, LocalSearch } from "./local.ts";
import { resolved } from "./reuse.ts";
import { decidingWitness, isDecided, sideOf, sidingWitness, type SearchContext, type Witness } from "./search.ts";
import { discriminatorRows, sidesOf, withoutRepetition } from "./sides.ts";

/** All that was found for one constraint under one root. */
export interface ConstraintResult {
  readonly pointer: string;
  readonly keyword: string;
  readonly witnesses: readonly Witness[];
  readonly sides: readonly { readonly side: Side; readonly covered: boolean; readonly reason: string }[];
}

/** What is found under one root. */
export interface RootResults {
  readonly results: readonly ConstraintResult[];
  readonly problems: readonly Problem[];
}

// How often one schema is visited on different ways, and how many whole values are searched for, under one root.
const VISITS = 3;
const WHOLE_SEARCHES = 150;
// Broken besides the constraint that a value is to show.
const FEW = 2;

/** Witnesses for both sides of every constraint that values of a root schema meet. */
export function resultsUnder(search: LocalSearch, root: SchemaNode): RootResults {
  return new RootSearch(search, root).run();
}

interface Visit {
  readonly node: SchemaNode;
  readonly frame: Frame;
  /** The schema whose member or item the node judges, its own frame, and the steps from there. */
  readonly parent?: { readonly node: SchemaNode; readonly frame: Frame; readonly steps: readonly Step[] };
}

/** The results of one constraint, as they grow. */
interface Gathered {
  readonly at: KeywordPlace;
  readonly witnesses: Witness[];
  missed: LocalResult["missed"];
}

class RootSearch {
  readonly #search: LocalSearch;
  readonly #root: SearchContext;
  readonly #gathered = new Map<string, Gathered>();
  readonly #problems = new Map<string, Problem>();
  readonly #visits = new Map<string, number>();
  readonly #queue: Visit[] = [];
  #wholeSearches = WHOLE_SEARCHES;

  constructor(search: LocalSearch, root: SchemaNode) {
    this.#search = search;
    this.#root = search.contextOf(root);
  }

  run(): RootResults {
    this.#queue.push({ node: this.#root.root, frame: WHOLE });
    for (const visit of this.#queue) this.#visit(visit);
    const results = [...this.#gathered.values()].map(({ at, witnesses, missed }): ConstraintResult => {
      const { keyword, place } = at;
      return {
        pointer: place.node.pointer,
        keyword: this.#search.writtenName(place.node, keyword.name),
        witnesses: withoutRepetition(witnesses),
        sides: sidesOf(witnesses, missed, keyword.constrains(place)),
      };
    });
    return {
      results: [...results, ...discriminatorRows([...this.#gathered.values()].map(({ at }) => at.place.node))],
      problems: [...this.#problems.values()],
    };
  }

  #visit(visit: Visit): void {
    const { node, frame } = visit;
    const { node: target, wrappers } = resolved(this.#search.context, node);
    for (const one of [node, ...wrappers.map(({ place }) => place.node), target]) this.#noteProblems(one);
    const visits = this.#visits.get(target.key) ?? 0;
    this.#visits.set(target.key, visits + 1);
    const local = this.#search.of(target);
    const isNew = visits === 0;
    if (isNew || (visits < VISITS && !this.#isComplete(local))) {
      for (const result of local.results) this.#gather(result, visit);
      for (const exit of local.exits) this.#leave(local, exit, target, frame);
    }
    this.#wrap(wrappers, local);
  }

  #leave(local: Local, exit: Local["exits"][number], node: SchemaNode, frame: Frame): void {
    this.#noteProblems(exit.node);
    const inner = local.frameOf(exit);
    const parent = inner && { node, frame, steps: inner.steps };
    if (inner) this.#queue.push({ node: exit.node, frame: inside(frame, inner), ...(parent ? { parent } : {}) });
    else this.#noteUnreached(exit.node);
  }

  #isComplete(local: Local): boolean {
    return local.results.every(({ node, at }) => {
      const known = this.#gathered.get(keyOf(node.key, at.keyword.name));
      return (
        known !== undefined &&
        known.witnesses.some(({ valid }) => valid) &&
        (known.witnesses.some(({ valid }) => !valid) || !at.keyword.constrains(at.place))
      );
    });
  }

  // A schema that no value was found for has its constraints listed as not covered.
  #noteUnreached(node: SchemaNode): void {
    for (const at of this.#search.context.places(node)) {
      const key = keyOf(node.key, at.keyword.name);
      if (!this.#gathered.has(key)) this.#gathered.set(key, { at, witnesses: [], missed: [] });
    }
  }

  #noteProblems(node: SchemaNode): void {
    for (const problem of node.problems) this.#problems.set(`${problem.pointer}#${problem.keyword}`, problem);
  }

  #gather(result: LocalResult, visit: Visit): void {
    this.#noteProblems(result.node);
    const key = keyOf(result.node.key, result.at.keyword.name);
    const known = this.#gathered.get(key);
    const gathered: Gathered = known ?? { at: result.at, witnesses: [], missed: result.missed };
    this.#gathered.set(key, gathered);
    if (visit.frame === WHOLE)
      gathered.witnesses.push(...result.found.map(({ witness }) => witness).filter((one) => this.#isFit(one)));
    else this.#place(result, visit, key, gathered);
  }

  // What decides alone is looked for first; then a side that is still open is shown with others besides, or searched for anew.
  #place(result: LocalResult, visit: Visit, key: string, gathered: Gathered): void {
    const { frame } = visit;
    const { context, root, verdict } = this.#root;
    const failed: Variant[] = [];
    const helped: Witness[] = [];
    for (const found of result.found) {
      const { variant, witness } = found;
      const placed = this.#placed(found, visit);
      if (placed?.decides === true) {
        gathered.witnesses.push(placed);
        continue;
      }
      if (placed && variant.extra !== true) helped.push(placed);
      const value = put(frame, witness.value);
      const decides = witness.decides && isDecided(context, root, value, key);
      const deciding = { value, valid: verdict(value), why: variant.why, besides: [], decides: true };
      if (decides && evaluate(context, root, value) === deciding.valid && this.#isFit(deciding))
        gathered.witnesses.push(deciding);
      else if (variant.extra !== true) failed.push(variant);
    }
    gathered.missed = [...gathered.missed, ...failed.map((variant) => ({ variant, impossible: false }))];
    const canRefuse = result.at.keyword.constrains(result.at.place);
    for (const valid of canRefuse ? [true, false] : [true]) {
      if (gathered.witnesses.some((witness) => witness.valid === valid)) continue;
      const found =
        helped.find((witness) => witness.valid === valid) ??
        this.#sideWith(result, frame, key, valid, FEW) ??
        this.#searchParent(result, visit, key, valid) ??
        this.#searchWhole(result, frame, valid) ??
        this.#sideWith(result, frame, key, valid, Infinity);
      if (found) gathered.witnesses.push(found);
    }
  }

  // Where the schema of the part alone decides about the whole value, what is known about the part holds for the whole.
  #placed({ variant, witness }: Found, { node, frame }: Visit): Witness | undefined {
    const { context, root, verdict } = this.#root;
    const value = put(frame, witness.value);
    const key = keyOf(node.key, "");
    const judge = (ok: boolean): boolean => evaluate(context, root, value, { forced: { key, ok } });
    const valid = judge(witness.valid);
    if (valid === judge(!witness.valid) || verdict(value) !== valid) return undefined;
    const placed = { ...witness, value, valid, why: variant.why };
    return this.#isFit(placed) ? placed : undefined;
  }

  #sideWith(result: LocalResult, frame: Frame, key: string, valid: boolean, mostBesides: number): Witness | undefined {
    for (const { variant, witness } of result.found) {
      const side = variant.extra === true ? undefined : sideOf(this.#root, key, put(frame, witness.value), valid);
      if (side && side.besides.length <= mostBesides && this.#isFit(side)) return { ...side, why: variant.why };
    }
    return undefined;
  }

  // A value of the schema around it is found sooner than one of the root, and serves all roots.
  #searchParent(
    { at, routes, found }: LocalResult,
    { parent }: Visit,
    key: string,
    valid: boolean,
  ): Witness | undefined {
    if (!parent || parent.node === this.#root.root) return undefined;
    const { context, root, verdict } = this.#root;
    for (const { variant } of found) {
      if (variant.extra === true) continue;
      const goal = { routes: routes.map((route) => [...parent.steps, ...route]), at, variant };
      const deciding = this.#search.deciding(parent.node, goal);
      if (!deciding) continue;
      const value = put(parent.frame, deciding.value);
      const placed = { ...deciding, value, valid: verdict(value) };
      if (placed.valid === valid && isDecided(context, root, value, key) && this.#isFit(placed)) return placed;
    }
    return undefined;
  }

  #searchWhole({ at, routes, found }: LocalResult, frame: Frame, valid: boolean): Witness | undefined {
    for (const { variant } of found) {
      if (variant.extra === true) continue;
      if (this.#wholeSearches === 0) return undefined;
      this.#wholeSearches -= 1;
      const goal = { routes: routes.map((route) => [...frame.steps, ...route]), at, variant };
      const deciding = decidingWitness(this.#root, goal);
      if (typeof deciding !== "string" && deciding.valid === valid && this.#isFit(deciding)) return deciding;
      const siding = (variant.side === "hold") === valid ? sidingWitness(this.#root, goal, valid) : undefined;
      if (siding && this.#isFit(siding)) return siding;
    }
    return undefined;
  }

  // A schema that is nothing but a reference is shown by what was found for its target.
  #wrap(wrappers: readonly KeywordPlace[], local: Local): void {
    const all = local.results.flatMap(
      ({ node, at }) => this.#gathered.get(keyOf(node.key, at.keyword.name))?.witnesses ?? [],
    );
    const shown = [true, false].flatMap((valid) => all.filter((one) => one.valid === valid).slice(0, 1));
    for (const at of wrappers) {
      const key = keyOf(at.place.node.key, at.keyword.name);
      if (!this.#gathered.has(key)) this.#gathered.set(key, { at, witnesses: shown, missed: [] });
    }
  }

  // No value may hold a member that does not belong in the direction.
  #isFit({ value }: Pick<Witness, "value">): boolean {
    if (!this.#search.omitsMembers) return true;
    let isFit = true;
    evaluate(this.#root.context, this.#root.root, value, {
      onSchema: ({ isOmitted }) => {
        if (isOmitted) isFit = false;
      },
    });
    return isFit;
  }
}
