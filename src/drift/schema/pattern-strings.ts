import { regex } from "./record.ts";

/** A part of a regular expression, read far enough to write strings that match it; assertions are left out. */
type Part =
  | { readonly kind: "characters"; readonly choices: readonly string[] }
  | { readonly kind: "sequence"; readonly parts: readonly Part[] }
  | { readonly kind: "choice"; readonly parts: readonly Part[] }
  | { readonly kind: "repeat"; readonly part: Part; readonly min: number; readonly max: number };

const ALPHABET = Array.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.:/@#?&=+%,;!$'\"()*<>[]{}|\\^`~\t\né漢😀");
const MAX_STRINGS = 600;
const MAX_REPEAT = 5000;

const kept = new Map<string, readonly string[]>();

/** Strings that match a pattern, each differing from the first in one choice: a character, an alternative, a number of repetitions. */
export function patternStrings(pattern: string): readonly string[] {
  const known = kept.get(pattern);
  if (known) return known;
  const strings = write(new Reader(pattern).read()).filter((text) => regex(pattern).test(text));
  kept.set(pattern, strings);
  return strings;
}

function write(part: Part): string[] {
  const first = writer(part, -1, 0);
  const strings = new Set([first.text]);
  first.options.forEach((count, point) => {
    for (let option = 1; option < count && strings.size < MAX_STRINGS; option += 1) strings.add(writer(part, point, option).text);
  });
  return [...strings];
}

/** Writes one string: the first option everywhere, but `option` at the choice numbered `point`. */
function writer(root: Part, point: number, option: number): { text: string; options: number[] } {
  const options: number[] = [];
  const pick = (count: number): number => {
    options.push(count);
    return options.length - 1 === point ? option : 0;
  };
  const text = (part: Part): string => {
    switch (part.kind) {
      case "characters":
        return part.choices[pick(part.choices.length)] ?? "";
      case "sequence":
        return part.parts.map(text).join("");
      case "choice":
        return part.parts.length === 0 ? "" : text(part.parts[pick(part.parts.length)] ?? { kind: "sequence", parts: [] });
      case "repeat": {
        const counts = [...new Set([part.min, part.min + 1, part.max === Infinity ? part.min + 3 : part.max, part.max - 1])]
          .filter((count) => count >= part.min && count <= Math.min(part.max, MAX_REPEAT));
        const count = counts[pick(counts.length)] ?? part.min;
        if (count === 0) return "";
        const one = text(part.part);
        return one + one.repeat(Math.min(count, MAX_REPEAT) - 1);
      }
    }
  };
  return { text: text(root), options };
}

/** Reads the syntax of ECMAScript patterns. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Part {
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    return parts.length === 1 ? (parts[0] ?? { kind: "sequence", parts: [] }) : { kind: "choice", parts };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== "|" && this.#source[this.#at] !== ")") {
      const part = this.#atom();
      if (part) parts.push(this.#repeated(part));
    }
    return { kind: "sequence", parts };
  }

  #atom(): Part | undefined {
    if (this.#take("^") || this.#take("$")) return undefined;
    if (this.#take("(")) return this.#group();
    const character = this.#source[this.#at] ?? "";
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    const point = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += point.length;
    return point === "." ? matching(".") : { kind: "characters", choices: [point] };
  }

  #group(): Part | undefined {
    const assertion = ["?=", "?!", "?<=", "?<!"].some((mark) => this.#take(mark));
    if (!assertion && !this.#take("?:") && this.#take("?<")) while (!this.#take(">")) this.#at += 1;
    const inner = this.read();
    this.#take(")");
    return assertion ? undefined : inner;
  }

  #class(): Part {
    const start = this.#at;
    this.#at += 1;
    while (this.#at < this.#source.length && this.#source[this.#at] !== "]") this.#at += this.#source[this.#at] === "\\" ? 2 : 1;
    this.#at += 1;
    return matching(this.#source.slice(start, this.#at));
  }

  #escape(): Part | undefined {
    const found = /^\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[pP]\{[^}]*\}|c[A-Za-z]|.)/su.exec(this.#source.slice(this.#at))?.[0] ?? "\\";
    this.#at += found.length;
    if (found === "\\b" || found === "\\B") return undefined;
    return matching(found);
  }

  #repeated(part: Part): Part {
    const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.#source.slice(this.#at))?.[0];
    if (found === undefined) return part;
    this.#at += found.length;
    if (found.startsWith("{")) {
      const [, min = "0", comma, max] = /\{(\d+)(,)?(\d*)/.exec(found) ?? [];
      return { kind: "repeat", part, min: Number(min), max: comma === undefined ? Number(min) : max ? Number(max) : Infinity };
    }
    return { kind: "repeat", part, min: found.startsWith("+") ? 1 : 0, max: found.startsWith("?") ? 1 : Infinity };
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

/** The characters of the alphabet, and those written in the pattern itself, that a one-character pattern matches. */
function matching(source: string): Part {
  const one = regex(`^(?:${source})$`);
  const written = Array.from(source).flatMap((character) => [character, String.fromCodePoint(Math.max(0, (character.codePointAt(0) ?? 1) - 1))]);
  const escaped = [...source.matchAll(/\\u\{?([0-9a-fA-F]{4,6})\}?/g)].map(([, code = "61"]) => String.fromCodePoint(Number.parseInt(code, 16)));
  return { kind: "characters", choices: [...new Set([...ALPHABET, ...written, ...escaped])].filter((character) => one.test(character)) };
}
