import { classOf, escapeOf, type Range } from "./characters.ts";

/** A regular expression (ECMA-262, section 22.2.1), as far as texts are derived from it. */
export type Expression =
  | { readonly kind: "sequence"; readonly parts: readonly Expression[] }
  | { readonly kind: "choice"; readonly options: readonly Expression[] }
  | { readonly kind: "characters"; readonly ranges: readonly Range[]; readonly negated: boolean }
  | { readonly kind: "repeat"; readonly part: Expression; readonly least: number; readonly most: number }
  | { readonly kind: "edge"; readonly at: "start" | "end" | "word" }
  | {
      readonly kind: "look";
      readonly part: Expression;
      readonly ahead: boolean;
      readonly negative: boolean;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: "group"; readonly part: Expression; readonly index: number; readonly name: string | undefined }
  | { readonly kind: "again"; readonly group: number | string };

/** Parses a regular expression; undefined for what this reader does not know, so that nothing is guessed. */
export function parse(pattern: string): Expression | undefined {
  const reader = new Reader(pattern);
  try {
    const expression = reader.choice();
    return reader.isDone() ? expression : undefined;
  } catch {
    return undefined;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #groups = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isDone(): boolean {
    return this.#at >= this.#text.length;
  }

  choice(): Expression {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only ? only : { kind: "choice", options };
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    while (!this.isDone() && !this.#sees("|") && !this.#sees(")")) parts.push(this.#quantified(this.#atom()));
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: "sequence", parts };
  }

  #quantified(part: Expression): Expression {
    const bounds = this.#bounds();
    if (!bounds) return part;
    this.#take("?");
    return { kind: "repeat", part, least: bounds[0], most: bounds[1] };
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.#take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.#take("?")) return [0, 1];
    const braces = this.#match(/^\{(\d+)(,(\d*))?\}/);
    if (!braces) return undefined;
    const least = Number(braces[1]);
    return [least, braces[2] === undefined ? least : braces[3] === "" ? Number.POSITIVE_INFINITY : Number(braces[3])];
  }

  #atom(): Expression {
    if (this.#take("^")) return { kind: "edge", at: "start" };
    if (this.#take("$")) return { kind: "edge", at: "end" };
    if (this.#sees("(")) return this.#group();
    if (this.#take("[")) return this.#class();
    if (this.#take("."))
      return {
        kind: "characters",
        ranges: [
          [10, 10],
          [13, 13],
          [0x2028, 0x2029],
        ],
        negated: true,
      };
    const edge = this.#match(/^\\[bB]/);
    if (edge) return { kind: "edge", at: "word" };
    const again = this.#match(/^\\(?:([1-9]\d*)|k<([^>]+)>)/);
    if (again) return { kind: "again", group: again[2] ?? Number(again[1]) };
    return { kind: "characters", ...this.#character(false) };
  }

  #group(): Expression {
    const from = this.#at;
    const look = this.#match(/^\(\?(<?)([=!])/);
    if (look) {
      const part = this.#closed();
      return { kind: "look", part, ahead: look[1] === "", negative: look[2] === "!", from, to: this.#at };
    }
    if (this.#match(/^\(\?:/)) return this.#closed();
    const named = this.#match(/^\(\?<([^>=!]+)>/);
    if (!named) this.#expect("(");
    this.#groups += 1;
    return { kind: "group", index: this.#groups, name: named?.[1], part: this.#closed() };
  }

  #closed(): Expression {
    const part = this.choice();
    this.#expect(")");
    return part;
  }

  #class(): Expression {
    const negated = this.#take("^");
    const ranges: Range[] = [];
    while (!this.#take("]")) {
      const low = this.#character(true);
      const [from] = low.ranges[0] ?? [0];
      if (low.ranges.length === 1 && this.#match(/^-(?!\])/))
        ranges.push([from, this.#character(true).ranges[0]?.[1] ?? from]);
      else ranges.push(...low.ranges);
    }
    return { kind: "characters", ranges, negated };
  }

  #character(inClass: boolean): { readonly ranges: readonly Range[]; readonly negated: boolean } {
    if (!this.#take("\\")) {
      const point = this.#text.codePointAt(this.#at);
      if (point === undefined) throw new SyntaxError("the pattern ends too early");
      this.#at += point > 0xffff ? 2 : 1;
      return { ranges: [[point, point]], negated: false };
    }
    const known = this.#match(/^[dDwWsS]/);
    if (known) return classOf(known[0], inClass);
    const escape = this.#match(
      /^(?:u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]+\}|[\s\S])/u,
    );
    if (!escape) throw new SyntaxError("nothing follows the backslash");
    return escapeOf(escape[0]);
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.#text.slice(this.#at));
    if (found) this.#at += found[0].length;
    return found ?? undefined;
  }

  #sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    const isThere = this.#sees(text);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new SyntaxError(`expected ${text}`);
  }
}
