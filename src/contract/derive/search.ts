import { equal } from "../../shared/json.ts";
import { build } from "../build/build.ts";
import { Choices } from "../build/choices.ts";
import type { Built, Progress, Search } from "../build/search.ts";
import { evaluate } from "../schema/evaluate.ts";
import { keyOf, type Context, type Goal, type KeywordPlace, type Step, type Variant } from "../schema/keyword.ts";
import type { SchemaNode, Validate } from "../schema/node.ts";

/** Input of a search: a root schema, its ajv validator, and the seed of random choices. */
export interface SearchContext {
  readonly context: Context;
  readonly root: SchemaNode;
  readonly validate: Validate;
  readonly seed: string;
}

/** A value that was found for a constraint. */
export interface CaseValue {
  readonly value: unknown;
  readonly valid: boolean;
  readonly why: string;
  /** Other constraints that are also violated, because the schema allows no other way. */
  readonly besides: readonly string[];
  /** Whether the constraint alone decides about the value. */
  readonly decides: boolean;
}

/** A constraint, how it is to decide, and the routes to it. */
export interface SearchGoal {
  readonly routes: readonly (readonly Step[])[];
  readonly at: KeywordPlace;
  readonly variant: Variant;
}

/** The result of a search: a value, the proof that there is none, or nothing within its limits. */
export type Outcome<T> = T | "impossible" | "gave-up";

const ATTEMPTS = 5;
const EXTRA_ATTEMPTS = 2;
const BUDGET = 320;
/** Maximum number of schemas that a search may visit. */
export const STEPS = 20_000;

/** Searches for a value that the constraint alone decides, in the way of the variant. */
export function decidingCaseValue(searchContext: SearchContext, goal: SearchGoal): Outcome<CaseValue> {
  return searchContext.context.steps.within(STEPS, () => searchDeciding(searchContext, goal)) ?? "gave-up";
}

function searchDeciding(searchContext: SearchContext, goal: SearchGoal): Outcome<CaseValue> {
  const { context, root, validate } = searchContext;
  const key = keyOf(goal.at.place.node.key, goal.at.keyword.name);
  const progress = newProgress();
  for (const value of candidates(searchContext, goal, key, "decide", progress)) {
    progress.gaveUp = true;
    if (!isDecided(context, root, value, key)) continue;
    const valid = validate(value);
    if (evaluate(context, root, value) !== valid) continue;
    return { value, valid, why: goal.variant.why, besides: [], decides: true };
  }
  return progress.gaveUp ? "gave-up" : "impossible";
}

/**
 * Searches for a value on one side that the constraint does not decide alone: other constraints are violated too.
 */
export function sidingCaseValue(searchContext: SearchContext, goal: SearchGoal, valid: boolean): CaseValue | undefined {
  return searchContext.context.steps.within(STEPS, () => searchSiding(searchContext, goal, valid));
}

function searchSiding(searchContext: SearchContext, goal: SearchGoal, valid: boolean): CaseValue | undefined {
  const key = keyOf(goal.at.place.node.key, goal.at.keyword.name);
  let best: CaseValue | undefined;
  for (const value of candidates(searchContext, goal, key, valid ? "accept" : "break", newProgress())) {
    const found = sideOf(searchContext, key, value, valid);
    if (!found) continue;
    if (!best || found.besides.length < best.besides.length) best = { ...found, why: goal.variant.why };
    if (best.besides.length < 2) break;
  }
  return best;
}

/** Returns whether the validity of a value depends on one constraint alone. */
export function isDecided(context: Context, root: SchemaNode, value: unknown, key: string): boolean {
  const outcomeIf = (ok: boolean): boolean => evaluate(context, root, value, { forced: { key, ok } });
  return outcomeIf(true) !== outcomeIf(false);
}

