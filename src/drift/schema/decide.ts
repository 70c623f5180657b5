import type { Level, Counterexample } from "../finding.ts";
import { asSchema } from "../scope.ts";
import { attempt } from "../budget.ts";
import { repairOf } from "./cause.ts";
import type { Leaf, Node } from "./leaves.ts";
import { included } from "./subset.ts";
import { isFlagged } from "./unsent.ts";
import { findAnyExample, findBreakingExample, type Bodies } from "./counterexample.ts";

/** A changed place with its level, and for a breaking one the body that shows it. */
export interface Decision {
  readonly leaf: Leaf;
  readonly level: Level;
  readonly message: string;
  readonly witness: Counterexample | undefined;
}

/** Decides about the changes of one place: each alone, and together those that decide nothing alone. */
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

/** The level of one change, or undefined when it is neither proved safe nor shown to break. */
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
 * Decides about the changes that decided nothing alone by the place as it is now, when more than one thing changed
 * there.
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

/** Returns the decision, or why there is none. */
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
    message: `${leaf.message}: JSON Schema gives the value no meaning`,
  };
}

function unproven(leaf: Leaf): Decision {
  return { leaf, level: "unproven", witness: undefined, message: `${leaf.message}: not proved harmless` };
}

/** A name that code and callers used is gone; a body that only one version accepts shows it. */
function vanished(bodies: Bodies, node: Node, leaf: Leaf): Decision {
  const { path, before } = node;
  const repair = repairOf(bodies.forms, node, leaf);
  // What else changed beside the property may be what lets a body through that shows it.
  const witness =
    findAnyExample(bodies, { path, before, hybrid: leaf.hybrid, repair }) ??
    findAnyExample(bodies, { path, before, hybrid: node.after, repair });
  return {
    leaf,
    witness,
    level: witness === undefined ? "unproven" : "breaking",
    message: `${leaf.message}: what code and callers name may not vanish${witness === undefined ? ", though no body shows it" : ""}`,
  };
}

/**
 * Whether those who rely on the contract can name a property here: not a read-only one in what they send, nor a
 * write-only one in what they get.
 */
function canBeNamed({ forms, direction }: Bodies, leaf: Leaf): boolean {
  return !isFlagged(forms.scope, asSchema(leaf.before), direction === "input" ? "readOnly" : "writeOnly");
}

function rewritten(leaves: readonly Leaf[]): Decision[] {
  return leaves.map((leaf) => ({
    leaf,
    level: "compatible",
    message: `${leaf.message}, with the same values allowed`,
    witness: undefined,
  }));
}

function compatible(leaf: Leaf): Decision {
  return { leaf, level: "compatible", message: leaf.message, witness: undefined };
}

/** What a change means that a body shows to break. */
export function breakingMessage({ direction }: Bodies, leaf: Leaf): string {
  return `${leaf.message}: ${direction === "input" ? "what was accepted is now refused" : "what was never sent may now come"}`;
}
