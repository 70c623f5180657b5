import { equal, isObject } from "../../shared/json.ts";
import { elementsOf, kindOf, kindsOfType, KINDS, type Kind } from "../schema/json.ts";
import type { Keyword, Variant } from "../schema/keyword.ts";

const PLAIN: Readonly<Record<Kind, unknown>> = {
  string: "text",
  integer: 1,
  fraction: 1.5,
  boolean: true,
  null: null,
  array: [],
  object: {},
};

/** `type`, one name or a list (2020-12 validation, section 6.1.1). */
export const TYPE: Keyword = {
  name: "type",
  constrains: ({ setting }) => kindsOfType(setting).length < KINDS.length,
  check: ({ setting, value }) => kindsOfType(setting).includes(kindOf(value)),
  hold: (constraints, { setting }) => {
    constraints.restrict(...kindsOfType(setting));
  },
  variants: ({ setting }) => {
    const allowed = kindsOfType(setting);
    return KINDS.map((kind): Variant => {
      const isAllowed = allowed.includes(kind);
      return {
        side: isAllowed ? "hold" : "break",
        why: `of type ${nameOf(kind)}`,
        apply: (constraints) => constraints.restrict(kind),
      };
    });
  },
};

/** `enum` (2020-12 validation, section 6.1.2). */
export const ENUM: Keyword = {
  name: "enum",
  constrains: () => true,
  check: ({ setting, value }) => elementsOf(setting).some((one) => equal(one, value)),
  hold: (constraints, { setting }) => constraints.allow(elementsOf(setting)),
  variants: ({ setting }) => listVariants(elementsOf(setting)),
};

/** `const` (2020-12 validation, section 6.1.3). */
export const CONST: Keyword = {
  name: "const",
  constrains: () => true,
  check: ({ setting, value }) => equal(setting, value),
  hold: (constraints, { setting }) => constraints.allow([setting]),
  variants: ({ setting }) => listVariants([setting]),
};

function listVariants(listed: readonly unknown[]): readonly Variant[] {
  const isFree = (value: unknown): boolean => !listed.some((one) => equal(one, value));
  const misses = listed.flatMap(nearMisses).filter(isFree);
  const kinds = new Set(listed.map(kindOf));
  const others = KINDS.map((kind) => ({ kind, value: PLAIN[kind] })).filter(({ value }) => isFree(value));
  return [
    ...listed.map((one): Variant => ({
      side: "hold",
      why: `the value ${brief(one)}`,
      apply: (constraints) => constraints.allow([one]),
    })),
    {
      side: "break",
      why: "a value that is not listed",
      apply: (constraints) => {
        constraints.excluded.push(...listed);
        constraints.note(...kinds);
      },
    },
    ...misses.map((value): Variant => ({
      side: "break",
      why: `${brief(value)}, which is almost listed`,
      apply: (constraints) => constraints.allow([value]),
      given: value,
      extra: true,
    })),
    ...others.map(({ kind, value }): Variant => ({
      side: "break",
      why: `${brief(value)}, of type ${nameOf(kind)}`,
      apply: (constraints) => constraints.allow([value]),
      given: value,
      extra: true,
    })),
  ];
}

// Values that a careless implementation would accept: another case, a trailing blank, an adjacent number, a string for
// a number.
function nearMisses(one: unknown): readonly unknown[] {
  if (typeof one === "string") {
    const swapped = one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase();
    return [swapped, `${one} `, `${one}x`, one.slice(0, -1)];
  }
  if (typeof one === "number") return [one + 1, one - 1, String(one)];
  if (typeof one === "boolean") return [!one, String(one)];
  if (Array.isArray(one)) return [[...(one as readonly unknown[]), null], one.slice(1)];
  if (isObject(one)) return [{ ...one, extra: null }, Object.fromEntries(Object.entries(one).slice(1))];
  return ["null", false, 0];
}

function nameOf(kind: Kind): string {
  return kind === "fraction" ? "number" : kind;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
