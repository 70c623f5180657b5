import { readPattern, type Part } from "./pattern-syntax.ts";
import { regex } from "./record.ts";

const ALPHABET = Array.from(
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.:/@#?&=+%,;!$'\"()*<>[]{}|\\^`~\t\né漢😀",
);
const MAX_STRINGS = 600;
const MAX_REPEAT = 5000;

const kept = new Map<string, readonly string[]>();

/** Strings that match a pattern, each differing from the first in one choice: a character, an alternative, a number of repetitions. */
export function patternStrings(pattern: string): readonly string[] {
  const known = kept.get(pattern);
  if (known) return known;
  const strings = write(readPattern(pattern)).filter((text) => regex(pattern).test(text));
  kept.set(pattern, strings);
  return strings;
}

function write(part: Part): string[] {
  const first = writer(part, -1, 0);
  const strings = new Set([first.text]);
  first.options.forEach((count, point) => {
    for (let option = 1; option < count && strings.size < MAX_STRINGS; option += 1)
      strings.add(writer(part, point, option).text);
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
      case "assertion":
        return "";
      case "character": {
        const choices = matching(part.source);
        return choices[pick(choices.length)] ?? "";
      }
      case "sequence":
        return part.parts.map(text).join("");
      case "choice":
        return part.parts.length === 0
          ? ""
          : text(part.parts[pick(part.parts.length)] ?? { kind: "sequence", parts: [] });
      case "repeat": {
        const counts = [
          ...new Set([part.min, part.min + 1, part.max === Infinity ? part.min + 3 : part.max, part.max - 1]),
        ].filter((count) => count >= part.min && count <= Math.min(part.max, MAX_REPEAT));
        const count = counts[pick(counts.length)] ?? part.min;
        if (count === 0) return "";
        const one = text(part.part);
        return one + one.repeat(Math.min(count, MAX_REPEAT) - 1);
      }
    }
  };
  return { text: text(root), options };
}

const characters = new Map<string, readonly string[]>();

/** The characters of the alphabet, and those written in the pattern itself, that a one-character pattern matches. */
function matching(source: string): readonly string[] {
  const known = characters.get(source);
  if (known) return known;
  const one = regex(`^(?:${source})$`);
  const written = Array.from(source).flatMap((character) => [
    character,
    String.fromCodePoint(Math.max(0, (character.codePointAt(0) ?? 1) - 1)),
  ]);
  const escaped = [...source.matchAll(/\\u\{?([0-9a-fA-F]{4,6})\}?/g)].map(([, code = "61"]) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
  const found = [...new Set([...ALPHABET, ...written, ...escaped])].filter((character) => one.test(character));
  characters.set(source, found);
  return found;
}
