import type { Level, Counterexample } from "../finding.ts";
import { asSchema } from "../scope.ts";
import { attempt } from "../budget.ts";
import { repairOf } from "./cause.ts";
import type { Leaf, Node } from "./leaves.ts";
import { included } from "./subset.ts";
import { isFlagged } from "./unsent.ts";
import { findAnyExample, findBreakingExample, type Bodies } from "./counterexample.ts";

/** The level of a changed keyword, with a counterexample for a breaking one. */
export interface Decision {
  readonly leaf: Leaf;
  readonly level: Level;
  readonly message: string;
  readonly witness: Counterexample | undefined;
}

/** Decides the changes of a place: each alone, and the undecided ones together. */
export function decideNode(
  bodies: Bodies,
  node: Node,
  leaves: readonly Leaf[],
  known: "equal" | "safe" | undefined,
): Decision[] {
  const gone = leaves
    .filter((leaf) => leaf.vanished === true && canBeNamed(bodies, leaf))
    .map((leaf) => orUnproven(leaf, () => vanished(bodies, node, leaf)));
  const unknown = leaves.filter((leaf) => leaf.isMalformed === true).map(meaningless);
  const settled = [...gone, ...unknown];
  const rest = leaves.filter((leaf) => !settled.some((decision) => decision.leaf === leaf));
  if (known === "equal") return [...settled, ...rewritten(rest)];
  if (known === "safe") return [...settled, ...rest.map(compatible)];
  const alone = rest.map((leaf) => orUnproven(leaf, () => decideLeaf(bodies, node, leaf) ?? leaf));
  const undecided = alone.filter((result): result is Leaf => "hybrid" in result);
  const decided = alone.filter((result): result is Decision => !("hybrid" in result));
  return [...settled, ...decided, ...together(bodies, node, undecided, rest.length > 1)];
}

/** Returns the level of a change; undefined when it is neither proved compatible nor shown to break. */
function decideLeaf(bodies: Bodies, node: Node, leaf: Leaf): Decision | undefined {
  if (!node.isOverlapping && isSafe(bodies, node, leaf)) return compatible(leaf);
  const { path, before } = node;
  const witness = findBreakingExample(bodies, {
    path,
    before,
    hybrid: leaf.hybrid,
    repair: repairOf(bodies.forms, node, leaf),
  });
  return witness === undefined
    ? undefined
    : { leaf, level: "breaking", message: breakingMessage(bodies, leaf), witness };
}

function isSafe({ forms, direction }: Bodies, node: Node, leaf: Leaf): boolean {
  const [old, next] = [forms.of([node.before]), forms.of([leaf.hybrid])];
  return direction === "input" ? included(forms, old, next, node.mentioned) : included(forms, next, old);
}

/**
 * Decides the undecided changes of a place together, by the whole new schema, when more than one keyword changed there.
 */
function together(bodies: Bodies, node: Node, leaves: readonly Leaf[], hasOthers: boolean): Decision[] {
  const [only] = leaves;
  if (only === undefined) return [];
  const message = leaves.map((leaf) => leaf.message).join("; ");
  const { member, ...whole } = only;
  const subject = leaves.length === 1 && member !== undefined ? { member } : {};
  const all: Leaf = { ...whole, ...subject, hybrid: node.after, message };
  const attempted = hasOthers ? attempt(() => decideLeaf(bodies, node, all)) : undefined;
  const decision = attempted && "result" in attempted ? attempted.result : undefined;
  if (decision?.level === "compatible") return leaves.map(compatible);
  return decision ? [decision] : leaves.map(unproven);
}

/** Returns the decision, or the reason why there is none. */
function orUnproven<Result>(leaf: Leaf, decide: () => Result): Result | Decision {
  const attempted = attempt(decide);
  if ("result" in attempted) return attempted.result;
  return {
    leaf,
    level: "unproven",
    witness: undefined,
    message: `${leaf.message}: not decided, because ${attempted.givenUp}`,
  };
}

function meaningless(leaf: Leaf): Decision {
  return {
    leaf,
    level: "unproven",
    witness: undefined,
    message: `${leaf.message}: the value is invalid in JSON Schema`,
  };
}

function unproven(leaf: Leaf): Decision {
  return { leaf, level: "unproven", witness: undefined, message: `${leaf.message}: not proved compatible` };
}

/** Decides the removal of a property name that code and callers use; a body that only one version accepts shows it. */
function vanished(bodies: Bodies, node: Node, leaf: Leaf): Decision {
  const { path, before } = node;
  const repair = repairOf(bodies.forms, node, leaf);
  // The body may depend on another change at the same place.
  const witness =
    findAnyExample(bodies, { path, before, hybrid: leaf.hybrid, repair }) ??
    findAnyExample(bodies, { path, before, hybrid: node.after, repair });
  return {
    leaf,
    witness,
    level: witness === undefined ? "unproven" : "breaking",
    message: `${leaf.message}: code and callers use this name${witness === undefined ? ", though no example body shows it" : ""}`,
  };
}

/**
 * Returns whether those who rely on the contract can use a property here: read-only ones are not sent, and write-only
 * ones are not received.
 */
function canBeNamed({ forms, direction }: Bodies, leaf: Leaf): boolean {
  return !isFlagged(forms.scope, asSchema(leaf.before), direction === "input" ? "readOnly" : "writeOnly");
}

function rewritten(leaves: readonly Leaf[]): Decision[] {
  return leaves.map((leaf) => ({
    leaf,
    level: "compatible",
    message: `${leaf.message}, but the same values are allowed`,
    witness: undefined,
  }));
}

function compatible(leaf: Leaf): Decision {
  return { leaf, level: "compatible", message: leaf.message, witness: undefined };
}

/** Returns the message of a breaking change. */
export function breakingMessage({ direction }: Bodies, leaf: Leaf): string {
  return `${leaf.message}: ${direction === "input" ? "values that were accepted are now rejected" : "values that were never sent may now be received"}`;
}
