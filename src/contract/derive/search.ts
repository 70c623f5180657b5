import { build, type Built } from "../build/build.ts";
import { Choices } from "../build/choices.ts";
import type { Step } from "../build/requirement.ts";
import type { Search } from "../build/constraints.ts";
import { evaluate } from "../schema/evaluate.ts";
import { equal } from "../schema/json.ts";
import { keyOf, type Variant } from "../schema/keyword.ts";
import type { Verdict } from "../schema/oracle.ts";
import type { SchemaNode } from "../schema/source.ts";
import type { KeywordPlace, Context } from "../schema/context.ts";

/** A root schema, ajv's verdict on its values, and the seed of all chance. */
export interface SearchContext {
  readonly context: Context;
  readonly root: SchemaNode;
  readonly verdict: Verdict;
  readonly seed: string;
}

/** A value that was found for a constraint. */
export interface Witness {
  readonly value: unknown;
  readonly valid: boolean;
  readonly why: string;
  /** Other constraints that are broken as well, because the schema leaves no other way. */
  readonly besides: readonly string[];
  /** Whether the constraint alone decides about the value. */
  readonly decides: boolean;
}

interface Goal {
  readonly routes: readonly (readonly Step[])[];
  readonly at: KeywordPlace;
  readonly variant: Variant;
}

const ATTEMPTS = 5;
const EXTRA_ATTEMPTS = 2;
const BUDGET = 320;

/** Looks for a value about which the constraint alone decides, in the way of the variant. */
export function decidingWitness(searchContext: SearchContext, goal: Goal): Witness | undefined {
  const key = keyOf(goal.at[1].node.pointer, goal.at[0].name);
  for (const value of candidates(searchContext, goal, key, "decide")) {
    const judge = (ok: boolean): boolean =>
      evaluate(searchContext.context, searchContext.root, value, { forced: { key, ok } });
    if (judge(true) === judge(false)) continue;
    const valid = searchContext.verdict(value);
    if (evaluate(searchContext.context, searchContext.root, value) !== valid) continue;
    return { value, valid, why: goal.variant.why, besides: [], decides: true };
  }
  return undefined;
}

/** Looks for a value on one side about which the constraint does not decide alone: a broken one breaks others besides. */
export function sidingWitness(searchContext: SearchContext, goal: Goal, valid: boolean): Witness | undefined {
  const key = keyOf(goal.at[1].node.pointer, goal.at[0].name);
  let best: Witness | undefined;
  for (const value of candidates(searchContext, goal, key, valid ? "accept" : "break")) {
    const outcomes = { held: new Set<string>(), broken: new Set<string>() };
    const ok = evaluate(searchContext.context, searchContext.root, value, {
      onConstraint: (constraint, held) => outcomes[held ? "held" : "broken"].add(constraint),
    });
    if (ok !== valid || searchContext.verdict(value) !== valid || !outcomes[valid ? "held" : "broken"].has(key))
      continue;
    const besides = valid ? [] : brokenBesides(searchContext, key, value, [...outcomes.broken]);
    if (!best || besides.length < best.besides.length)
      best = { value, valid, why: goal.variant.why, besides, decides: false };
    if (best.besides.length < 2) break;
  }
  return best;
}

// A constraint that only fails because of another one below it says nothing of its own.
function brokenBesides(
  { context, root }: SearchContext,
  key: string,
  value: unknown,
  broken: readonly string[],
): readonly string[] {
  const mended = new Set<string>();
  evaluate(context, root, value, { forced: { key, ok: true }, onConstraint: (other, ok) => ok && mended.add(other) });
  return broken.filter((constraint) => constraint !== key && !mended.has(constraint) && !isCompound(constraint));
}

function isCompound(constraint: string): boolean {
  const keyword = constraint.slice(constraint.lastIndexOf("#") + 1);
  return ["$ref", "$dynamicRef", "properties", "patternProperties", "items", "prefixItems", "allOf"].includes(keyword);
}

function* candidates(
  { context, root, seed }: SearchContext,
  { routes, at, variant }: Goal,
  key: string,
  mode: Search["mode"],
): Generator {
  if (variant.given !== undefined && !evaluate(context, at[1].node, variant.given, { forced: { key, ok: true } }))
    return;
  const seen: unknown[] = [];
  const attempts = variant.extra === true ? EXTRA_ATTEMPTS : ATTEMPTS;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    // What cannot be built by itself cannot be built inside of anything.
    if (attempt === 1 && seen.length === 0 && mode === "decide" && !isBuildable(at[1].node)) return;
    for (const [number, steps] of routes.entries()) {
      if (attempt > 0 && number > 0 && variant.extra === true) continue;
      const built = attemptAt(root, steps, `${attempt} ${number}`, attempt / attempts);
      if (!built || seen.some((value) => equal(value, built.value))) continue;
      seen.push(built.value);
      yield built.value;
    }
  }

  function isBuildable(node: SchemaNode): boolean {
    return [0.2, 0.5].some((wildness) => attemptAt(node, [], "by itself", wildness) !== undefined);
  }
  function attemptAt(node: SchemaNode, steps: readonly Step[], name: string, wildness: number): Built | undefined {
    const choices = new Choices(`${seed} ${root.pointer} ${key} ${variant.why} ${name}`, wildness, BUDGET);
    const search: Search = {
      context,
      choices,
      target: { key, breaks: variant.side === "break" },
      mode,
      isPinned: wildness < 0.7,
    };
    return build([{ kind: "focus", node, steps, goal: { keyword: at[0].name, variant } }], search);
  }
}
