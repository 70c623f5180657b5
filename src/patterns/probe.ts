import { compilePattern } from "./compile.ts";
import { matchAhead, matchesInTime } from "./match.ts";
import { parsePattern, type Expression } from "./parse.ts";
import { mentions, partsOf, write, type Plan } from "./write.ts";

/** Strings inside and outside of a pattern, simplest first. */
export interface Probes {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

// Generous, so that a busy machine does not change which strings are found.
const TIME_LIMIT = 5000;
const cached = new Map<string, Probes>();
const LONGEST = 5000;

/**
 * Returns strings that a pattern accepts and near misses that it rejects: each alternative, both ends of each class,
 * each count of a quantifier, each edge, and for each lookaround strings that only the lookaround rejects.
 */
export function probesOf(pattern: string): Probes {
  let probes = cached.get(pattern);
  if (!probes) cached.set(pattern, (probes = derive(pattern)));
  return probes;
}

function derive(pattern: string): Probes {
  const expression = parsePattern(pattern);
  if (!expression || !compilePattern(pattern)) return sorted(pattern, ["", "a", "0", "text"]);
  const parts = partsOf(expression);
  const lookarounds = parts.filter((part) => part.kind === "lookaround");
  const outer = lookarounds.reduce<readonly Expression[]>(
    (open, lookaround) => open.filter((part) => part === lookaround || !partsOf(lookaround).includes(part)),
    parts,
  );
  const plans = [[], ...outer.flatMap((part) => plansFor(part).map((plan) => [plan, ...contextOf(expression, part)]))];
  const sought = lookarounds
    .filter((lookaround) => lookaround.ahead && !lookaround.negative)
    .map((lookaround) => write(lookaround, []).slice(-1))
    .join("");
  const texts = plans.flatMap((plan) => {
    const plain = write(expression, [...plan, ...withoutLookarounds(lookarounds)]);
    return [write(expression, plan), plain, `${sought}${plain.slice(sought.length)}`];
  });
  const found = lookarounds
    .filter((lookaround) => lookaround.ahead && !lookaround.negative)
    .flatMap((lookaround) => soughtBy(expression, lookaround, lookarounds));
  const intrusions = lookarounds.flatMap((lookaround) => intrude(pattern, expression, lookaround));
  const base = texts.find((text) => matches(pattern, text)) ?? "";
  return sorted(pattern, [...texts, ...found, ...intrusions, ...misspelt(base)]);
}

// Replaces the beginning of a string that matches otherwise by each of the strings that the lookahead requires.
function soughtBy(
  expression: Expression,
  lookaround: Expression & { kind: "lookaround" },
  lookarounds: readonly Expression[],
): readonly string[] {
  const rest = lookarounds.filter(
    (other) => other !== lookaround && other.kind === "lookaround" && other.ahead && !other.negative,
  );
  const base = write(expression, withoutLookarounds(lookarounds));
  const others = rest.map((other) => write(other, []).slice(-1)).join("");
  return partsOf(lookaround.part).flatMap((part) =>
    plansFor(part).map((plan) => {
      const top = others + write(lookaround, [plan, ...contextOf(lookaround.part, part)]).slice(-1);
      return top + base.slice(top.length);
    }),
  );
}

function sorted(pattern: string, texts: readonly string[]): Probes {
  const unique = [...new Set(texts)].filter((text) => text.length <= LONGEST && !/\p{Surrogate}/u.test(text));
  matchAhead(pattern, unique, TIME_LIMIT);
  return {
    accepted: unique.filter((text) => matches(pattern, text)),
    refused: unique.filter((text) => !matches(pattern, text)),
  };
}

function withoutLookarounds(lookarounds: readonly Expression[]): readonly Plan[] {
  return lookarounds.map((at) => ({ at, use: false }));
}

function plansFor(part: Expression): readonly Plan[] {
  const use = (...values: readonly Plan["use"][]): readonly Plan[] => values.map((value) => ({ at: part, use: value }));
  switch (part.kind) {
    case "choice":
      return use(...part.options.keys());
    case "characters":
      return use(...charactersNear(part));
    case "repeat": {
      const most = Number.isFinite(part.most)
        ? [part.most, part.most + 1]
        : [part.least + 2, Math.max(20, part.least * 2)];
      return use(
        ...[part.least - 1, part.least, part.least + 1, ...most].filter((count) => count >= 0 && count <= LONGEST),
      );
    }
    case "edge":
      return part.at === "word" ? use("a") : use("a", " ", "\n", "-");
    default:
      return [];
  }
}

// Both ends of each range, the characters just outside, and the other case of a letter.
function charactersNear(part: Expression & { kind: "characters" }): readonly string[] {
  const points = part.ranges.slice(0, 8).flatMap(([from, to]) => [from, to, from - 1, to + 1]);
  const inside = points.filter((point) => point >= 32 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff));
  const letters = inside.map((point) => String.fromCodePoint(point));
  const swapped = letters
    .slice(0, 2)
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));
  return [...new Set([...letters, ...swapped.filter((letter) => Array.from(letter).length === 1), "", "é"])];
}

