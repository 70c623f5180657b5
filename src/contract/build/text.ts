import { lengthOf } from "../schema/json.ts";
import { commonTexts } from "../../patterns/compare.ts";
import { matchesPattern, patternProbes } from "../schema/pattern.ts";
import type { Built } from "./search.ts";
import type { TextFacets } from "./facets.ts";
import { samplesOf } from "./formats.ts";
import type { ValueConstraints } from "./constraints.ts";

/** Maximum length of a built string, in code points; a higher bound is reported as out of reach. */
export const LONGEST_TEXT = 70_000;

// Numbers of strings to stretch, with an ordinary and with an unusual character.
const STRETCHED = 12;
const ODDLY_STRETCHED = 2;
const PLACES = 16;
const ODD_PLACES = 2;

/** Builds a string that satisfies the lengths, patterns and formats of the constraints. */
export function buildText(constraints: ValueConstraints): Built | undefined {
  const { text, excluded, offers } = constraints;
  if (text.least > text.most || text.least > LONGEST_TEXT) return undefined;
  const accepts = (candidate: string): boolean => meets(text, candidate) && !excluded.includes(candidate);
  const given = offers.filter((offer) => typeof offer === "string");
  const bases = [...new Set([...given, ...basesOf(text, excluded.length)])];
  const ready = bases.filter(accepts);
  const wished =
    text.wish === undefined ? text : { ...text, least: Math.min(text.most, Math.max(text.least, text.wish)) };
  if (text.filler === "a" && text.wish === undefined && ready.length > 0) return { value: constraints.pick(ready) };
  for (const base of bases.slice(0, text.filler === "a" ? STRETCHED : ODDLY_STRETCHED)) {
    for (const candidate of fitted(base, wished)) if (accepts(candidate)) return { value: candidate };
  }
  return ready.length > 0 ? { value: constraints.pick(ready) } : fromAutomata(constraints, accepts);
}

// When no modified sample matches, for example with several patterns, it intersects the patterns.
function fromAutomata(constraints: ValueConstraints, accepts: (candidate: string) => boolean): Built | undefined {
  const { patterns, least, most } = constraints.text;
  if (patterns.length === 0) return undefined;
  const common = commonTexts(patterns, least, most, constraints.excluded.length + 4);
  if (common && "impossible" in common) constraints.impossible = true;
  const fitting = common && "texts" in common ? common.texts.filter(accepts) : [];
  return fitting.length > 0 ? { value: constraints.pick(fitting) } : undefined;
}

function basesOf(text: TextFacets, taken: number): readonly string[] {
  const matching = text.patterns.flatMap((pattern) => patternProbes(pattern).accepted);
  const formatted = text.formats.flatMap(({ name }) => samplesOf(name).accepted);
  const plain = Array.from({ length: taken + 3 }, (_, index) => index.toString(36).padStart(text.least, "a"));
  return matching.length + formatted.length > 0
    ? [...matching, ...formatted, ...plain]
    : ["text", "a".repeat(text.least), ...plain, "A"];
}

function meets(text: TextFacets, candidate: string): boolean {
  const length = lengthOf(candidate);
  return (
    length >= text.least &&
    length <= text.most &&
    text.patterns.every((pattern) => matchesPattern(pattern, candidate)) &&
    text.formats.every(({ accepts }) => accepts(candidate)) &&
    text.tests.every((test) => test(candidate))
  );
}

// Stretches or cuts a matching string at each of its positions until it has the required length.
function* fitted(base: string, text: TextFacets): Generator<string> {
  const points = Array.from(base);
  const missing = text.least - points.length;
  const surplus = points.length - text.most;
  if (missing <= 0 && surplus <= 0 && text.filler === "a") return;
  if (text.filler !== "a") yield text.filler.repeat(text.least);
  for (
    let place = points.length;
    place >= Math.max(0, points.length - (text.filler === "a" ? PLACES : ODD_PLACES));
    place -= 1
  ) {
    const [before, after] = [points.slice(0, place), points.slice(place)];
    if (surplus > 0) yield [...before.slice(0, Math.max(0, place - surplus)), ...after].join("");
    else {
      const fillers = text.filler === "a" ? ["a", points[place - 1] ?? "0", "0", "-"] : [text.filler];
      for (const filler of new Set(fillers))
        yield `${before.join("")}${filler.repeat(Math.max(missing, 0))}${after.join("")}`;
    }
  }
}
