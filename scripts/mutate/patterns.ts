import { compilePattern } from "../../src/patterns/compile.ts";
import { parsePattern } from "../../src/patterns/parse.ts";
import { partsOf } from "../../src/patterns/write.ts";

/** A pattern with one thing changed. */
export interface PatternEdit {
  readonly operator: string;
  readonly pattern: string;
}

/**
 * Changes of a pattern: an anchor dropped, a lookaround dropped, a count by one, the last character of a range left
 * out, and, outside of lookarounds, none for at least one and the reverse.
 */
export function patternEdits(pattern: string): readonly PatternEdit[] {
  const cut = (from: number, to: number, by: string, operator: string): PatternEdit => ({
    operator,
    pattern: pattern.slice(0, from) + by + pattern.slice(to),
  });
  const edits: PatternEdit[] = [];
  if (pattern.startsWith("^")) edits.push(cut(0, 1, "", "without the start"));
  if (pattern.endsWith("$") && !pattern.endsWith("\\$"))
    edits.push(cut(pattern.length - 1, pattern.length, "", "without the end"));
  const expression = parsePattern(pattern);
  const lookarounds = expression ? partsOf(expression).filter((part) => part.kind === "lookaround") : [];
  for (const { from, to } of lookarounds)
    edits.push(cut(from, to, "", `without ${pattern.slice(from, Math.min(to, from + 20))}`));
  for (const found of pattern.matchAll(/\{(\d+)(,?)(\d*)\}/g)) edits.push(...counts(pattern, found));
  for (const found of pattern.matchAll(/(?<=[\])a-zA-Z.])[*+](?![^[]*\])/g)) {
    if (lookarounds.some((lookaround) => found.index >= lookaround.from && found.index < lookaround.to)) continue;
    const other = found[0] === "*" ? "+" : "*";
    edits.push(cut(found.index, found.index + 1, other, `${found[0]} to ${other} at ${found.index}`));
  }
  for (const found of pattern.matchAll(/(?<=[0-9a-zA-Z])-([0-9A-Za-z])(?=[^[]*\])/g)) {
    const last = found[1] ?? "";
    edits.push(
      cut(
        found.index + 1,
        found.index + 2,
        String.fromCodePoint(last.charCodeAt(0) - 1),
        `class without ${last} at ${found.index}`,
      ),
    );
  }
  return edits.filter((edit) => edit.pattern !== pattern && compilePattern(edit.pattern) !== undefined);
}

function counts(pattern: string, found: RegExpMatchArray & { index: number }): readonly PatternEdit[] {
  const [text, low, comma, high] = [found[0], Number(found[1]), found[2] ?? "", found[3] ?? ""];
  const write = (least: number, most: string): PatternEdit => {
    const by = `{${least}${comma}${most}}`;
    return {
      operator: `${text} to ${by} at ${found.index}`,
      pattern: pattern.slice(0, found.index) + by + pattern.slice(found.index + text.length),
    };
  };
  const lows = [low - 1, low + 1].filter((count) => count >= 0).map((count) => write(count, high));
  const highs = high === "" ? [] : [Number(high) - 1, Number(high) + 1].map((count) => write(low, String(count)));
  return [...lows, ...highs];
}
