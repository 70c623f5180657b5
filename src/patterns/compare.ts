import { automatonOf, complementOf, intersect, lengthAutomaton, shortestTexts } from "./automaton.ts";
import { matchesInTime } from "./match.ts";

/**
 * The result of comparing two patterns: the second allows everything that the first allows, a string that only the
 * first allows, or nothing.
 */
export type PatternOrder =
  { readonly included: true } | { readonly included: false; readonly counterexample: string } | undefined;

const orders = new Map<string, PatternOrder>();

/**
 * Returns whether `b` matches in every string in which `a` matches; undefined when automata cannot decide it.
 */
export function comparePatterns(a: string, b: string): PatternOrder {
  const key = `${a}\n${b}`;
  if (!orders.has(key)) orders.set(key, compare(a, b));
  return orders.get(key);
}

function compare(a: string, b: string): PatternOrder {
  const [left, right] = [automatonOf(a), automatonOf(b)];
  if (!left || left.maxCharacter !== right?.maxCharacter) return undefined;
  const difference = intersect(left, complementOf(right));
  if (!difference) return undefined;
  if (difference.isEmpty) return { included: true };
  const counterexample = shortestTexts(difference, 8).find((text) => matchesInTime(a, text) && !matchesInTime(b, text));
  return counterexample === undefined ? undefined : { included: false, counterexample };
}

/** Strings that match every pattern and have a length in code points within the bounds, or why there are none. */
export type CommonTexts =
  | { readonly texts: readonly string[] }
  | { readonly impossible: true }
  /** Automata cannot decide it. */
  | undefined;

/** Finds the shortest strings that match all patterns and have from `least` to `most` code points. */
export function commonTexts(patterns: readonly string[], least: number, most: number, count = 4): CommonTexts {
  const bounds = least > 0 || Number.isFinite(most) ? [lengthAutomaton(least, most)] : [];
  const automata = [...bounds, ...patterns.map(automatonOf)];
  const [first, ...others] = automata;
  let common = first;
  for (const other of others) {
    if (!common || common.maxCharacter !== other?.maxCharacter) return undefined;
    common = intersect(common, other);
  }
  if (!common) return undefined;
  if (common.isEmpty) return { impossible: true };
  const texts = shortestTexts(common, count).filter((text) => patterns.every((one) => matchesInTime(one, text)));
  return texts.length > 0 ? { texts } : undefined;
}
