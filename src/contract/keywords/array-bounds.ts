import { LONGEST_ARRAY } from "../build/array.ts";
import { areDistinct } from "../schema/json.ts";
import type { Keyword, Variant } from "../schema/keyword.ts";

/** `minItems` and `maxItems` (2020-12 validation, sections 6.4.1 and 6.4.2). */
export const ARRAY_BOUNDS: readonly Keyword[] = [
  {
    name: "minItems",
    constrains: ({ setting }) => Number(setting) > 0,
    check: ({ setting, value }) => !Array.isArray(value) || value.length >= Number(setting),
    hold: (constraints, { setting }) => {
      constraints.array.least = Math.max(constraints.array.least, Number(setting));
      constraints.note("array");
    },
    variants: ({ setting }) => countVariants("lower", Number(setting)),
  },
  {
    name: "maxItems",
    constrains: () => true,
    check: ({ setting, value }) => !Array.isArray(value) || value.length <= Number(setting),
    hold: (constraints, { setting }) => {
      constraints.array.most = Math.min(constraints.array.most, Number(setting));
      constraints.note("array");
    },
    variants: ({ setting }) => countVariants("upper", Number(setting)),
  },
];

function countVariants(bound: "lower" | "upper", limit: number): readonly Variant[] {
  const beyond = bound === "lower" ? limit - 1 : limit + 1;
  const way = (side: Variant["side"], count: number): Variant => ({
    side,
    why: `${count} items`,
    apply: (constraints) => {
      constraints.restrict("array");
      if ((side === "hold") === (bound === "lower")) constraints.array.least = Math.max(constraints.array.least, count);
      else constraints.array.most = Math.min(constraints.array.most, count);
      constraints.array.wish = count;
    },
    pin: (constraints) => {
      constraints.array.least = Math.max(constraints.array.least, count);
      constraints.array.most = Math.min(constraints.array.most, count);
    },
  });
  if (limit > LONGEST_ARRAY) return [];
  return [way("hold", limit), ...(beyond >= 0 ? [way("break", beyond)] : [])];
}

/** `uniqueItems` (2020-12 validation, section 6.4.3). */
export const UNIQUE_ITEMS: Keyword = {
  name: "uniqueItems",
  constrains: ({ setting }) => setting === true,
  check: ({ setting, value }) => setting !== true || !Array.isArray(value) || areDistinct(value),
  hold: (constraints, { setting }) => {
    if (setting === true) constraints.array.unique = true;
  },
  variants: ({ setting }) => {
    const distinct = (count: number, unique: boolean, why: string, extra: boolean): Variant => ({
      side: unique ? "hold" : "break",
      why,
      apply: (constraints) => {
        constraints.restrict("array");
        constraints.array.least = Math.max(constraints.array.least, count);
        if (unique) constraints.array.unique = true;
        else constraints.array.twins = true;
      },
      ...(extra ? { extra } : {}),
    });
    const holding = [distinct(2, true, "two different items", true), distinct(0, true, "no item twice", false)];
    return setting === true
      ? [
          ...holding,
          distinct(2, false, "two equal items", false),
          distinct(3, false, "two equal items among three", true),
        ]
      : [{ ...distinct(2, false, "two equal items", true), side: "hold" }];
  },
};
