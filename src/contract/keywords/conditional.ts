import type { Check, Child, Constraints, Keyword, Place, Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";

const PARTNERS = ["if", "then", "else"] as const;
type Part = (typeof PARTNERS)[number];

function nodeOf({ context, node, schema }: Place, part: Part): SchemaNode | undefined {
  return Object.hasOwn(schema, part) ? context.child(node, part) : undefined;
}

function requirement(constraints: Constraints, kind: "hold" | "fail", node: SchemaNode | undefined): void {
  if (node) constraints.add({ kind, node });
  else if (kind === "fail") constraints.impossible = true;
}

/** `if` (2020-12 core, section 10.2.2.1): it also evaluates `then` and `else`, which have no meaning without it. */
export const IF: Keyword = {
  name: "if",
  partners: PARTNERS,
  constrains: (place) =>
    [nodeOf(place, "then"), nodeOf(place, "else")].some((node) => node && !place.context.acceptsAll(node)),
  check: (check) => {
    const node = nodeOf(check, "if");
    return branch(check, node === undefined || check.inPlace(node) ? "then" : "else");
  },
  hold: (constraints, place) => {
    constraints.later(() => {
      const isMet = constraints.pick([true, false]) === true;
      requirement(constraints, isMet ? "hold" : "fail", nodeOf(place, "if"));
      const consequence = nodeOf(place, isMet ? "then" : "else");
      if (consequence) constraints.hold(consequence);
    });
  },
  children: (place) => {
    const node = nodeOf(place, "if");
    return node
      ? [{ node, descends: false, enter: (constraints, inner) => enterCondition(constraints, place, inner) }]
      : [];
  },
  variants: conditionVariants,
};

function branch(check: Check, part: "then" | "else"): boolean {
  const node = nodeOf(check, part);
  return !node || check.note(part, check.inPlace(node));
}

// The condition decides when one of `then` and `else` accepts the value and the other rejects it.
function enterCondition(constraints: Constraints, place: Place, inner: Parameters<Child["enter"]>[1]): void {
  const [yes, no] = [nodeOf(place, "then"), nodeOf(place, "else")];
  constraints.add(inner);
  constraints.later(() => {
    const options = [yes && ([yes, no] as const), no && ([no, yes] as const)].filter((option) => option !== undefined);
    const [failing, holding] = constraints.pick(options) ?? [];
    requirement(constraints, "fail", failing);
    requirement(constraints, "hold", holding);
  });
}

function conditionVariants(place: Place): readonly Variant[] {
  const [condition, yes, no] = [nodeOf(place, "if"), nodeOf(place, "then"), nodeOf(place, "else")];
  const way = (isMet: boolean, yesKind: "hold" | "fail", noKind: "hold" | "fail"): Variant => ({
    side: (isMet ? yesKind : noKind) === "hold" ? "hold" : "break",
    why: `the condition ${isMet ? "met" : "not met"}, then ${yesKind === "hold" ? "accepting" : "rejecting"}, else ${noKind === "hold" ? "accepting" : "rejecting"}`,
    apply: (constraints) => {
      requirement(constraints, isMet ? "hold" : "fail", condition);
      requirement(constraints, yesKind, yes);
      requirement(constraints, noKind, no);
    },
  });
  const first = yes ? [way(true, "fail", "hold"), way(false, "fail", "hold")] : [];
  const second = no ? [way(true, "hold", "fail"), way(false, "hold", "fail")] : [];
  const plain = yes ? [{ ...way(true, "hold", "hold"), extra: true }] : [];
  return [...first, ...second, ...plain];
}

/** `then` (2020-12 core, section 10.2.2.2). */
export const THEN: Keyword = consequence("then", "hold");

/** `else` (2020-12 core, section 10.2.2.3). */
export const ELSE: Keyword = consequence("else", "fail");

function consequence(name: "then" | "else", condition: "hold" | "fail"): Keyword {
  const children = (place: Place): readonly Child[] => {
    const node = nodeOf(place, name);
    const ifNode = nodeOf(place, "if");
    if (!node || !ifNode) return [];
    return [
      {
        node,
        descends: false,
        enter: (constraints, inner) => {
          requirement(constraints, condition, ifNode);
          constraints.add(inner);
        },
      },
    ];
  };
  return {
    name,
    partners: PARTNERS,
    constrains: (place) => children(place).some(({ node }) => !place.context.acceptsAll(node)),
    isEvaluatedElsewhere: true,
    check: () => true,
    hold: () => undefined,
    children,
    variants: (place) =>
      children(place).flatMap(({ node, enter }): readonly Variant[] => [
        {
          side: "hold",
          why: `accepted by ${node.pointer}`,
          apply: (constraints) => enter(constraints, { kind: "hold", node }),
        },
        {
          side: "break",
          why: `rejected by ${node.pointer}`,
          apply: (constraints) => enter(constraints, { kind: "fail", node }),
        },
      ]),
  };
}
