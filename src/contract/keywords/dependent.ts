import type { Shape } from "../build/shape.ts";
import { entriesOf, isObject, stringsOf } from "../schema/json.ts";
import type { Child, Keyword, Place, Variant } from "../schema/keyword.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `dependentRequired` (2020-12 validation, section 6.5.4). */
export const DEPENDENT_REQUIRED: Keyword = {
  name: "dependentRequired",
  constrains: ({ setting }) => entriesOf(setting).some(([, needed]) => stringsOf(needed).length > 0),
  check: ({ setting, value }) =>
    !isObject(value) ||
    entriesOf(setting).every(
      ([name, needed]) =>
        !Object.hasOwn(value, name) || stringsOf(needed).every((other) => Object.hasOwn(value, other)),
    ),
  hold: (shape, { setting }) => {
    shape.note("object");
    holdDependent(shape, setting);
  },
  variants: ({ setting }) =>
    entriesOf(setting).flatMap(([name, needed]) => dependentVariants(setting, name, stringsOf(needed))),
};

function holdDependent(shape: Shape, setting: unknown, except?: string): void {
  for (const [name, needed] of entriesOf(setting))
    if (name !== except) shape.object.dependent.push([name, stringsOf(needed)]);
}

function dependentVariants(setting: unknown, name: string, needed: readonly string[]): readonly Variant[] {
  const having = (
    side: Variant["side"],
    why: string,
    wanted: readonly string[],
    unwanted: readonly string[],
  ): Variant => ({
    side,
    why,
    apply: (shape) => {
      shape.restrict("object");
      holdDependent(shape, setting, name);
      for (const one of wanted) shape.object.required.add(one);
      for (const one of unwanted) shape.object.forbidden.add(one);
    },
  });
  return [
    having("hold", `${name} with all that it needs`, [name, ...needed], []),
    ...needed.map((missing) =>
      having("break", `${name} without ${missing}`, [name, ...needed.filter((one) => one !== missing)], [missing]),
    ),
    ...needed.map((missing): Variant => ({
      ...having("hold", `neither ${name} nor ${missing}`, [], [name, missing]),
      extra: true,
    })),
  ];
}

/** `dependentSchemas` (2020-12 core, section 10.2.2.4). */
export const DEPENDENT_SCHEMAS: Keyword = {
  name: "dependentSchemas",
  constrains: (place) => anyConstrains(place, dependentChildren(place)),
  check: (check) => {
    const { setting, value, world, node } = check;
    if (!isObject(value)) return true;
    const names = entriesOf(setting)
      .map(([name]) => name)
      .filter((name) => Object.hasOwn(value, name));
    return names.map((name) => check.inPlace(world.source.child(node, "dependentSchemas", name))).every(Boolean);
  },
  hold: (shape, place) => holdSchemas(shape, place),
  children: dependentChildren,
  variants: (place) => [
    ...throughChildren(place, dependentChildren(place)),
    ...dependentChildren(place).map(({ node }, index): Variant => {
      const name = entriesOf(place.setting)[index]?.[0] ?? "";
      return {
        side: "hold",
        why: `without ${name}, refused by ${node.pointer}`,
        apply: (shape) => {
          holdSchemas(shape, place, name);
          shape.object.forbidden.add(name);
          shape.add({ kind: "fail", node });
        },
        extra: true,
      };
    }),
  ],
};

function dependentChildren(place: Place): readonly Child[] {
  return entriesOf(place.setting).map(([name]) => ({
    node: place.world.source.child(place.node, "dependentSchemas", name),
    enter: (shape, inner) => {
      shape.restrict("object");
      shape.object.required.add(name);
      shape.add(inner);
      holdSchemas(shape, place, name);
    },
  }));
}

function holdSchemas(shape: Shape, { world, node, setting }: Place, except?: string): void {
  shape.note("object");
  for (const [name] of entriesOf(setting)) {
    if (name === except) continue;
    shape.later(() => {
      const isThere =
        shape.object.required.has(name) || (!shape.object.forbidden.has(name) && shape.pick([false, true]) === true);
      if (!isThere) {
        shape.object.forbidden.add(name);
        return;
      }
      shape.object.required.add(name);
      shape.hold(world.source.child(node, "dependentSchemas", name));
    });
  }
}
