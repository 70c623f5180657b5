import { LONGEST_TEXT } from "../build/text.ts";
import { samplesOf } from "../build/formats.ts";
import { compilePattern } from "../../patterns/compile.ts";
import { matchesPattern, patternProbes } from "../schema/pattern.ts";
import { lengthOf } from "../schema/json.ts";
import type { Constraints, Keyword, Variant } from "../schema/keyword.ts";

/** `minLength` and `maxLength`, in code points (2020-12 validation, sections 6.3.1 and 6.3.2). */
export const LENGTHS: readonly Keyword[] = [
  {
    name: "minLength",
    constrains: ({ setting }) => typeof setting === "number" && setting > 0,
    check: ({ setting, value }) => typeof value !== "string" || lengthOf(value) >= Number(setting),
    hold: (constraints, { setting }) => {
      constraints.text.least = Math.max(constraints.text.least, Number(setting));
      constraints.note("string");
    },
    variants: ({ setting }) => lengthVariants("lower", Number(setting)),
  },
  {
    name: "maxLength",
    constrains: () => true,
    check: ({ setting, value }) => typeof value !== "string" || lengthOf(value) <= Number(setting),
    hold: (constraints, { setting }) => {
      constraints.text.most = Math.min(constraints.text.most, Number(setting));
      constraints.note("string");
    },
    variants: ({ setting }) => lengthVariants("upper", Number(setting)),
  },
];

function lengthVariants(bound: "lower" | "upper", limit: number): readonly Variant[] {
  const beyond = bound === "lower" ? limit - 1 : limit + 1;
  const way = (side: Variant["side"], length: number, filler: string, extra: boolean): Variant => ({
    side,
    why: `${length} code points${extra ? ` of two UTF-16 units each` : ""}`,
    apply: (constraints) => {
      constraints.restrict("string");
      if ((side === "hold") === (bound === "lower")) constraints.text.least = Math.max(constraints.text.least, length);
      else constraints.text.most = Math.min(constraints.text.most, length);
      constraints.text.wish = length;
      constraints.text.filler = filler;
    },
    pin: (constraints) => {
      constraints.text.least = Math.max(constraints.text.least, length);
      constraints.text.most = Math.min(constraints.text.most, length);
    },
    ...(extra ? { extra } : {}),
  });
  if (limit > LONGEST_TEXT) return [];
  const breaking = beyond >= 0 ? [way("break", beyond, "a", false), way("break", beyond, "😀", true)] : [];
  return [way("hold", limit, "a", false), way("hold", limit, "😀", true), ...breaking];
}

/** `pattern` (2020-12 validation, section 6.3.3). */
export const PATTERN: Keyword = {
  name: "pattern",
  constrains: ({ setting }) => typeof setting === "string" && compilePattern(setting) !== undefined,
  check: ({ setting, value }) => typeof value !== "string" || matchesPattern(String(setting), value),
  hold: (constraints, { setting }) => {
    constraints.text.patterns.push(String(setting));
    constraints.note("string");
  },
  variants: ({ setting }) => {
    const { accepted, refused } = patternProbes(String(setting));
    const given =
      (side: Variant["side"]) =>
      (text: string): Variant =>
        exactly(side, text);
    return [
      matching(String(setting), accepted),
      freely("break", "a text that does not match", (text) => !matchesPattern(String(setting), text), refused),
      ...accepted.map(given("hold")),
      ...refused.map(given("break")),
    ];
  },
};

function matching(pattern: string, offers: readonly string[]): Variant {
  return {
    side: "hold",
    why: "a text that matches",
    apply: (constraints) => {
      constraints.restrict("string");
      constraints.text.patterns.push(pattern);
      constraints.offers.push(...offers);
    },
  };
}

/** `format`, as far as ajv-formats knows it (2020-12 validation, section 7). */
export const FORMAT: Keyword = {
  name: "format",
  constrains: ({ context, setting }) => context.format(setting) !== undefined,
  check: ({ context, setting, value }) => context.format(setting)?.(value) ?? true,
  hold: (constraints, { context, setting }) => {
    const accepts = context.format(setting);
    if (accepts) constraints.text.formats.push({ name: String(setting), accepts });
    if (isNumeric(setting)) constraints.offers.push(1, 0);
  },
  variants: ({ context, setting }) => {
    const accepts = context.format(setting);
    if (!accepts) return [];
    if (isNumeric(setting)) return numericFormat(accepts);
    const { accepted, refused } = samplesOf(String(setting));
    const texts = [...accepted, ...refused];
    return [
      freely("hold", "a text in the format", accepts, texts.filter(accepts)),
      freely(
        "break",
        "a text that is not in the format",
        (text) => !accepts(text),
        texts.filter((text) => !accepts(text)),
      ),
      ...texts.map((text) => exactly(accepts(text) ? "hold" : "break", text)),
    ];
  },
};

function isNumeric(format: unknown): boolean {
  return format === "int32" || format === "int64" || format === "float" || format === "double";
}

function numericFormat(accepts: (value: unknown) => boolean): readonly Variant[] {
  return [1, 0, 2147483647, -2147483648, 2147483648, -2147483649, 1.5].map((value, index) => ({
    side: accepts(value) ? "hold" : "break",
    why: `the number ${value}`,
    apply: (constraints) => constraints.allow([value]),
    ...(index === 0 || (index === 4 && !accepts(value)) || value === 1.5 ? {} : { extra: true }),
  }));
}

function exactly(side: Variant["side"], text: string): Variant {
  return {
    side,
    why: `the text ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)}`,
    apply: (constraints) => constraints.allow([text]),
    given: text,
    extra: true,
  };
}

function freely(
  side: Variant["side"],
  why: string,
  test: (text: string) => boolean,
  offers: readonly string[],
): Variant {
  return {
    side,
    why,
    apply: (constraints: Constraints) => {
      constraints.restrict("string");
      constraints.text.tests.push(test);
      constraints.offers.push(...offers);
    },
  };
}
