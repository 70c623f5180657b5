import { MOST_MEMBERS } from "../build/object.ts";
import { isObject, stringsOf } from "../schema/json.ts";
import type { Keyword, Variant } from "../schema/keyword.ts";

/** `minProperties` and `maxProperties` (2020-12 validation, sections 6.5.1 and 6.5.2). */
export const OBJECT_BOUNDS: readonly Keyword[] = [
  {
    name: "minProperties",
    constrains: ({ setting }) => Number(setting) > 0,
    check: ({ setting, value }) => !isObject(value) || Object.keys(value).length >= Number(setting),
    hold: (shape, { setting }) => {
      shape.object.least = Math.max(shape.object.least, Number(setting));
      shape.note("object");
    },
    variants: ({ setting }) => countVariants(Number(setting), Number(setting) - 1),
  },
  {
    name: "maxProperties",
    constrains: () => true,
    check: ({ setting, value }) => !isObject(value) || Object.keys(value).length <= Number(setting),
    hold: (shape, { setting }) => {
      shape.object.most = Math.min(shape.object.most, Number(setting));
      shape.note("object");
    },
    variants: ({ setting }) => countVariants(Number(setting), Number(setting) + 1),
  },
];

function countVariants(limit: number, beyond: number): readonly Variant[] {
  const way = (side: Variant["side"], count: number): Variant => ({
    side,
    why: `${count} members`,
    apply: (shape) => {
      shape.restrict("object");
      if (count >= limit) shape.object.least = Math.max(shape.object.least, count);
      if (count <= limit) shape.object.most = Math.min(shape.object.most, count);
      shape.object.wish = count;
    },
    pin: (shape) => {
      shape.object.least = Math.max(shape.object.least, count);
      shape.object.most = Math.min(shape.object.most, count);
    },
  });
  if (limit > MOST_MEMBERS) return [];
  return [way("hold", limit), ...(beyond >= 0 ? [way("break", beyond)] : [])];
}

/** `required` (2020-12 validation, section 6.5.3). */
export const REQUIRED: Keyword = {
  name: "required",
  constrains: ({ setting }) => stringsOf(setting).length > 0,
  check: ({ setting, value }) => !isObject(value) || stringsOf(setting).every((name) => Object.hasOwn(value, name)),
  hold: (shape, { setting }) => {
    for (const name of stringsOf(setting)) shape.object.required.add(name);
    shape.note("object");
  },
  variants: ({ setting }) => {
    const names = stringsOf(setting);
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
        for (const name of wanted) shape.object.required.add(name);
        for (const name of unwanted) shape.object.forbidden.add(name);
      },
    });
    return [
      having("hold", "all required members", names, []),
      ...names.map((name) =>
        having(
          "break",
          `without ${name}`,
          names.filter((other) => other !== name),
          [name],
        ),
      ),
    ];
  },
};
