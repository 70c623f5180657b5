import { isArray, isJsonObject, own, type Json } from "../../openapi/json.ts";
import { equal } from "../../shared/json.ts";
import type { Schema, Scope } from "../scope.ts";
import { DOCUMENTATION } from "./keywords.ts";

/** Pairs of references with equal targets. */
type Known = Map<string, boolean>;

const textPairs = new WeakMap<Scope, Known>();
const wordPairs = new WeakMap<Scope, Known>();

/** Returns whether two schemas are equal except for documentation and the order of keys, with references resolved. */
export function sameSchemaText(scope: Scope, a: Schema, b: Schema): boolean {
  return compare(scope, a, b, textPairs, (key) => !DOCUMENTATION.includes(key as never) && !key.startsWith("x-"));
}

/** Returns whether two parts of documents are equal, documentation included, with references resolved. */
export function identical(scope: Scope, a: Json | undefined, b: Json | undefined): boolean {
  return compare(scope, a, b, wordPairs, () => true);
}

function compare(
  scope: Scope,
  a: Json | undefined,
  b: Json | undefined,
  pairs: WeakMap<Scope, Known>,
  counts: (key: string) => boolean,
): boolean {
  const known = pairs.get(scope) ?? new Map<string, boolean>();
  pairs.set(scope, known);
  const assumed = new Set<string>();
  const result = same(scope, a, b, { known, assumed, counts });
  // A recursion without a difference so far has none.
  if (result) for (const pair of assumed) known.set(pair, true);
  return result;
}

/** State of a comparison: known pairs, assumed pairs, and the keys to compare. */
interface Comparing {
  readonly known: Known;
  readonly assumed: Set<string>;
  readonly counts: (key: string) => boolean;
}

function same(scope: Scope, a: Json | undefined, b: Json | undefined, comparing: Comparing): boolean {
  if (a === b) return true;
  if (isArray(a))
    return isArray(b) && a.length === b.length && a.every((item, index) => same(scope, item, b[index], comparing));
  if (!isJsonObject(a) || !isJsonObject(b)) return equal(a, b);
  const keys = Object.keys(a).filter(comparing.counts);
  if (keys.length !== Object.keys(b).filter(comparing.counts).length) return false;
  return keys.every((key) => {
    const [left, right] = [own(a, key), own(b, key)];
    if (right === undefined) return false;
    return (key === "$ref" || key === "$dynamicRef") &&
      typeof left === "string" &&
      typeof right === "string" &&
      left !== right
      ? sameTargets(scope, left, right, comparing)
      : same(scope, left, right, comparing);
  });
}

function sameTargets(scope: Scope, left: string, right: string, comparing: Comparing): boolean {
  const pair = `${left} ${right}`;
  if (comparing.assumed.has(pair)) return true;
  const known = comparing.known.get(pair);
  if (known !== undefined) return known;
  comparing.assumed.add(pair);
  const result = same(scope, scope.resolve(left), scope.resolve(right), comparing);
  if (!result) comparing.known.set(pair, false);
  return result;
}
