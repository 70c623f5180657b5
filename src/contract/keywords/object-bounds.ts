import { isObject } from "../../shared/json.ts";
import { MOST_MEMBERS } from "../build/object.ts";
import { stringsOf } from "../schema/json.ts";
import type { Keyword, Variant } from "../schema/keyword.ts";

/** `minProperties` and `maxProperties` (2020-12 validation, sections 6.5.1 and 6.5.2). */
export const OBJECT_BOUNDS: readonly Keyword[] = [
  {
    name: "minProperties",
    constrains: ({ setting }) => Number(setting) > 0,
    check: ({ setting, value }) => !isObject(value) || Object.keys(value).length >= Number(setting),
    hold: (constraints, { setting }) => {
      constraints.object.least = Math.max(constraints.object.least, Number(setting));
      constraints.note("object");
    },
    variants: ({ setting }) => countVariants("lower", Number(setting)),
  },
  {
    name: "maxProperties",
    constrains: () => true,
    check: ({ setting, value }) => !isObject(value) || Object.keys(value).length <= Number(setting),
    hold: (constraints, { setting }) => {
      constraints.object.most = Math.min(constraints.object.most, Number(setting));
      constraints.note("object");
    },
    variants: ({ setting }) => countVariants("upper", Number(setting)),
  },
];

function countVariants(bound: "lower" | "upper", limit: number): readonly Variant[] {
  const beyond = bound === "lower" ? limit - 1 : limit + 1;
  const way = (side: Variant["side"], count: number): Variant => ({
    side,
    why: `${count} properties`,
    apply: (constraints) => {
      constraints.restrict("object");
      if ((side === "hold") === (bound === "lower"))
        constraints.object.least = Math.max(constraints.object.least, count);
      else constraints.object.most = Math.min(constraints.object.most, count);
      constraints.object.wish = count;
    },
    pin: (constraints) => {
      constraints.object.least = Math.max(constraints.object.least, count);
      constraints.object.most = Math.min(constraints.object.most, count);
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
  hold: (constraints, { setting }) => {
    for (const name of stringsOf(setting)) constraints.object.required.add(name);
    constraints.note("object");
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
      apply: (constraints) => {
        constraints.restrict("object");
        for (const name of wanted) constraints.object.required.add(name);
        for (const name of unwanted) constraints.object.forbidden.add(name);
      },
    });
    return [
      having("hold", "all required properties", names, []),
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
