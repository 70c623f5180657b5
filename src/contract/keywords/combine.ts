import { elementsOf } from "../schema/json.ts";
import type { Check, Child, Constraints, Keyword, Place, Requirement, Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import { anyConstrains, throughChildren } from "./children.ts";

function branches({ context, node, setting }: Place, keyword: string): readonly SchemaNode[] {
  return elementsOf(setting).map((_, index) => context.child(node, keyword, index));
}

// Counts the branches that accept the value, up to a number beyond which more make no difference.
function accepting(check: Check, keyword: string, enough = Number.POSITIVE_INFINITY): number {
  let count = 0;
  for (const branch of branches(check, keyword)) {
    if (check.inPlace(branch)) count += 1;
    if (count >= enough && check.mayStopEarly) break;
  }
  return count;
}

function allAccept(check: Check): boolean {
  let ok = true;
  for (const branch of branches(check, "allOf")) {
    if (!check.inPlace(branch)) ok = false;
    if (!ok && check.mayStopEarly) break;
  }
  return ok;
}

function failAll(constraints: Constraints, nodes: readonly SchemaNode[]): void {
  for (const node of nodes) constraints.add({ kind: "fail", node });
}

// A branch decides where all other branches reject.
function decisive(place: Place, keyword: string): readonly Child[] {
  const nodes = branches(place, keyword);
  return nodes.map((node) => ({
    node,
    descends: false,
    enter: (constraints, inner) => {
      constraints.add(inner);
      failAll(
        constraints,
        nodes.filter((other) => other !== node),
      );
    },
  }));
}

/** `allOf` (2020-12 core, section 10.2.1.1). */
export const ALL_OF: Keyword = {
  name: "allOf",
  constrains: (place) => anyConstrains(place, allChildren(place)),
  check: (check) => allAccept(check),
  hold: (constraints, place) => {
    for (const node of branches(place, "allOf")) constraints.hold(node);
  },
  children: allChildren,
  variants: (place) => throughChildren(place, allChildren(place)),
};

function allChildren(place: Place): readonly Child[] {
  const nodes = branches(place, "allOf");
  return nodes.map((node) => ({
    node,
    descends: false,
    enter: (constraints, inner) => {
      constraints.add(inner);
      for (const other of nodes) if (other !== node) constraints.hold(other);
    },
  }));
}

/** `anyOf` (2020-12 core, section 10.2.1.2). */
export const ANY_OF: Keyword = {
  name: "anyOf",
  constrains: (place) => decisive(place, "anyOf").every(({ node }) => !place.context.acceptsAll(node)),
  check: (check) => accepting(check, "anyOf") > 0,
  hold: (constraints, place) => {
    constraints.later(() => {
      const node = constraints.pick(branches(place, "anyOf"));
      if (node) constraints.hold(node);
    });
  },
  children: (place) => decisive(place, "anyOf"),
  variants: (place) => [
    ...branchVariants(place, "anyOf"),
    ...branches(place, "anyOf").map((node): Variant => ({
      side: "hold",
      why: `accepted by ${node.pointer}`,
      apply: (constraints) => constraints.add({ kind: "hold", node }),
      extra: true,
    })),
  ],
};

/** `oneOf` (2020-12 core, section 10.2.1.3). */
export const ONE_OF: Keyword = {
  name: "oneOf",
  constrains: (place) => elementsOf(place.setting).length > 1 || anyConstrains(place, decisive(place, "oneOf")),
  check: (check) => accepting(check, "oneOf", 2) === 1,
  hold: (constraints, place) => {
    constraints.later(() => {
      const nodes = branches(place, "oneOf");
      const chosen = constraints.pick(nodes);
      if (chosen) constraints.hold(chosen);
      failAll(
        constraints,
        nodes.filter((node) => node !== chosen),
      );
    });
  },
  children: (place) => [...decisive(place, "oneOf"), ...together(place)],
  variants: (place) => [...branchVariants(place, "oneOf"), ...pairVariants(place)],
};

function branchVariants(place: Place, keyword: string): readonly Variant[] {
  const nodes = branches(place, keyword);
  const only = decisive(place, keyword).map(({ node, enter }): Variant => ({
    side: "hold",
    why: `accepted by ${node.pointer} alone`,
    apply: (constraints) => enter(constraints, { kind: "hold", node }),
  }));
  return [
    ...only,
    { side: "break", why: "accepted by no branch", apply: (constraints) => failAll(constraints, nodes) },
  ];
}

// When one other branch accepts, a rejecting branch makes the value valid.
function together(place: Place): readonly Child[] {
  const nodes = branches(place, "oneOf");
  return nodes.flatMap((node, index): readonly Child[] => {
    const next = nodes[(index + 1) % nodes.length];
    if (!next || next === node) return [];
    const enter = (constraints: Constraints, inner: Requirement): void => {
      constraints.add(inner);
      constraints.add({ kind: "hold", node: next });
    };
    return [{ node, descends: false, enter }];
  });
}

// Each branch with the next: enough to notice overlapping branches, and linear in their number.
function pairVariants(place: Place): readonly Variant[] {
  const nodes = branches(place, "oneOf");
  return nodes.flatMap((node, index): readonly Variant[] => {
    const next = nodes[(index + 1) % nodes.length];
    if (!next || next === node) return [];
    const both = (constraints: Constraints): void => {
      constraints.add({ kind: "hold", node });
      constraints.add({ kind: "hold", node: next });
    };
    return [{ side: "break", why: `accepted by ${node.pointer} and ${next.pointer}`, apply: both, extra: true }];
  });
}

/** `not` (2020-12 core, section 10.2.1.4). */
export const NOT: Keyword = {
  name: "not",
  constrains: (place) => place.context.child(place.node, "not").schema !== false,
  check: (check) => !check.accepts(check.context.child(check.node, "not"), check.value),
  hold: (constraints, { context, node }) => constraints.add({ kind: "fail", node: context.child(node, "not") }),
  children: ({ context, node }) => [
    { node: context.child(node, "not"), descends: false, enter: (constraints, inner) => constraints.add(inner) },
  ],
  variants: ({ context, node }) => {
    const inner = context.child(node, "not");
    return [
      {
        side: "hold",
        why: `rejected by ${inner.pointer}`,
        apply: (constraints) => constraints.add({ kind: "fail", node: inner }),
      },
      {
        side: "break",
        why: `accepted by ${inner.pointer}`,
        apply: (constraints) => constraints.add({ kind: "hold", node: inner }),
      },
    ];
  },
};