/** Returns a value that covers a side of a constraint, which need not decide alone; undefined if it covers none. */
export function sideOf(
  searchContext: Omit<SearchContext, "seed">,
  key: string,
  value: unknown,
  valid: boolean,
): Omit<CaseValue, "why"> | undefined {
  const { context, root, validate } = searchContext;
  const outcomes = { held: new Set<string>(), broken: new Set<string>() };
  const ok = evaluate(context, root, value, {
    onConstraint: (constraint, held) => outcomes[held ? "held" : "broken"].add(constraint),
  });
  if (ok !== valid || validate(value) !== valid || !outcomes[valid ? "held" : "broken"].has(key)) return undefined;
  return {
    value,
    valid,
    besides: valid ? [] : brokenBesides(searchContext, key, value, [...outcomes.broken]),
    decides: false,
  };
}

// A constraint that only fails because of one below it is not covered by this value.
function brokenBesides(
  { context, root }: Omit<SearchContext, "seed">,
  key: string,
  value: unknown,
  broken: readonly string[],
): readonly string[] {
  const satisfied = new Set<string>();
  evaluate(context, root, value, {
    forced: { key, ok: true },
    onConstraint: (other, ok) => ok && satisfied.add(other),
  });
  return broken.filter((constraint) => constraint !== key && !satisfied.has(constraint) && !isCompound(constraint));
}

function isCompound(constraint: string): boolean {
  const keyword = constraint.slice(constraint.lastIndexOf("#") + 1);
  return ["", "$ref", "$dynamicRef", "properties", "patternProperties", "items", "prefixItems", "allOf"].includes(
    keyword,
  );
}

function* candidates(
  { context, root, seed }: SearchContext,
  { routes, at, variant }: SearchGoal,
  key: string,
  mode: Search["mode"],
  progress: Progress,
): Generator {
  const { node } = at.place;
  if (variant.given !== undefined && !evaluate(context, node, variant.given, { forced: { key, ok: true } })) return;
  const seen: unknown[] = [];
  const attempts = variant.extra === true ? EXTRA_ATTEMPTS : ATTEMPTS;
  const target = { key, breaks: variant.side === "break" };
  const goal: Goal = { keyword: at.keyword.name, variant };
  const attemptAt = (from: SchemaNode, steps: readonly Step[], name: string, wildness: number): Built | undefined =>
    attempt({
      context,
      seed: `${seed} ${root.key} ${key} ${variant.why} ${name}`,
      from,
      steps,
      goal,
      target,
      mode,
      wildness,
      progress,
    });
  for (let number = 0; number < attempts; number += 1) {
    // A proved impossibility is final, and a value that cannot be built alone cannot be built inside another.
    if (number > 0 && seen.length === 0 && !progress.gaveUp) return;
    if (number === 1 && seen.length === 0 && mode === "decide" && !isBuildable()) return;
    for (const [route, steps] of routes.entries()) {
      if (number > 0 && route > 0 && variant.extra === true) continue;
      const built = attemptAt(root, steps, `${number} ${route}`, number / attempts);
      if (!built || seen.some((value) => equal(value, built.value))) continue;
      seen.push(built.value);
      yield built.value;
    }
  }

  function isBuildable(): boolean {
    return [0.2, 0.5].some((wildness) => attemptAt(node, [], "by itself", wildness) !== undefined);
  }
}

/** Attempts once to build a value that meets a goal. */
export interface Attempt {
  readonly context: Context;
  readonly seed: string;
  readonly from: SchemaNode;
  readonly steps: readonly Step[];
  readonly goal: Goal;
  readonly target: Search["target"];
  readonly mode: Search["mode"];
  readonly wildness: number;
  readonly progress: Progress;
}

/** Builds a value that meets a goal at the end of the steps; undefined when there is none. */
export function attempt({ seed, from, steps, goal, wildness, ...shared }: Attempt): Built | undefined {
  const choices = new Choices(seed, wildness, BUDGET);
  shared.progress.trail.length = 0;
  return build([{ kind: "focus", node: from, steps, goal }], { ...shared, choices, isPinned: wildness < 0.7 });
}

/** Returns the initial state of a search. */
export function newProgress(): Progress {
  return { trail: [], hole: undefined, gaveUp: false };
}
