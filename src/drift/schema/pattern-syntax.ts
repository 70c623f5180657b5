/** A part of a regular expression. A character is named by the source of the one-character pattern that matches it. */
export type Part =
  | { readonly kind: "character"; readonly source: string }
  | { readonly kind: "assertion"; readonly source: string }
  | { readonly kind: "sequence"; readonly parts: readonly Part[] }
  | { readonly kind: "choice"; readonly parts: readonly Part[] }
  | { readonly kind: "repeat"; readonly part: Part; readonly min: number; readonly max: number };

/** Reads a pattern (ECMA-262, section 22.2.1). What it cannot read exactly, such as a backreference, becomes an assertion. */
export function readPattern(source: string): Part {
  return new Reader(source).read();
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Part {
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: "choice", parts };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== "|" && this.#source[this.#at] !== ")")
      parts.push(this.#repeated(this.#atom()));
    return { kind: "sequence", parts };
  }

  #atom(): Part {
    if (this.#take("^")) return { kind: "assertion", source: "^" };
    if (this.#take("$")) return { kind: "assertion", source: "$" };
    if (this.#take("(")) return this.#group();
    const character = this.#source[this.#at] ?? "";
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    const point = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += point.length;
    return {
      kind: "character",
      source: point === "/" || point === "]" || point === "}" || point === "{" ? `\\${point}` : point,
    };
  }

  #group(): Part {
    const assertion = ["?=", "?!", "?<=", "?<!"].find((mark) => this.#take(mark));
    if (assertion === undefined && !this.#take("?:") && this.#take("?<")) while (!this.#take(">")) this.#at += 1;
    const inner = this.read();
    this.#take(")");
    return assertion === undefined ? inner : { kind: "assertion", source: assertion };
  }

  #class(): Part {
    const start = this.#at;
    this.#at += 1;
    while (this.#at < this.#source.length && this.#source[this.#at] !== "]")
      this.#at += this.#source[this.#at] === "\\" ? 2 : 1;
    this.#at += 1;
    return { kind: "character", source: this.#source.slice(start, this.#at) };
  }

  #escape(): Part {
    const found =
      /^\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[pP]\{[^}]*\}|c[A-Za-z]|k<[^>]*>|.)/su.exec(
        this.#source.slice(this.#at),
      )?.[0] ?? "\\\\";
    this.#at += found.length;
    return { kind: /^\\[bBk1-9]/.test(found) ? "assertion" : "character", source: found };
  }

  #repeated(part: Part): Part {
    const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.#source.slice(this.#at))?.[0];
    if (found === undefined) return part;
    this.#at += found.length;
    if (found.startsWith("{")) {
      const [, min = "0", comma, max] = /\{(\d+)(,)?(\d*)/.exec(found) ?? [];
      return {
        kind: "repeat",
        part,
        min: Number(min),
        max: comma === undefined ? Number(min) : max ? Number(max) : Infinity,
      };
    }
    return { kind: "repeat", part, min: found.startsWith("+") ? 1 : 0, max: found.startsWith("?") ? 1 : Infinity };
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}
