import { equal } from "../../shared/json.ts";
import { kindOf, type Kind } from "../schema/json.ts";
import { buildArray } from "./array.ts";
import type { Requirement } from "../schema/keyword.ts";
import { buildNumber } from "./number.ts";
import { buildObject } from "./object.ts";
import { Rejections } from "./rejections.ts";
import { ValueConstraints } from "./constraints.ts";
import { isMet } from "./met.ts";
import type { Built, Search } from "./search.ts";
import { buildText } from "./text.ts";

const DEEPEST = 14;
const TRIES = 10;

/** Builds a value that meets all requirements, or undefined when none is found within the search's budget. */
export function build(
  requirements: readonly Requirement[],
  search: Search,
  depth = 0,
  exclude: readonly unknown[] = [],
): Built | undefined {
  if (depth > DEEPEST) return undefined;
  const rejections = new Rejections(search);
  for (let tries = 0; tries - rejections.count < TRIES; tries += 1) {
    if (!search.choices.spend()) {
      search.progress.gaveUp = true;
      return undefined;
    }
    const decided = search.choices.made;
    const constraints = new ValueConstraints(search, tries, rejections);
    const { built, unmet } = attempt(requirements, constraints, depth, exclude);
    if (built && unmet.length === 0) {
      if (constraints.isHole) search.progress.hole = [...search.progress.trail];
      return built;
    }
    if (
      rejections.addOneOf(
        unmet.flatMap(({ kind, node }) => (kind === "fail" ? [node] : [])),
        tries,
      )
    )
      continue;
    // Without choices, the next try would be the same.
    if (!rejections.turn() && search.choices.made === decided) {
      if (!constraints.impossible) search.progress.gaveUp = true;
      return undefined;
    }
  }
  search.progress.gaveUp = true;
  return undefined;
}

function attempt(
  requirements: readonly Requirement[],
  whole: ValueConstraints,
  depth: number,
  exclude: readonly unknown[],
): { readonly built?: Built | undefined; readonly unmet: readonly Requirement[] } {
  const { search } = whole;
  whole.gather(requirements);
  const isLone = search.mode === "break" && whole.aimed !== undefined;
  const constraints = search.mode === "break" && whole.aimed ? whole.alone(whole.aimed) : whole;
  constraints.excluded.push(...exclude);
  const built = constraints.impossible ? undefined : fromConstraints(constraints, depth);
  const isUnchecked = !built || (search.mode === "break" && !isLone);
  return {
    built,
    unmet: isUnchecked ? [] : constraints.promises.filter((requirement) => !isMet(requirement, built.value, search)),
  };
}

function fromConstraints(constraints: ValueConstraints, depth: number): Built | undefined {
  const isFree = (value: unknown): boolean =>
    constraints.kinds.has(kindOf(value)) && !constraints.excluded.some((one) => equal(one, value));
  if (constraints.only) {
    const values = constraints.only.filter(isFree).filter((value) => fits(value, constraints));
    return values.length > 0 ? { value: constraints.pick(values) } : undefined;
  }
  const kinds = [...constraints.kinds];
  const spoken = kinds.filter((kind) => constraints.interest.has(kind));
  for (const kind of constraints.search.choices.order(spoken.length > 0 ? spoken : kinds, constraints.tries)) {
    const built = ofKind(kind, constraints, depth);
    if (built && isFree(built.value)) return built;
  }
  return undefined;
}

// Given values also have to match the scalar constraints; properties and items are evaluated with the requirements.
function fits(value: unknown, { text }: ValueConstraints): boolean {
  return typeof value !== "string" || text.tests.every((test) => test(value));
}

function ofKind(kind: Kind, constraints: ValueConstraints, depth: number): Built | undefined {
  switch (kind) {
    case "null":
      return { value: null };
    case "boolean": {
      const open = [true, false].filter((value) => !constraints.excluded.includes(value));
      return open.length > 0 ? { value: constraints.pick(open) } : undefined;
    }
    case "integer":
    case "fraction":
      return buildNumber(kind, constraints);
    case "string":
      return buildText(constraints);
    case "array":
      return buildArray(constraints, depth, build);
    case "object":
      return buildObject(constraints, depth, build);
  }
}
