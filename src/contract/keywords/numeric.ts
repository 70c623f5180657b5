import { isMultiple } from "../build/number.ts";
import type { Constraints, Keyword, Variant } from "../schema/keyword.ts";

interface Limit {
  readonly name: string;
  readonly side: "lower" | "upper";
  readonly exclusive: boolean;
}

const LIMITS: readonly Limit[] = [
  { name: "minimum", side: "lower", exclusive: false },
  { name: "exclusiveMinimum", side: "lower", exclusive: true },
  { name: "maximum", side: "upper", exclusive: false },
  { name: "exclusiveMaximum", side: "upper", exclusive: true },
];

/** `minimum`, `maximum`, their exclusive forms and `multipleOf` (2020-12 validation, section 6.2). */
export const NUMERIC: readonly Keyword[] = [
  ...LIMITS.map((limit): Keyword => ({
    name: limit.name,
    constrains: ({ setting }) => typeof setting === "number",
    check: ({ setting, value }) =>
      typeof value !== "number" || typeof setting !== "number" || isWithin(limit, setting, value),
    hold: (constraints, { setting }) => {
      if (typeof setting === "number") tighten(constraints, limit.side, setting, limit.exclusive);
    },
    variants: ({ setting }) => (typeof setting === "number" ? limitVariants(limit, setting) : []),
  })),
  {
    name: "multipleOf",
    constrains: ({ setting }) => typeof setting === "number",
    check: ({ setting, value }) =>
      typeof value !== "number" || typeof setting !== "number" || Number.isInteger(value / setting),
    hold: (constraints, { setting }) => {
      if (typeof setting === "number") constraints.number.multiples.push(setting);
      constraints.note("integer", "fraction");
    },
    variants: ({ setting }) => (typeof setting === "number" ? multipleVariants(setting) : []),
  },
];

function isWithin({ side, exclusive }: Limit, limit: number, value: number): boolean {
  if (value === limit) return !exclusive;
  return side === "lower" ? value > limit : value < limit;
}

function tighten(constraints: Constraints, side: "lower" | "upper", at: number, exclusive: boolean): void {
  const old = constraints.number[side];
  const isTighter = side === "lower" ? at > old.at : at < old.at;
  if (isTighter || (at === old.at && exclusive)) constraints.number[side] = { at, exclusive };
  constraints.note("integer", "fraction");
}

function limitVariants({ side, exclusive }: Limit, limit: number): readonly Variant[] {
  const outward = side === "lower" ? -1 : 1;
  const opposite = side === "lower" ? "upper" : "lower";
  const within = (constraints: Constraints): void => tighten(constraints, side, limit, exclusive);
  const beyond = (constraints: Constraints): void => tighten(constraints, opposite, limit, !exclusive);
  const way = (
    variant: Variant["side"],
    why: string,
    near: number,
    bound: (constraints: Constraints) => void,
    only?: "integer" | "fraction",
  ): Variant => ({
    side: variant,
    why,
    apply: (constraints) => {
      constraints.restrict(...(only ? ([only] as const) : (["integer", "fraction"] as const)));
      bound(constraints);
      constraints.number.near = near;
    },
    ...(only === undefined ? {} : { extra: true }),
  });
  return [
    way("hold", exclusive ? `next to the limit ${limit}` : `the limit ${limit} itself`, limit, within),
    way("break", exclusive ? `the limit ${limit} itself` : `just beyond the limit ${limit}`, limit, beyond),
    way("break", `beyond the limit ${limit} by a fraction`, limit, beyond, "fraction"),
    way("break", `beyond the limit ${limit} by an integer`, limit, beyond, "integer"),
    way("hold", `within the limit ${limit} by a fraction`, limit, within, "fraction"),
    { ...way("break", `beyond the limit ${limit} by one`, limit + outward, beyond), extra: true },
    { ...way("break", `far beyond the limit ${limit}`, limit + outward * 1000, beyond), extra: true },
  ];
}

function multipleVariants(of: number): readonly Variant[] {
  const hold = (why: string, count: number, extra: boolean): Variant => ({
    side: "hold",
    why,
    apply: (constraints) => {
      constraints.restrict("integer", "fraction");
      constraints.number.multiples.push(of);
      constraints.number.near = count * of;
      // Not a multiple of twice the step: such a value would not notice a doubled step.
      if (count % 2 !== 0) constraints.number.notMultiples.push(of * 2);
    },
    ...(extra ? { extra } : {}),
  });
  const miss = (why: string, offset: number, extra: boolean): Variant => ({
    side: "break",
    why,
    apply: (constraints) => {
      constraints.restrict("integer", "fraction");
      constraints.number.notMultiples.push(of);
      if (isMultiple(offset, of) === false)
        constraints.number.near =
          Math.max(
            0,
            Number.isFinite(constraints.number.lower.at) ? Math.ceil(constraints.number.lower.at / of) * of : 0,
          ) + offset;
    },
    ...(extra ? { extra } : {}),
  });
  return [
    hold(`${of} itself`, 1, false),
    hold(`a multiple of ${of}`, 2, true),
    hold(`three times ${of}`, 3, true),
    miss(`no multiple of ${of}`, of / 2, false),
    miss(`a multiple of ${of} and one`, of + 1, true),
    miss(`half of ${of} too much`, of * 1.5, true),
    miss(`a tenth of ${of} too much`, of * 1.1, true),
  ];
}
