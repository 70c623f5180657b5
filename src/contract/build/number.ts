import { equal } from "../../shared/json.ts";
import type { Built } from "./search.ts";
import type { NumberFacets } from "./facets.ts";
import type { ValueConstraints } from "./constraints.ts";

const STEPS = 40;

/**
 * Builds an integer or a fraction within the bounds, as close as possible to the preferred number.
 */
export function buildNumber(kind: "integer" | "fraction", constraints: ValueConstraints): Built | undefined {
  const { number, offers } = constraints;
  const candidates = [
    ...(number.near === undefined ? offers.filter((offer) => typeof offer === "number") : []),
    ...around(number, kind),
  ].filter((value) => accepts(number, value) && Number.isInteger(value) === (kind === "integer"));
  const open = candidates.filter((value) => !constraints.excluded.some((one) => equal(one, value)));
  // Few candidates, so that a change of a distant bound changes only its own cases.
  const value = number.near === undefined ? constraints.pick(open.slice(0, 3)) : open[0];
  return value === undefined ? undefined : { value };
}

/**
 * Returns whether a number is a multiple, both as ajv divides and in decimal arithmetic; undefined when the two
 * disagree.
 */
export function isMultiple(value: number, of: number): boolean | undefined {
  const divided = value / of;
  const exact = Math.abs(divided - Math.round(divided)) < 1e-9 * Math.max(1, Math.abs(divided));
  return Number.isInteger(divided) === exact ? exact : undefined;
}

function accepts({ lower, upper, multiples, notMultiples }: NumberFacets, value: number): boolean {
  return (
    Number.isFinite(value) &&
    (lower.exclusive ? value > lower.at : value >= lower.at) &&
    (upper.exclusive ? value < upper.at : value <= upper.at) &&
    multiples.every((of) => isMultiple(value, of) === true) &&
    notMultiples.every((of) => isMultiple(value, of) === false)
  );
}

function around(number: NumberFacets, kind: "integer" | "fraction"): readonly number[] {
  const { multiples, notMultiples } = number;
  const from = number.near ?? startOf(number);
  const grid = multiples.reduce(
    (step, of) => commonMultiple(step, of),
    kind === "integer" && !multiples.every(Number.isInteger) ? 1 : 0,
  );
  const broken = notMultiples[0];
  const fine = kind === "integer" ? [1] : [0.001, 0.01, 0.1, 0.25, 0.5, 1.5];
  const parts = broken === undefined ? [] : [broken / 2, broken / 10];
  const steps = grid > 0 ? [grid] : [...fine, ...parts];
  const values: number[] = [tidy(from), ...neighbours(from)];
  for (const step of steps) {
    const base = step >= 1 || grid > 0 ? Math.round(from / step) * step : from;
    for (let count = 0; count <= STEPS; count += 1) values.push(tidy(base + count * step), tidy(base - count * step));
  }
  if (number.near !== undefined) values.sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
  return [...new Set(values)];
}

// Next to a limit, or 0 between distant limits.
function startOf({ lower, upper }: NumberFacets): number {
  const isFar = Math.abs(lower.at) > Number.MAX_SAFE_INTEGER;
  if (isFar && upper.at >= 0 && lower.at <= 0) return upper.at >= 1 ? 1 : 0;
  if (Number.isFinite(lower.at)) return lower.at;
  return Number.isFinite(upper.at) ? upper.at : 1;
}

/** Returns the adjacent doubles, for numbers so large that adding one has no effect. */
function neighbours(value: number): readonly number[] {
  if (Number.isSafeInteger(value) || !Number.isInteger(value)) return [];
  const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 51);
  return [value - step, value + step];
}

function commonMultiple(left: number, right: number): number {
  if (left === 0) return right;
  for (let count = 1; count <= 1000; count += 1)
    if (isMultiple(left * count, right) === true) return tidy(left * count);
  return left * right;
}

// Rounds away binary errors: 0.1 + 0.2 becomes 0.3.
function tidy(value: number): number {
  if (Number.isInteger(value)) return value === 0 ? 0 : value;
  const rounded = Number(value.toPrecision(14));
  return Object.is(rounded, -0) ? 0 : rounded;
}
