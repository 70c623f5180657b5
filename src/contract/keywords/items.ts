import type { Shape } from "../build/shape.ts";
import { elementsOf } from "../schema/json.ts";
import type { Child, Keyword, Place, Variant } from "../schema/keyword.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `prefixItems` (2020-12 core, section 10.3.1.1). */
export const PREFIX_ITEMS: Keyword = {
  name: "prefixItems",
  constrains: (place) => anyConstrains(place, prefixChildren(place)),
  check: (check) => {
    const { world, node, setting, value, seen } = check;
    if (!Array.isArray(value)) return true;
    const count = Math.min(elementsOf(setting).length, value.length);
    for (let index = 0; index < count; index += 1) seen.indexes.add(index);
    return value
      .slice(0, count)
      .every((item, index) => check.accepts(world.source.child(node, "prefixItems", index), item));
  },
  hold: (shape, place) => holdPrefix(shape, place),
  children: prefixChildren,
  variants: (place) => throughChildren(place, prefixChildren(place)),
};

function prefixChildren(place: Place): readonly Child[] {
  return elementsOf(place.setting).map((_, index) => ({
    node: place.world.source.child(place.node, "prefixItems", index),
    enter: (shape, inner) => {
      holdPrefix(shape, place, index);
      shape.item(index, inner);
    },
  }));
}

function holdPrefix(shape: Shape, { world, node, setting }: Place, except?: number): void {
  const upTo = elementsOf(setting).length;
  shape.note("array");
  shape.array.rules.push({
    upTo,
    demands: (index) =>
      index < upTo && index !== except ? [{ kind: "hold", node: world.source.child(node, "prefixItems", index) }] : [],
  });
}

/** `items`: what follows the prefix (2020-12 core, section 10.3.1.2). */
export const ITEMS: Keyword = {
  name: "items",
  constrains: (place) => anyConstrains(place, itemsChildren(place)),
  check: (check) => {
    const { world, node, schema, value, seen } = check;
    if (!Array.isArray(value)) return true;
    const from = elementsOf(schema.prefixItems).length;
    for (let index = 0; index < value.length; index += 1) seen.indexes.add(index);
    return value.slice(from).every((item) => check.accepts(world.source.child(node, "items"), item));
  },
  hold: (shape, place) => holdItems(shape, place),
  children: itemsChildren,
  variants: (place) => {
    const children = itemsChildren(place);
    const second = itemsChildren(place, 1);
    const closed: readonly Variant[] =
      place.setting === false
        ? [{ side: "hold", why: "no further item", apply: (shape) => closeItems(shape, place) }]
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

function closeItems(shape: Shape, place: Place): void {
  shape.restrict("array");
  holdItems(shape, place);
}

function itemsChildren(place: Place, offset = 0): readonly Child[] {
  const index = elementsOf(place.schema.prefixItems).length + offset;
  return [
    {
      node: place.world.source.child(place.node, "items"),
      enter: (shape, inner) => {
        holdItems(shape, place, index);
        shape.item(index, inner);
      },
    },
  ];
}

function holdItems(shape: Shape, { world, node, schema }: Place, except?: number): void {
  const from = elementsOf(schema.prefixItems).length;
  const items = world.source.child(node, "items");
  shape.note("array");
  if (items.schema === false) shape.array.most = Math.min(shape.array.most, except === undefined ? from : except + 1);
  shape.array.rules.push({
    upTo: Number.POSITIVE_INFINITY,
    demands: (index) => (index >= from && index !== except ? [{ kind: "hold", node: items }] : []),
  });
}
