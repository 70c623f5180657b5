import { evaluate } from "../schema/evaluate.ts";
import type { Requirement } from "../schema/keyword.ts";
import type { Search } from "./search.ts";

/** Returns whether a value meets a requirement, without regard to the target constraint. */
export function isMet(requirement: Requirement, value: unknown, search: Search): boolean {
  const { context, target } = search;
  const outcomeIf = (ok: boolean): boolean =>
    evaluate(context, requirement.node, value, { forced: target && { key: target.key, ok } });
  if (search.mode === "accept") return evaluate(context, requirement.node, value) === (requirement.kind !== "fail");
  if (requirement.kind === "focus")
    return (
      outcomeIf(true) !== outcomeIf(false) && (requirement.steps.length > 0 || isAsAimed(requirement, value, search))
    );
  if (requirement.kind === "hold")
    return target?.breaks === true ? outcomeIf(true) : evaluate(context, requirement.node, value);
  return !outcomeIf(true) && !outcomeIf(false);
}

// A recursive schema evaluates the constraint again at deeper levels: the outermost outcome counts.
function isAsAimed(
  { node, goal }: Requirement & { kind: "focus" },
  value: unknown,
  { context, target }: Search,
): boolean {
  if (goal.keyword === undefined) return evaluate(context, node, value);
  const outermost = { ok: goal.variant.side !== "hold", depth: Number.POSITIVE_INFINITY };
  evaluate(context, node, value, {
    onConstraint: (key, ok, depth) => {
      if (key === target?.key && depth < outermost.depth) Object.assign(outermost, { ok, depth });
    },
  });
  return outermost.ok === (goal.variant.side === "hold");
}
