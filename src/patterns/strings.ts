import { matchesInTime } from "./match.ts";
import { parsePattern, type Expression, type Range } from "./parse.ts";

const ALPHABET = Array.from(
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.:/@#?&=+%,;!$'\"()*<>[]{}|\\^`~\t\né漢😀",
);
const MAX_STRINGS = 600;
const MAX_REPEAT = 5000;

const kept = new Map<string, readonly string[]>();

/**
 * Returns texts that match a pattern, each differing from the first in one choice: a character, an alternative, a
 * number of repetitions.
 */
export function patternStrings(pattern: string): readonly string[] {
  const known = kept.get(pattern);
  if (known) return known;
  const expression = parsePattern(pattern);
  const strings = expression ? variations(expression).filter((text) => matchesInTime(pattern, text)) : [];
  kept.set(pattern, strings);
  return strings;
}

function variations(expression: Expression): readonly string[] {
  const first = new Writer(-1, 0);
  const strings = new Set([first.write(expression)]);
  first.choices.forEach((count, choice) => {
    for (let option = 1; option < count && strings.size < MAX_STRINGS; option += 1)
      strings.add(new Writer(choice, option).write(expression));
  });
  return [...strings];
}

/** Writes a string: the first option everywhere, but `option` at the choice numbered `choice`. */
class Writer {
  /** Number of options of each choice, in order. */
  readonly choices: number[] = [];
  readonly #choice: number;
  readonly #option: number;
  readonly #groups = new Map<number | string, string>();

  constructor(choice: number, option: number) {
    this.#choice = choice;
    this.#option = option;
  }

  write(part: Expression): string {
    switch (part.kind) {
      case "edge":
      case "lookaround":
        return "";
      case "characters":
        return this.#pick(charactersOf(part.ranges)) ?? "";
      case "sequence":
        return part.parts.map((one) => this.write(one)).join("");
      case "choice": {
        const option = this.#pick(part.options);
        return option ? this.write(option) : "";
      }
      case "repeat":
        return this.#repeat(part.part, countsOf(part.least, part.most));
      case "group": {
        const text = this.write(part.part);
        this.#groups.set(part.index, text);
        if (part.name !== undefined) this.#groups.set(part.name, text);
        return text;
      }
      case "again":
        return this.#groups.get(part.group) ?? "";
    }
  }

  #repeat(part: Expression, counts: readonly number[]): string {
    const count = this.#pick(counts) ?? 0;
    return count === 0 ? "" : this.write(part).repeat(Math.min(count, MAX_REPEAT));
  }

  #pick<T>(options: readonly T[]): T | undefined {
    this.choices.push(options.length);
    return options[this.choices.length - 1 === this.#choice ? this.#option : 0];
  }
}

function countsOf(least: number, most: number): readonly number[] {
  const counts = [least, least + 1, most === Infinity ? least + 3 : most, most - 1];
  return [...new Set(counts)].filter((count) => count >= least && count <= Math.min(most, MAX_REPEAT));
}

/** Returns the characters of the alphabet that a class accepts, and the ends of its ranges. */
function charactersOf(ranges: readonly Range[]): readonly string[] {
  const isIn = (point: number): boolean => ranges.some(([from, to]) => point >= from && point <= to);
  const known = ALPHABET.filter((character) => isIn(character.codePointAt(0) ?? 0));
  const ends = ranges
    .slice(0, 12)
    .flatMap(([from, to]) => [from, to])
    .map((point) => String.fromCodePoint(point));
  return [...new Set([...known, ...ends])];
}
