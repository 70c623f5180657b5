import { evaluate } from "../schema/evaluate.ts";
import { areDistinct, build, type Built } from "./build.ts";
import type { Demand } from "./demand.ts";
import type { Shape } from "./shape.ts";

/** The longest array that is built; a bound beyond it is reported as out of reach. */
export const LONGEST_ARRAY = 1100;

/** Builds an array, as short as the shape allows unless chance adds to it. */
export function buildArray(shape: Shape, depth: number): Built | undefined {
  const { array, search } = shape;
  const special = specialItems(shape);
  const least = Math.max(array.least, special.after, array.twins ? 2 : 0);
  if (least > array.most) return undefined;
  const wished = Math.min(array.most, Math.max(least, array.wish ?? 0));
  const length = wished + (search.choices.venture(0.3) && wished < array.most ? 1 : 0);
  if (length > array.most || length > LONGEST_ARRAY) return undefined;
  const values: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    const demands = [...itemDemands(shape, index), ...(special.demands.get(index) ?? [])];
    const built = build(demands, search, depth + 1, array.unique ? values : []);
    if (!built) return undefined;
    values.push(built.value);
  }
  return array.twins ? withTwins(shape, values) : { value: values };
}

/** Items that `contains` asks for, from the first index that nothing else fixes; the other items keep out of its way. */
function specialItems({ array }: Shape): {
  readonly demands: ReadonlyMap<number, readonly Demand[]>;
  readonly after: number;
} {
  const demands = new Map<number, Demand[]>();
  let after = 0;
  for (const { node, least, most, inner } of array.contained) {
    const wanted: Demand[] = [
      ...(inner ? [inner] : []),
      ...Array.from({ length: least }, (): Demand => ({ kind: "hold", node })),
    ];
    let index = 0;
    for (const demand of wanted) {
      while (array.fixed.has(index)) index += 1;
      demands.set(index, [...(demands.get(index) ?? []), demand]);
      index += 1;
    }
    after = Math.max(after, index);
    if (most > least) continue;
    for (let other = 0; other < Math.max(array.least, index) + 1; other += 1) {
      if (other >= index || array.fixed.has(other))
        demands.set(other, [...(demands.get(other) ?? []), { kind: "fail", node }]);
    }
  }
  return { demands, after };
}

function itemDemands({ array }: Shape, index: number): readonly Demand[] {
  const evaluated = array.rules.some(({ upTo }) => index < upTo);
  return [
    ...(array.fixed.get(index) ?? []),
    ...array.rules.flatMap(({ demands }) => demands(index)),
    ...(evaluated ? [] : array.leftovers.map(({ demand }) => demand)),
  ];
}

// Items of a tuple differ in kind, so every pair is tried until one item is acceptable in the other's place.
function withTwins(shape: Shape, values: readonly unknown[]): Built | undefined {
  for (let one = 0; one < values.length; one += 1) {
    for (let other = one + 1; other < values.length; other += 1) {
      for (const [from, to] of [[one, other] as const, [other, one] as const]) {
        const twin = values[from];
        const fits = itemDemands(shape, to).every(
          ({ kind, node }) => kind !== "hold" || evaluate(shape.search.world, node, twin),
        );
        const twins = values.map((value, index) => (index === to ? structuredClone(twin) : value));
        if (fits && !areDistinct(twins)) return { value: twins };
      }
    }
  }
  return undefined;
}
