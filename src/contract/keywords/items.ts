import { elementsOf } from "../schema/json.ts";
import type { Child, Constraints, Keyword, Place, Variant } from "../schema/keyword.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `prefixItems` (2020-12 core, section 10.3.1.1). */
export const PREFIX_ITEMS: Keyword = {
  name: "prefixItems",
  constrains: (place) => anyConstrains(place, prefixChildren(place)),
  check: (check) => {
    const { context, node, setting, value, seen } = check;
    if (!Array.isArray(value)) return true;
    const count = Math.min(elementsOf(setting).length, value.length);
    for (let index = 0; index < count; index += 1) seen.indexes.add(index);
    return value.slice(0, count).every((item, index) => check.accepts(context.child(node, "prefixItems", index), item));
  },
  hold: (constraints, place) => holdPrefix(constraints, place),
  children: prefixChildren,
  variants: (place) => throughChildren(place, prefixChildren(place)),
};

function prefixChildren(place: Place): readonly Child[] {
  return elementsOf(place.setting).map((_, index) => ({
    node: place.context.child(place.node, "prefixItems", index),
    descends: true,
    enter: (constraints, inner) => {
      holdPrefix(constraints, place, index);
      constraints.item(index, inner);
    },
  }));
}

function holdPrefix(constraints: Constraints, { context, node, setting }: Place, except?: number): void {
  const upTo = elementsOf(setting).length;
  constraints.note("array");
  constraints.array.rules.push({
    upTo,
    requirements: (index) =>
      index < upTo && index !== except ? [{ kind: "hold", node: context.child(node, "prefixItems", index) }] : [],
  });
}

/** `items`: the items after the prefix (2020-12 core, section 10.3.1.2). */
export const ITEMS: Keyword = {
  name: "items",
  constrains: (place) => anyConstrains(place, itemsChildren(place)),
  check: (check) => {
    const { context, node, schema, value, seen } = check;
    if (!Array.isArray(value)) return true;
    const from = elementsOf(schema.prefixItems).length;
    for (let index = 0; index < value.length; index += 1) seen.indexes.add(index);
    return value.slice(from).every((item) => check.accepts(context.child(node, "items"), item));
  },
  hold: (constraints, place) => holdItems(constraints, place),
  children: itemsChildren,
  variants: (place) => {
    const children = itemsChildren(place);
    const second = itemsChildren(place, 1);
    const closed: readonly Variant[] =
      place.setting === false
        ? [{ side: "hold", why: "no further item", apply: (constraints) => closeItems(constraints, place) }]
        : [];
    return [
      ...closed,
      ...throughChildren(place, children).filter(({ side }) => side === "break" || place.setting !== false),
      ...throughChildren(place, second).map((variant) => ({
        ...variant,
        why: `second item ${variant.why}`,
        extra: true,
      })),
    ];
  },
};

function closeItems(constraints: Constraints, place: Place): void {
  constraints.restrict("array");
  holdItems(constraints, place);
}

function itemsChildren(place: Place, offset = 0): readonly Child[] {
  const index = elementsOf(place.schema.prefixItems).length + offset;
  return [
    {
      node: place.context.child(place.node, "items"),
      descends: true,
      enter: (constraints, inner) => {
        holdItems(constraints, place, index);
        constraints.item(index, inner);
      },
    },
  ];
}

function holdItems(constraints: Constraints, { context, node, schema }: Place, except?: number): void {
  const from = elementsOf(schema.prefixItems).length;
  const items = context.child(node, "items");
  constraints.note("array");
  if (items.schema === false)
    constraints.array.most = Math.min(constraints.array.most, except === undefined ? from : except + 1);
  constraints.array.rules.push({
    upTo: Number.POSITIVE_INFINITY,
    requirements: (index) => (index >= from && index !== except ? [{ kind: "hold", node: items }] : []),
  });
}
