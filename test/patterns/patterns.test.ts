// Protects the analysis of regular expressions: which are valid, which strings they accept, and how two of them compare.
import { describe, expect, it } from "vitest";
import { automatonOf, shortestTexts } from "../../src/patterns/automaton.ts";
import { commonTexts, comparePatterns } from "../../src/patterns/compare.ts";
import { compilePattern, patternFault } from "../../src/patterns/compile.ts";
import { matchesInTime } from "../../src/patterns/match.ts";
import { parsePattern } from "../../src/patterns/parse.ts";
import { probesOf } from "../../src/patterns/probe.ts";
import { patternStrings } from "../../src/patterns/strings.ts";

const PATTERNS = [
  "^a+$",
  "b|c",
  "^(?!admin$|root$)(?:[a-z]{2,5}|[0-9]{3})$",
  "^task-unified-",
  "^(?=[a-z]*[0-9]{3})(?=.{12}$)[a-z]+[0-9]+x$",
  "^https?://[^/]+$",
  "^\\p{Lu}\\p{Ll}*$",
  "^[\\w.-]+$",
  "^(?:a|b)*$",
  "^(a)\\1$",
  "[^\\d]$",
  "^[a-z\\-]+$",
];

describe("patterns", () => {
  it.each(PATTERNS)("%s is parsed, and the generated strings match it", (pattern) => {
    expect(parsePattern(pattern)).toBeDefined();
    expect(patternFault(pattern)).toBeUndefined();
    for (const text of patternStrings(pattern)) expect(matchesInTime(pattern, text)).toBe(true);
    const { accepted, refused } = probesOf(pattern);
    expect(accepted.every((text) => matchesInTime(pattern, text))).toBe(true);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.some((text) => matchesInTime(pattern, text))).toBe(false);
  });

  it.each(PATTERNS.filter((pattern) => !pattern.includes("\\1")))(
    "%s has an automaton whose strings match it",
    (pattern) => {
      const automaton = automatonOf(pattern);

      if (!automaton) throw new Error("no automaton");
      const texts = shortestTexts(automaton, 5);
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(matchesInTime(pattern, text)).toBe(true);
    },
  );

  it.each([
    { pattern: "(?i)^abc$", fault: /Invalid group/ },
    { pattern: "[a", fault: /Unterminated|character class/ },
    { pattern: "a**", fault: /Nothing to repeat/ },
  ])("$pattern is invalid, and the reason is reported", ({ pattern, fault }) => {
    expect([compilePattern(pattern), parsePattern(pattern)]).toEqual([undefined, undefined]);
    expect(patternFault(pattern)).toMatch(fault);
  });

  it.each([
    { a: "^a{2}$", b: "^a+$", included: true },
    { a: "^a+$", b: "^a{2}$", included: false },
    { a: "^(?!b).$", b: "^[^b\\n\\r\\u2028\\u2029]$", included: true },
    { a: "a", b: "^a", included: false },
    { a: "^[0-9]{3}$", b: "^\\d{3}$", included: true },
  ])("$a is included in $b: $included", ({ a, b, included }) => {
    const order = comparePatterns(a, b);

    expect(order?.included).toBe(included);
    if (order?.included === false)
      expect([matchesInTime(a, order.counterexample), matchesInTime(b, order.counterexample)]).toEqual([true, false]);
  });

  it.each([
    { patterns: ["^[a-z]+$", "b.*d"], least: 4, most: 4, texts: true },
    { patterns: ["^[a-z]+$", "[0-9]"], least: 0, most: Infinity, texts: false },
    { patterns: ["^(?=[a-z]*[0-9]{3})(?=.{12}$)[a-z]+[0-9]+x$"], least: 0, most: 20, texts: true },
    { patterns: ["^.{5}$"], least: 6, most: 9, texts: false },
  ])("$patterns have common strings of $least to $most characters: $texts", ({ patterns, least, most, texts }) => {
    const common = commonTexts(patterns, least, most);

    if (!texts) expect(common).toEqual({ impossible: true });
    else if (!common || "impossible" in common) throw new Error("texts exist");
    else expect(common.texts.every((text) => patterns.every((one) => matchesInTime(one, text)))).toBe(true);
  });

  it.each(["^(a+)\\1$", "^(?:a(?=b))+b$", "^.{1,30000}$"])(
    "%s cannot be compared by automata, and does not hang",
    (pattern) => {
      expect(comparePatterns(pattern, "^a$")).toBeUndefined();
    },
  );
});
