import { elementsOf, equal, isObject, kindOf, kindsOfType, KINDS, type Kind } from "../schema/json.ts";
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
  check: ({ setting, value }) => elementsOf(setting).some((member) => equal(member, value)),
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

function listVariants(members: readonly unknown[]): readonly Variant[] {
  const isFree = (value: unknown): boolean => !members.some((member) => equal(member, value));
  const misses = members.flatMap(nearMisses).filter(isFree);
  const kinds = new Set(members.map(kindOf));
  const others = KINDS.map((kind) => ({ kind, value: PLAIN[kind] })).filter(({ value }) => isFree(value));
  return [
    ...members.map((member): Variant => ({
      side: "hold",
      why: `the value ${brief(member)}`,
      apply: (constraints) => constraints.allow([member]),
    })),
    {
      side: "break",
      why: "a value that is not listed",
      apply: (constraints) => {
        constraints.excluded.push(...members);
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

// What a careless reader would let pass: another case, a blank at the end, the neighbouring number, a text for a
// number.
function nearMisses(member: unknown): readonly unknown[] {
  if (typeof member === "string") {
    const swapped = member === member.toUpperCase() ? member.toLowerCase() : member.toUpperCase();
    return [swapped, `${member} `, `${member}x`, member.slice(0, -1)];
  }
  if (typeof member === "number") return [member + 1, member - 1, String(member)];
  if (typeof member === "boolean") return [!member, String(member)];
  if (Array.isArray(member)) return [[...(member as readonly unknown[]), null], member.slice(1)];
  if (isObject(member)) return [{ ...member, extra: null }, Object.fromEntries(Object.entries(member).slice(1))];
  return ["null", false, 0];
}

function nameOf(kind: Kind): string {
  return kind === "fraction" ? "number" : kind;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