/**
 * Returns strings that match the content of a lookaround, if the pattern without the lookaround matches them.
 */
function intrude(
  pattern: string,
  expression: Expression,
  lookaround: Expression & { kind: "lookaround" },
): readonly string[] {
  const others = partsOf(expression).filter((part) => part.kind === "lookaround" && part !== lookaround);
  const inner = partsOf(lookaround.part).filter((part) => part.kind !== "edge");
  const ends = partsOf(expression).filter(
    (part) => part.kind === "edge" && part.at === "end" && !partsOf(lookaround).includes(part),
  );
  const context = contextOf(expression, lookaround);
  const plans = [
    [],
    ...inner.flatMap((part) => plansFor(part).map((plan) => [plan, ...contextOf(lookaround.part, part)])),
  ];
  const without = `${pattern.slice(0, lookaround.from)}(?:)${pattern.slice(lookaround.to)}`;
  const tried = plans.map((plan) => {
    const all: readonly Plan[] = [...plan, { at: lookaround, use: true }, ...context, ...withoutLookarounds(others)];
    const stopping = [...all, ...ends.map((at): Plan => ({ at, use: false }))];
    const start = write(expression, stopping);
    const over =
      start + write(expression, [...context, ...withoutLookarounds([lookaround, ...others])]).slice(start.length);
    return [start, write(expression, all), over].flatMap((text) => [text, `${text}a`, `${text}/`, `a${text}`]);
  });
  for (const one of [pattern, without]) matchAhead(one, tried.flat(), TIME_LIMIT);
  return tried.flatMap(([start = "", ...more]) => [
    [start, ...more].find((text) => matches(pattern, text) !== matches(without, text)) ?? start,
  ]);
}

// A part of an alternative is reached only through that alternative.
function contextOf(expression: Expression, target: Expression): readonly Plan[] {
  return partsOf(expression).flatMap((part): readonly Plan[] => {
    if (part.kind === "choice" && part !== target) {
      const option = part.options.findIndex((one) => mentions(one, [{ at: target, use: true }]));
      return option >= 0 ? [{ at: part, use: option }] : [];
    }
    return [];
  });
}

// Typing errors: a character that is missing, doubled, in the other case, or unusual.
function misspelt(text: string): readonly string[] {
  const points = Array.from(text).slice(0, 40);
  const rest = text.slice(points.join("").length);
  const swap = (index: number, ...replacement: readonly string[]): string =>
    [...points.slice(0, index), ...replacement, ...points.slice(index + 1), rest].join("");
  const slips = points.slice(0, 12).flatMap((point, index) => {
    const other = point === point.toLowerCase() ? point.toUpperCase() : point.toLowerCase();
    return [swap(index), swap(index, point, point), swap(index, other), swap(index, "☃")];
  });
  return ["", ...slips, `${text} `, ` ${text}`, `${text}\n`, text.toUpperCase()];
}

function matches(pattern: string, text: string): boolean {
  return matchesInTime(pattern, text, TIME_LIMIT);
}
