import { RegExpParser, type AST } from "@eslint-community/regexpp";
import { JS } from "refa";
import { compilePattern } from "./compile.ts";

/** First and last code point of a range. */
export type Range = readonly [from: number, to: number];

/** A regular expression (ECMA-262, section 22.2.1), simplified for deriving strings. */
export type Expression =
  | { readonly kind: "sequence"; readonly parts: readonly Expression[] }
  | { readonly kind: "choice"; readonly options: readonly Expression[] }
  | { readonly kind: "characters"; readonly ranges: readonly Range[] }
  | { readonly kind: "repeat"; readonly part: Expression; readonly least: number; readonly most: number }
  | { readonly kind: "edge"; readonly at: "start" | "end" | "word" }
  | Lookaround
  | { readonly kind: "group"; readonly part: Expression; readonly index: number; readonly name: string | undefined }
  | { readonly kind: "again"; readonly group: number | string };

/** A lookahead or lookbehind, and its place in the pattern. */
export interface Lookaround {
  readonly kind: "lookaround";
  readonly part: Expression;
  readonly ahead: boolean;
  readonly negative: boolean;
  /** Index of its first character in the pattern. */
  readonly from: number;
  /** Index after its last character. */
  readonly to: number;
}

/** A pattern parsed by `@eslint-community/regexpp`, with its flags. */
export interface ParsedPattern {
  readonly pattern: AST.Pattern;
  readonly flags: AST.Flags;
  /** Whether it is parsed with the flag "u". */
  readonly unicode: boolean;
}

const PARSER = new RegExpParser({ ecmaVersion: 2024 });
const expressions = new Map<string, Expression | undefined>();

/**
 * Parses a pattern into regexpp's syntax tree, with the flag "u" if possible; undefined for an invalid pattern.
 */
export function parseSyntax(pattern: string): ParsedPattern | undefined {
  const flags = compilePattern(pattern)?.flags;
  if (flags === undefined) return undefined;
  const unicode = flags.includes("u");
  return {
    pattern: PARSER.parsePattern(pattern, 0, pattern.length, { unicode }),
    flags: PARSER.parseFlags(flags),
    unicode,
  };
}

/** Parses a pattern into the parts for deriving strings; undefined for an invalid pattern. */
export function parsePattern(pattern: string): Expression | undefined {
  if (!expressions.has(pattern)) {
    const parsed = parseSyntax(pattern);
    expressions.set(pattern, parsed && new Reader(parsed.unicode).choice(parsed.pattern.alternatives));
  }
  return expressions.get(pattern);
}

class Reader {
  readonly #unicode: boolean;
  #groups = 0;

  constructor(unicode: boolean) {
    this.#unicode = unicode;
  }

  choice(alternatives: readonly AST.Alternative[]): Expression {
    const options = alternatives.map(({ elements }) => this.#sequence(elements));
    const [only] = options;
    return options.length === 1 && only ? only : { kind: "choice", options };
  }

  #sequence(elements: readonly AST.Element[]): Expression {
    const parts = elements.map((element) => this.#element(element));
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: "sequence", parts };
  }

  #element(element: AST.Element): Expression {
    switch (element.type) {
      case "Assertion":
        return this.#assertion(element);
      case "Quantifier":
        return { kind: "repeat", part: this.#element(element.element), least: element.min, most: element.max };
      case "Group":
        return this.choice(element.alternatives);
      case "CapturingGroup": {
        this.#groups += 1;
        const index = this.#groups;
        return { kind: "group", index, name: element.name ?? undefined, part: this.choice(element.alternatives) };
      }
      case "Backreference":
        return { kind: "again", group: element.ref };
      case "Character":
      case "CharacterClass":
      case "CharacterSet":
      case "ExpressionCharacterClass":
        return this.#characters(element);
    }
  }

  #assertion(assertion: AST.Assertion): Expression {
    if (!("alternatives" in assertion)) return { kind: "edge", at: assertion.kind };
    return {
      kind: "lookaround",
      part: this.choice(assertion.alternatives),
      ahead: assertion.kind === "lookahead",
      negative: assertion.negate,
      from: assertion.start,
      to: assertion.end,
    };
  }

  #characters(element: JS.CharacterElement): Expression {
    const { chars } = JS.parseUnicodeSet(element, { unicode: this.#unicode });
    return { kind: "characters", ranges: chars.ranges.flatMap(({ min, max }) => withoutSurrogates(min, max)) };
  }
}

// A lone surrogate cannot be sent as UTF-8.
function withoutSurrogates(min: number, max: number): readonly Range[] {
  const below: Range = [min, Math.min(max, 0xd7ff)];
  const above: Range = [Math.max(min, 0xe000), max];
  return [below, above].filter(([from, to]) => from <= to);
}
