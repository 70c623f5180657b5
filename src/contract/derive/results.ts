import type { Side } from "../case.ts";
import { keyOf, type KeywordPlace } from "../schema/keyword.ts";
import type { Problem, SchemaNode } from "../schema/node.ts";
import { inside, WHOLE, type Frame } from "./frame.ts";
import type { LocalSearch } from "./local.ts";
import type { Local, LocalResult } from "./local-result.ts";
import { Placer, type Visit } from "./placer.ts";
import { resolved } from "./reuse.ts";
import type { SearchContext, CaseValue } from "./search.ts";
import { discriminatorRows, sidesOf, withoutRepetition } from "./sides.ts";

/** Results for a constraint under a root. */
export interface ConstraintResult {
  readonly pointer: string;
  readonly keyword: string;
  readonly caseValues: readonly CaseValue[];
  readonly sides: readonly { readonly side: Side; readonly covered: boolean; readonly reason: string }[];
}

/** Results under a root. */
export interface RootResults {
  readonly results: readonly ConstraintResult[];
  readonly problems: readonly Problem[];
}

// Maximum number of visits of a schema on different paths under a root.
const VISITS = 3;

/** Returns values for both sides of every constraint that values of a root schema meet. */
export function resultsUnder(search: LocalSearch, root: SchemaNode): RootResults {
  return new RootSearch(search, root).run();
}

/** Collects the results of a constraint. */
interface Gathered {
  readonly at: KeywordPlace;
  readonly caseValues: CaseValue[];
  missed: LocalResult["missed"];
}

class RootSearch {
  readonly #search: LocalSearch;
  readonly #root: SearchContext;
  readonly #gathered = new Map<string, Gathered>();
  readonly #problems = new Map<string, Problem>();
  readonly #visits = new Map<string, number>();
  readonly #queue: Visit[] = [];
  readonly #placer: Placer;

  constructor(search: LocalSearch, root: SchemaNode) {
    this.#search = search;
    this.#root = search.contextOf(root);
    this.#placer = new Placer(search, this.#root);
  }

  run(): RootResults {
    this.#queue.push({ node: this.#root.root, frame: WHOLE });
    for (const visit of this.#queue) {
      if (this.#search.context.steps.isLate) this.#noteUnreached(visit.node);
      else this.#visit(visit);
    }
    const results = [...this.#gathered.values()].map(({ at, caseValues, missed }): ConstraintResult => {
      const { keyword, place } = at;
      return {
        pointer: place.node.pointer,
        keyword: this.#search.writtenName(place.node, keyword.name),
        caseValues: withoutRepetition(caseValues),
        sides: sidesOf(caseValues, missed, keyword.constrains(place)),
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
        known.caseValues.some(({ valid }) => valid) &&
        (known.caseValues.some(({ valid }) => !valid) || !at.keyword.constrains(at.place))
      );
    });
  }

  // Without a value for a schema, its constraints are listed as not covered.
  #noteUnreached(node: SchemaNode): void {
    for (const at of this.#search.context.places(node)) {
      const key = keyOf(node.key, at.keyword.name);
      if (!this.#gathered.has(key)) this.#gathered.set(key, { at, caseValues: [], missed: [] });
    }
  }

  #noteProblems(node: SchemaNode): void {
    for (const problem of node.problems) this.#problems.set(`${problem.pointer}#${problem.keyword}`, problem);
  }

  #gather(result: LocalResult, visit: Visit): void {
    this.#noteProblems(result.node);
    const key = keyOf(result.node.key, result.at.keyword.name);
    const known = this.#gathered.get(key);
    const gathered: Gathered = known ?? { at: result.at, caseValues: [], missed: result.missed };
    this.#gathered.set(key, gathered);
    if (visit.frame === WHOLE)
      gathered.caseValues.push(
        ...result.found.map(({ caseValue }) => caseValue).filter((one) => this.#placer.isFit(one)),
      );
    else this.#place(result, visit, gathered);
  }

  #place(result: LocalResult, visit: Visit, gathered: Gathered): void {
    const { caseValues, failed } = this.#placer.place(result, visit);
    gathered.caseValues.push(...caseValues);
    gathered.missed = [...gathered.missed, ...failed.map((variant) => ({ variant, impossible: false }))];
    const canReject = result.at.keyword.constrains(result.at.place);
    for (const valid of canReject ? [true, false] : [true]) {
      if (gathered.caseValues.some((caseValue) => caseValue.valid === valid)) continue;
      const found = this.#placer.side(result, visit, valid);
      if (found) gathered.caseValues.push(found);
    }
  }

  // A schema that is only a reference is covered by the results for its target.
  #wrap(wrappers: readonly KeywordPlace[], local: Local): void {
    const all = local.results.flatMap(
      ({ node, at }) => this.#gathered.get(keyOf(node.key, at.keyword.name))?.caseValues ?? [],
    );
    const shown = [true, false].flatMap((valid) => all.filter((one) => one.valid === valid).slice(0, 1));
    for (const at of wrappers) {
      const key = keyOf(at.place.node.key, at.keyword.name);
      if (!this.#gathered.has(key)) this.#gathered.set(key, { at, caseValues: shown, missed: [] });
    }
  }
}
