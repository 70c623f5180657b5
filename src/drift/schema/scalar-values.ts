import { hasFormat } from "./formats.ts";
import { matchesInTime } from "../../patterns/match.ts";
import { patternStrings } from "../../patterns/strings.ts";
import type { Term } from "./record.ts";

/** Strings of the common formats and near misses of them. */
const FORMAT_STRINGS = [
  "https://example.com/a",
  "http://example.com",
  "urn:example:a",
  "/relative",
  "//example.com",
  "https://example.com/{id}",
  "a@example.com",
  "example.com",
  "not a hostname",
  "192.0.2.1",
  "999.0.0.1",
  "2001:db8::1",
  "2024-02-29",
  "2023-02-29",
  "2024-02-29T12:00:00Z",
  "2024-02-29T12:00:00",
  "12:00:00Z",
  "12:00:00",
  "P1D",
  "0f8fad5b-d9cb-469f-a165-70867728950e",
  "/a/b",
  "1/a",
  "#/a",
  "YWJj",
  "[a-z]",
  "[",
  "%",
  "<a>",
];
const PLAIN_STRINGS = [
  "a",
  "",
  "A",
  "0",
  "1",
  "true",
  "null",
  " ",
  "é",
  "😀",
  "ab",
  "a b",
  "-1",
  "1.5",
  "x".repeat(40),
];
const PLAIN_NUMBERS = [
  0,
  1,
  -1,
  2,
  3,
  10,
  0.5,
  1.5,
  -0.5,
  100,
  1000,
  -1000,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  1e300,
];
const MAX_LENGTH = 100_000;

/** Returns strings at and around every limit of a term, likely valid ones first. */
export function stringsOf(term: Term): string[] {
  const matching = term.patterns.flatMap((pattern) => patternStrings(pattern));
  const formatted =
    term.formats.length === 0
      ? []
      : FORMAT_STRINGS.filter((text) => term.formats.every((format) => hasFormat(format, text)));
  const combined =
    formatted.length === 0
      ? []
      : matching
          .slice(0, 6)
          .flatMap((part) => FORMAT_STRINGS.flatMap((text) => [text + part, part + text, `${text}/${part}`]));
  const seeds = [...matching.slice(0, 8), ...formatted.slice(0, 4), "a"];
  const lengths = [term.minSize, term.minSize + 1, term.maxSize, term.minSize - 1, term.maxSize + 1].filter(
    (length) => length >= 0 && length <= MAX_LENGTH,
  );
  const sized = lengths.flatMap((length) => seeds.flatMap((seed) => resized(seed, length)));
  const apt = sized.filter(
    (text) =>
      term.patterns.every((pattern) => matchesInTime(pattern, text)) &&
      term.formats.every((format) => hasFormat(format, text)),
  );
  return [
    ...new Set([
      ...matching.slice(0, 8),
      ...formatted,
      ...apt,
      ...combined.filter((text) => term.patterns.every((pattern) => matchesInTime(pattern, text))),
      ...matching,
      ...PLAIN_STRINGS,
      ...sized,
      ...FORMAT_STRINGS,
    ]),
  ];
}

/** Resizes a string by repeating a character at its end, at its start or in its middle. */
function resized(text: string, length: number): string[] {
  const characters = Array.from(text);
  if (characters.length > length) return [characters.slice(0, length).join("")];
  const missing = length - characters.length;
  const middle = Math.floor(characters.length / 2);
  const fill = (place: number): string =>
    [
      ...characters.slice(0, place),
      (characters[Math.max(0, place - 1)] ?? "a").repeat(missing),
      ...characters.slice(place),
    ].join("");
  return [text + "a".repeat(missing), fill(characters.length), "a".repeat(missing) + text, fill(middle), fill(1)];
}

/** Returns numbers at and around every limit of a term, likely valid ones first. */
export function numbersOf(term: Term): number[] {
  const bounds = [term.minimum, term.maximum].filter(Number.isFinite);
  const near = bounds.flatMap((bound) => [
    bound,
    bound + 1,
    bound - 1,
    bound + 0.5,
    bound - 0.5,
    bound + 0.001,
    bound - 0.001,
  ]);
  const middle = bounds.length === 2 ? [Math.round(((bounds[0] ?? 0) + (bounds[1] ?? 0)) / 2)] : [];
  const steps = term.multiples.flatMap((step) => multiplesNear(step, bounds));
  return [...new Set([...steps, ...middle, ...near, ...PLAIN_NUMBERS])].filter(Number.isFinite);
}

function multiplesNear(step: number, bounds: readonly number[]): number[] {
  const starts = [0, ...bounds.map((bound) => Math.round(bound / step))];
  const counts = starts.flatMap((start) => [
    start,
    start + 1,
    start - 1,
    start + 2,
    start - 2,
    start + 3,
    start + 5,
    start + 0.5,
  ]);
  return counts.map((count) => Number((count * step).toPrecision(12)));
}
