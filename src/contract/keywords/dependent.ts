import { isObject } from "../../shared/json.ts";
import { entriesOf, stringsOf } from "../schema/json.ts";
import type { Child, Constraints, Keyword, Place, Variant } from "../schema/keyword.ts";
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
  hold: (constraints, { setting }) => {
    constraints.note("object");
    holdDependent(constraints, setting);
  },
  variants: ({ setting }) =>
    entriesOf(setting).flatMap(([name, needed]) => dependentVariants(setting, name, stringsOf(needed))),
};

function holdDependent(constraints: Constraints, setting: unknown, except?: string): void {
  for (const [name, needed] of entriesOf(setting))
    if (name !== except) constraints.object.dependent.push([name, stringsOf(needed)]);
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
    apply: (constraints) => {
      constraints.restrict("object");
      holdDependent(constraints, setting, name);
      for (const one of wanted) constraints.object.required.add(one);
      for (const one of unwanted) constraints.object.forbidden.add(one);
    },
  });
  return [
    having("hold", `${name} with all that it requires`, [name, ...needed], []),
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
    const { setting, value, context, node } = check;
    if (!isObject(value)) return true;
    const names = entriesOf(setting)
      .map(([name]) => name)
      .filter((name) => Object.hasOwn(value, name));
    return names.map((name) => check.inPlace(context.child(node, "dependentSchemas", name))).every(Boolean);
  },
  hold: (constraints, place) => holdSchemas(constraints, place),
  children: dependentChildren,
  variants: (place) => [
    ...throughChildren(place, dependentChildren(place)),
    ...dependentChildren(place).map(({ node }, index): Variant => {
      const name = entriesOf(place.setting)[index]?.[0] ?? "";
      return {
        side: "hold",
        why: `without ${name}, rejected by ${node.pointer}`,
        apply: (constraints) => {
          holdSchemas(constraints, place, name);
          constraints.object.forbidden.add(name);
          constraints.add({ kind: "fail", node });
        },
        extra: true,
      };
    }),
  ],
};

function dependentChildren(place: Place): readonly Child[] {
  return entriesOf(place.setting).map(([name]) => ({
    node: place.context.child(place.node, "dependentSchemas", name),
    descends: false,
    enter: (constraints, inner) => {
      constraints.restrict("object");
      constraints.object.required.add(name);
      constraints.add(inner);
      holdSchemas(constraints, place, name);
    },
  }));
}

function holdSchemas(constraints: Constraints, { context, node, setting }: Place, except?: string): void {
  constraints.note("object");
  for (const [name] of entriesOf(setting)) {
    if (name === except) continue;
    constraints.later(() => {
      const isThere =
        constraints.object.required.has(name) ||
        (!constraints.object.forbidden.has(name) && constraints.pick([false, true]) === true);
      if (!isThere) {
        constraints.object.forbidden.add(name);
        return;
      }
      constraints.object.required.add(name);
      constraints.hold(context.child(node, "dependentSchemas", name));
    });
  }
}
