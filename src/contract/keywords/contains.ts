import type { SchemaNode } from "../schema/node.ts";
import { LONGEST_ARRAY } from "../build/array.ts";
import type { Check, Child, Keyword, Place, Variant } from "../schema/keyword.ts";

const PARTNERS = ["contains", "minContains", "maxContains"] as const;

/** `contains` (2020-12 core, section 10.3.1.3): it also evaluates its two limits, which have no meaning without it. */
export const CONTAINS: Keyword = {
  name: "contains",
  partners: PARTNERS,
  constrains: (place) => limits(place).least > 0 || Number.isFinite(limits(place).most),
  check: (check) => {
    const { value, seen } = check;
    if (!Array.isArray(value)) return true;
    const count = countIn(check, (index) => seen.indexes.add(index));
    const { least, most } = limits(check);
    const enough = check.schema.minContains === undefined ? count >= least : check.note("minContains", count >= least);
    return (check.schema.maxContains === undefined || check.note("maxContains", count <= most)) && enough;
  },
  hold: (constraints, place) => {
    constraints.note("array");
    constraints.array.contained.push({ node: nodeOf(place), ...limits(place) });
  },
  children: containsChildren,
  variants: (place) => {
    const { least, most } = limits(place);
    return [
      ...(least > 0 ? [exactly(place, least, "hold"), exactly(place, 0, "break")] : [exactly(place, 0, "hold")]),
      ...(least > 1 ? [{ ...exactly(place, least - 1, "break"), extra: true }] : []),
      ...(most < LONGEST_ARRAY ? [{ ...exactly(place, most + 1, "break"), extra: least > 0 }] : []),
    ];
  },
};

/** `minContains` (2020-12 validation, section 6.4.5). */
export const MIN_CONTAINS: Keyword = {
  name: "minContains",
  partners: PARTNERS,
  constrains: (place) => place.schema.contains !== undefined && limits(place).least > 0,
  isEvaluatedElsewhere: true,
  check: () => true,
  hold: () => undefined,
  variants: (place) => {
    const { least } = limits(place);
    if (place.schema.contains === undefined || least > LONGEST_ARRAY) return [];
    return [exactly(place, least, "hold"), ...(least > 0 ? [exactly(place, least - 1, "break")] : [])];
  },
};

/** `maxContains` (2020-12 validation, section 6.4.4). */
export const MAX_CONTAINS: Keyword = {
  name: "maxContains",
  partners: PARTNERS,
  constrains: ({ schema }) => schema.contains !== undefined,
  isEvaluatedElsewhere: true,
  check: () => true,
  hold: () => undefined,
  variants: (place) => {
    const { most } = limits(place);
    return place.schema.contains === undefined || most > LONGEST_ARRAY
      ? []
      : [exactly(place, most, "hold"), exactly(place, most + 1, "break")];
  },
};

function nodeOf({ context, node }: Place): SchemaNode {
  return context.child(node, "contains");
}

function limits({ schema }: Place): { readonly least: number; readonly most: number } {
  const { minContains, maxContains } = schema;
  return {
    least: typeof minContains === "number" ? minContains : 1,
    most: typeof maxContains === "number" ? maxContains : Number.POSITIVE_INFINITY,
  };
}

function countIn(check: Check, onMatch: (index: number) => void): number {
  let count = 0;
  (check.value as readonly unknown[]).forEach((item, index) => {
    if (!check.accepts(nodeOf(check), item)) return;
    count += 1;
    onMatch(index);
  });
  return count;
}

function exactly(place: Place, count: number, side: Variant["side"]): Variant {
  return {
    side,
    why: `${count} matching items`,
    apply: (constraints) => {
      constraints.restrict("array");
      constraints.array.least = Math.max(constraints.array.least, count, side === "break" ? 1 : 0);
      constraints.array.contained.push({ node: nodeOf(place), least: count, most: count });
    },
  };
}

// One item decides when the others reach `minContains` less one; without `minContains`, when they reach `maxContains`.
function containsChildren(place: Place): readonly Child[] {
  const { least, most } = limits(place);
  const others = least > 0 ? least - 1 : most;
  const node = nodeOf(place);
  if (others > LONGEST_ARRAY) return [];
  return [
    {
      node,
      descends: true,
      enter: (constraints, inner) => {
        constraints.restrict("array");
        constraints.array.least = Math.max(constraints.array.least, others + 1);
        constraints.array.contained.push({ node, least: others, most: others, inner });
      },
    },
  ];
}
