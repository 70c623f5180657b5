import { isObject } from "../../shared/json.ts";
import type { Child, Constraints, Keyword, Place, Variant } from "../schema/keyword.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `unevaluatedProperties` (2020-12 core, section 11.3). */
export const UNEVALUATED_PROPERTIES: Keyword = {
  name: "unevaluatedProperties",
  constrains: (place) => anyConstrains(place, propertyChildren(place)),
  check: (check) => {
    if (!isObject(check.value)) return true;
    const node = check.context.child(check.node, "unevaluatedProperties");
    const rest = Object.entries(check.value).filter(([name]) => !check.seen.names.has(name));
    for (const [name] of rest) check.seen.names.add(name);
    return rest.every(([, property]) => check.accepts(node, property));
  },
  hold: (constraints, place) => {
    constraints.note("object");
    constraints.object.leftovers.push({
      requirement: { kind: "hold", node: place.context.child(place.node, "unevaluatedProperties") },
    });
  },
  children: propertyChildren,
  variants: (place) => withClosed(place, propertyChildren(place), "object"),
};

function propertyChildren(place: Place): readonly Child[] {
  return [
    {
      node: place.context.child(place.node, "unevaluatedProperties"),
      descends: true,
      enter: (constraints, inner) => {
        constraints.restrict("object");
        constraints.object.guests.push({
          fits: (name, isEvaluated) => !isEvaluated(name),
          patterns: [],
          requirements: [inner],
        });
      },
    },
  ];
}

/** `unevaluatedItems` (2020-12 core, section 11.2). */
export const UNEVALUATED_ITEMS: Keyword = {
  name: "unevaluatedItems",
  constrains: (place) => anyConstrains(place, itemChildren(place)),
  check: (check) => {
    if (!Array.isArray(check.value)) return true;
    const node = check.context.child(check.node, "unevaluatedItems");
    const rest = check.value
      .map((item, index) => [index, item] as const)
      .filter(([index]) => !check.seen.indexes.has(index));
    for (const [index] of rest) check.seen.indexes.add(index);
    return rest.every(([, item]) => check.accepts(node, item));
  },
  hold: (constraints, place) => {
    constraints.note("array");
    constraints.array.leftovers.push({
      requirement: { kind: "hold", node: place.context.child(place.node, "unevaluatedItems") },
    });
  },
  children: itemChildren,
  variants: (place) => withClosed(place, itemChildren(place), "array"),
};

// The first unevaluated index is known once all other requirements are collected.
function itemChildren(place: Place): readonly Child[] {
  return [
    {
      node: place.context.child(place.node, "unevaluatedItems"),
      descends: true,
      enter: (constraints, inner) => {
        constraints.restrict("array");
        constraints.later(() => {
          const first = Math.max(0, ...constraints.array.rules.map(({ upTo }) => upTo));
          if (Number.isFinite(first)) constraints.item(first, inner);
          else constraints.impossible = true;
        });
      },
    },
  ];
}

function withClosed(place: Place, children: readonly Child[], kind: "object" | "array"): readonly Variant[] {
  const through = throughChildren(place, children);
  if (place.setting !== false) return through;
  const closed = (constraints: Constraints): void => {
    constraints.restrict(kind);
    const { node } = place;
    const leftover = {
      requirement: {
        kind: "hold",
        node: place.context.child(node, kind === "object" ? "unevaluatedProperties" : "unevaluatedItems"),
      },
    } as const;
    constraints[kind].leftovers.push(leftover);
  };
  return [
    { side: "hold", why: "no unevaluated member", apply: closed },
    ...through.filter(({ side }) => side === "break"),
  ];
}
