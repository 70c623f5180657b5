import { evaluate } from "../schema/evaluate.ts";
import { areDistinct } from "../schema/json.ts";
import { within, type Build, type Built } from "./search.ts";
import type { Requirement } from "../schema/keyword.ts";
import type { ValueConstraints } from "./constraints.ts";

/** Maximum length of a built array; a higher bound is reported as out of reach. */
export const LONGEST_ARRAY = 1100;

/** Builds an array, as short as the constraints allow; random choices may add items. */
export function buildArray(constraints: ValueConstraints, depth: number, build: Build): Built | undefined {
  const { array, search } = constraints;
  const special = specialItems(constraints);
  const least = Math.max(array.least, special.after, array.twins ? 2 : 0);
  if (least > array.most) return undefined;
  const wished = Math.min(array.most, Math.max(least, array.wish ?? 0));
  const length = wished + (search.choices.venture(0.3) && wished < array.most ? 1 : 0);
  if (length > array.most || length > LONGEST_ARRAY) return undefined;
  const values: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    const requirements = [...itemRequirements(constraints, index), ...(special.requirements.get(index) ?? [])];
    const built = within(search, index, () => build(requirements, search, depth + 1, array.unique ? values : []));
    if (!built) return undefined;
    values.push(built.value);
  }
  return array.twins ? withTwins(constraints, values) : { value: values };
}

/**
 * Returns items that `contains` asks for, from the first index that nothing else fixes; the other items keep out of its
 * way.
 */
function specialItems({ array }: ValueConstraints): {
  readonly requirements: ReadonlyMap<number, readonly Requirement[]>;
  readonly after: number;
} {
  const requirements = new Map<number, Requirement[]>();
  let after = 0;
  for (const { node, least, most, inner } of array.contained) {
    const wanted: Requirement[] = [
      ...(inner ? [inner] : []),
      ...Array.from({ length: least }, (): Requirement => ({ kind: "hold", node })),
    ];
    let index = 0;
    for (const requirement of wanted) {
      while (array.fixed.has(index)) index += 1;
      requirements.set(index, [...(requirements.get(index) ?? []), requirement]);
      index += 1;
    }
    after = Math.max(after, index);
    if (most > least) continue;
    for (let other = 0; other < Math.max(array.least, index) + 1; other += 1) {
      if (other >= index || array.fixed.has(other))
        requirements.set(other, [...(requirements.get(other) ?? []), { kind: "fail", node }]);
    }
  }
  return { requirements, after };
}

function itemRequirements({ array }: ValueConstraints, index: number): readonly Requirement[] {
  const evaluated = array.rules.some(({ upTo }) => index < upTo);
  return [
    ...(array.fixed.get(index) ?? []),
    ...array.rules.flatMap(({ requirements }) => requirements(index)),
    ...(evaluated ? [] : array.leftovers.map(({ requirement }) => requirement)),
  ];
}

// Tuple items differ in type, so it tries every pair until one item is valid in the other's position.
function withTwins(constraints: ValueConstraints, values: readonly unknown[]): Built | undefined {
  for (let one = 0; one < values.length; one += 1) {
    for (let other = one + 1; other < values.length; other += 1) {
      for (const [from, to] of [[one, other] as const, [other, one] as const]) {
        const twin = values[from];
        const fits = itemRequirements(constraints, to).every(
          ({ kind, node }) => kind !== "hold" || evaluate(constraints.search.context, node, twin),
        );
        const twins = values.map((value, index) => (index === to ? structuredClone(twin) : value));
        if (fits && !areDistinct(twins)) return { value: twins };
      }
    }
  }
  return undefined;
}
