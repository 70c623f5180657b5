import { evaluate } from "../schema/evaluate.ts";
import { keyOf, type Step, type Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import { put, type Frame } from "./frame.ts";
import type { LocalSearch } from "./local.ts";
import type { Found, LocalResult } from "./local-result.ts";
import { decidingCaseValue, isDecided, sideOf, sidingCaseValue, type SearchContext, type CaseValue } from "./search.ts";

/** A schema on a path from the root, and a value with a slot for its values. */
export interface Visit {
  readonly node: SchemaNode;
  readonly frame: Frame;
  /** The schema whose property or item the node validates, its own frame, and the steps from there. */
  readonly parent?: { readonly node: SchemaNode; readonly frame: Frame; readonly steps: readonly Step[] };
}

// Maximum number of searches for whole values under a root.
const WHOLE_SEARCHES = 150;
// Constraints that are violated besides the one to cover.
const FEW = 2;

/** Places the results for a schema in values of the root. */
export class Placer {
  readonly #search: LocalSearch;
  readonly #root: SearchContext;
  #wholeSearches = WHOLE_SEARCHES;

  constructor(search: LocalSearch, root: SearchContext) {
    this.#search = search;
    this.#root = root;
  }

  /** Returns the values of a schema that also decide about whole values, and the ways that do not. */
  place(result: LocalResult, visit: Visit): { readonly caseValues: readonly CaseValue[]; readonly failed: Variant[] } {
    const caseValues: CaseValue[] = [];
    const failed: Variant[] = [];
    for (const found of result.found) {
      const placed = this.#deciding(result, found, visit);
      if (placed) caseValues.push(placed);
      else if (found.variant.extra !== true) failed.push(found.variant);
    }
    return { caseValues, failed };
  }

  /** Returns a value for a side that the constraint does not decide alone: from earlier results, or by a new search. */
  side(result: LocalResult, visit: Visit, valid: boolean): CaseValue | undefined {
    return (
      this.#sideOfPart(result, visit, valid) ??
      this.#sideWith(result, visit.frame, valid, FEW) ??
      this.#searchParent(result, visit, valid) ??
      this.#searchWhole(result, visit.frame, valid) ??
      this.#sideWith(result, visit.frame, valid, Infinity)
    );
  }

  /** Returns whether a value has no `readOnly` or `writeOnly` property of the other direction. */
  isFit({ value }: Pick<CaseValue, "value">): boolean {
    if (!this.#search.omitsProperties) return true;
    let isFit = true;
    evaluate(this.#root.context, this.#root.root, value, {
      onSchema: ({ isOmitted }) => {
        if (isOmitted) isFit = false;
      },
    });
    return isFit;
  }

  #deciding({ node, at }: LocalResult, found: Found, visit: Visit): CaseValue | undefined {
    if (!found.caseValue.decides) return undefined;
    const placed = this.#part(found, visit);
    if (placed) return placed;
    const { context, root, validate } = this.#root;
    const value = put(visit.frame, found.caseValue.value);
    if (!isDecided(context, root, value, keyOf(node.key, at.keyword.name))) return undefined;
    const valid = validate(value);
    const deciding = { value, valid, why: found.variant.why, besides: [], decides: true };
    return evaluate(context, root, value) === valid && this.isFit(deciding) ? deciding : undefined;
  }

  // Where the schema of the slot decides about the whole value, results for the slot hold for the whole.
  #part({ variant, caseValue }: Found, { node, frame }: Visit): CaseValue | undefined {
    const { context, root, validate } = this.#root;
    const value = put(frame, caseValue.value);
    const key = keyOf(node.key, "");
    const outcomeIf = (ok: boolean): boolean => evaluate(context, root, value, { forced: { key, ok } });
    const valid = outcomeIf(caseValue.valid);
    if (valid === outcomeIf(!caseValue.valid) || validate(value) !== valid) return undefined;
    const placed = { ...caseValue, value, valid, why: variant.why };
    return this.isFit(placed) ? placed : undefined;
  }

  #sideOfPart({ found }: LocalResult, visit: Visit, valid: boolean): CaseValue | undefined {
    for (const one of found) {
      const placed = one.variant.extra === true ? undefined : this.#part(one, visit);
      if (placed?.valid === valid) return placed;
    }
    return undefined;
  }

  #sideWith(result: LocalResult, frame: Frame, valid: boolean, mostBesides: number): CaseValue | undefined {
    const key = keyOf(result.node.key, result.at.keyword.name);
    for (const { variant, caseValue } of result.found) {
      const side = variant.extra === true ? undefined : sideOf(this.#root, key, put(frame, caseValue.value), valid);
      if (side && side.besides.length <= mostBesides && this.isFit(side)) return { ...side, why: variant.why };
    }
    return undefined;
  }

  // A value of the surrounding schema is found faster than one of the root, and serves all roots.
  #searchParent({ node, at, routes, found }: LocalResult, { parent }: Visit, valid: boolean): CaseValue | undefined {
    if (!parent || parent.node === this.#root.root) return undefined;
    const { context, root, validate } = this.#root;
    const key = keyOf(node.key, at.keyword.name);
    for (const { variant } of found) {
      if (variant.extra === true) continue;
      const goal = { routes: routes.map((route) => [...parent.steps, ...route]), at, variant };
      const deciding = this.#search.deciding(parent.node, goal);
      if (!deciding) continue;
      const value = put(parent.frame, deciding.value);
      const placed = { ...deciding, value, valid: validate(value) };
      if (placed.valid === valid && isDecided(context, root, value, key) && this.isFit(placed)) return placed;
    }
    return undefined;
  }

  #searchWhole({ at, routes, found }: LocalResult, frame: Frame, valid: boolean): CaseValue | undefined {
    for (const { variant } of found) {
      if (variant.extra === true) continue;
      if (this.#wholeSearches === 0) return undefined;
      this.#wholeSearches -= 1;
      const goal = { routes: routes.map((route) => [...frame.steps, ...route]), at, variant };
      const deciding = decidingCaseValue(this.#root, goal);
      if (typeof deciding !== "string" && deciding.valid === valid && this.isFit(deciding)) return deciding;
      const siding = (variant.side === "hold") === valid ? sidingCaseValue(this.#root, goal, valid) : undefined;
      if (siding && this.isFit(siding)) return siding;
    }
    return undefined;
  }
}
