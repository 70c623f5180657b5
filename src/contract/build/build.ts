import { canonical, equal, kindOf, type Kind } from "../schema/json.ts";
import { evaluate } from "../schema/evaluate.ts";
import { buildArray } from "./array.ts";
import type { Demand } from "./demand.ts";
import { buildNumber } from "./number.ts";
import { buildObject } from "./object.ts";
import { Refusals } from "./refusals.ts";
import { Shape, type Search } from "./shape.ts";
import { buildText } from "./text.ts";

/** A value that was built. */
export interface Built {
  readonly value: unknown;
}

const DEEPEST = 14;
const TRIES = 10;

/** Builds a value that meets all demands, or undefined when none is found within the search's budget. */
export function build(
  demands: readonly Demand[],
  search: Search,
  depth = 0,
  exclude: readonly unknown[] = [],
): Built | undefined {
  if (depth > DEEPEST) return undefined;
  const refusals = new Refusals(search);
  for (let tries = 0; tries - refusals.count < TRIES; tries += 1) {
    if (!search.choices.spend()) return undefined;
    const decided = search.choices.made;
    const { built, unmet } = attempt(demands, new Shape(search, tries, refusals), depth, exclude);
    if (built && unmet.length === 0) return built;
    if (
      refusals.addOneOf(
        unmet.flatMap(({ kind, node }) => (kind === "fail" ? [node] : [])),
        tries,
      )
    )
      continue;
    // Where nothing was left to choose, the next try would be the same.
    if (!refusals.turn() && search.choices.made === decided) return undefined;
  }
  return undefined;
}

function attempt(
  demands: readonly Demand[],
  whole: Shape,
  depth: number,
  exclude: readonly unknown[],
): { readonly built?: Built | undefined; readonly unmet: readonly Demand[] } {
  const { search } = whole;
  whole.gather(demands);
  const isLone = search.mode === "break" && whole.aimed !== undefined;
  const shape = search.mode === "break" && whole.aimed ? whole.alone(whole.aimed) : whole;
  shape.excluded.push(...exclude);
  const built = shape.impossible ? undefined : fromShape(shape, depth);
  const isUnjudged = !built || (search.mode === "break" && !isLone);
  return { built, unmet: isUnjudged ? [] : shape.promises.filter((demand) => !isMet(demand, built.value, search)) };
}

function fromShape(shape: Shape, depth: number): Built | undefined {
  const isFree = (value: unknown): boolean =>
    shape.kinds.has(kindOf(value)) && !shape.excluded.some((one) => equal(one, value));
  if (shape.only) {
    const values = shape.only.filter(isFree).filter((value) => fits(value, shape));
    return values.length > 0 ? { value: shape.pick(values) } : undefined;
  }
  const kinds = [...shape.kinds];
  const spoken = kinds.filter((kind) => shape.interest.has(kind));
  for (const kind of shape.search.choices.order(spoken.length > 0 ? spoken : kinds, shape.tries)) {
    const built = ofKind(kind, shape, depth);
    if (built && isFree(built.value)) return built;
  }
  return undefined;
}

// Values that are given and not built have to meet the plain facets too; members and items are judged with the demands.
function fits(value: unknown, { text }: Shape): boolean {
  return typeof value !== "string" || text.tests.every((test) => test(value));
}

function ofKind(kind: Kind, shape: Shape, depth: number): Built | undefined {
  switch (kind) {
    case "null":
      return { value: null };
    case "boolean": {
      const open = [true, false].filter((value) => !shape.excluded.includes(value));
      return open.length > 0 ? { value: shape.pick(open) } : undefined;
    }
    case "integer":
    case "fraction":
      return buildNumber(kind, shape);
    case "string":
      return buildText(shape);
    case "array":
      return buildArray(shape, depth);
    case "object":
      return buildObject(shape, depth);
  }
}

/** Whether a value meets a demand, apart from the constraint that the search aims at. */
export function isMet(demand: Demand, value: unknown, search: Search): boolean {
  const { world, target } = search;
  const judge = (ok: boolean): boolean =>
    evaluate(world, demand.node, value, { forced: target && { key: target.key, ok } });
  if (search.mode === "accept") return evaluate(world, demand.node, value) === (demand.kind !== "fail");
  if (demand.kind === "focus")
    return judge(true) !== judge(false) && (demand.steps.length > 0 || isAsAimed(demand, value, search));
  if (demand.kind === "hold") return target?.breaks === true ? judge(true) : evaluate(world, demand.node, value);
  return !judge(true) && !judge(false);
}

// In a recursive schema the constraint is judged again further inside: the outermost outcome is meant.
function isAsAimed({ node, aim }: Demand & { kind: "focus" }, value: unknown, { world, target }: Search): boolean {
  const outermost = { ok: aim.variant.side !== "hold", depth: Number.POSITIVE_INFINITY };
  evaluate(world, node, value, {
    onConstraint: (key, ok, depth) => {
      if (key === target?.key && depth < outermost.depth) Object.assign(outermost, { ok, depth });
    },
  });
  return outermost.ok === (aim.variant.side === "hold");
}

/** Whether two values are different in JSON Schema's sense. */
export function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values.map(canonical)).size === values.length;
}
