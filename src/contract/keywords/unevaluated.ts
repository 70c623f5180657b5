import type { Shape } from "../build/shape.ts";
import { isObject } from "../schema/json.ts";
import type { Child, Keyword, Place, Variant } from "../schema/keyword.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `unevaluatedProperties` (2020-12 core, section 11.3). */
export const UNEVALUATED_PROPERTIES: Keyword = {
  name: "unevaluatedProperties",
  constrains: (place) => anyConstrains(place, memberChildren(place)),
  check: (check) => {
    if (!isObject(check.value)) return true;
    const node = check.world.source.child(check.node, "unevaluatedProperties");
    const rest = Object.entries(check.value).filter(([name]) => !check.seen.names.has(name));
    for (const [name] of rest) check.seen.names.add(name);
    return rest.every(([, member]) => check.accepts(node, member));
  },
  hold: (shape, place) => {
    shape.note("object");
    shape.object.leftovers.push({
      demand: { kind: "hold", node: place.world.source.child(place.node, "unevaluatedProperties") },
    });
  },
  children: memberChildren,
  variants: (place) => withClosed(place, memberChildren(place), "object"),
};

function memberChildren(place: Place): readonly Child[] {
  return [
    {
      node: place.world.source.child(place.node, "unevaluatedProperties"),
      enter: (shape, inner) => {
        shape.restrict("object");
        shape.object.guests.push({ fits: (name, isEvaluated) => !isEvaluated(name), patterns: [], demands: [inner] });
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
    const node = check.world.source.child(check.node, "unevaluatedItems");
    const rest = check.value
      .map((item, index) => [index, item] as const)
      .filter(([index]) => !check.seen.indexes.has(index));
    for (const [index] of rest) check.seen.indexes.add(index);
    return rest.every(([, item]) => check.accepts(node, item));
  },
  hold: (shape, place) => {
    shape.note("array");
    shape.array.leftovers.push({
      demand: { kind: "hold", node: place.world.source.child(place.node, "unevaluatedItems") },
    });
  },
  children: itemChildren,
  variants: (place) => withClosed(place, itemChildren(place), "array"),
};

// The first index that no rule evaluates is known once everything else has been gathered.
function itemChildren(place: Place): readonly Child[] {
  return [
    {
      node: place.world.source.child(place.node, "unevaluatedItems"),
      enter: (shape, inner) => {
        shape.restrict("array");
        shape.later(() => {
          const first = Math.max(0, ...shape.array.rules.map(({ upTo }) => upTo));
          if (Number.isFinite(first)) shape.item(first, inner);
          else shape.impossible = true;
        });
      },
    },
  ];
}

function withClosed(place: Place, children: readonly Child[], kind: "object" | "array"): readonly Variant[] {
  const through = throughChildren(place, children);
  if (place.setting !== false) return through;
  const closed = (shape: Shape): void => {
    shape.restrict(kind);
    const { node } = place;
    const leftover = {
      demand: {
        kind: "hold",
        node: place.world.source.child(node, kind === "object" ? "unevaluatedProperties" : "unevaluatedItems"),
      },
    } as const;
    shape[kind].leftovers.push(leftover);
  };
  return [
    { side: "hold", why: "nothing that is left over", apply: closed },
    ...through.filter(({ side }) => side === "break"),
  ];
}
