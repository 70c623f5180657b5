// Protects against slow patterns: no pattern in a document can block a comparison.
import { describe, expect, it } from "vitest";
import { matchesInTime, PatternTooCostlyError } from "../../src/patterns/match.ts";

const long = "x".repeat(40);

describe("a pattern with catastrophic backtracking", () => {
  it.each([
    { pattern: "(x+x+)+y", text: long, matches: false },
    { pattern: "(x+x+)+y", text: `${long}y`, matches: true },
    { pattern: "^([a-z]+)+[0-9]$", text: long, matches: false },
    { pattern: "^(a|a?)+$", text: `${"a".repeat(40)}!`, matches: false },
    { pattern: "^(a*)*b$", text: "a".repeat(100_000), matches: false },
    { pattern: "a*a*a*a*a*b", text: "a".repeat(3000), matches: false },
    { pattern: "^\\s+|\\s+$", text: `a${" ".repeat(100_000)}b`, matches: false },
  ])("$pattern is matched in time", ({ pattern, text, matches }) => {
    const start = performance.now();

    expect(matchesInTime(pattern, text)).toBe(matches);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("that cannot be converted to an automaton throws an error", () => {
    expect(() => matchesInTime("^(x+x+)+\\1y$", long)).toThrow(PatternTooCostlyError);
  });
});

describe("a simple pattern means the same as in ajv", () => {
  it.each([
    { pattern: "^[a-z]+$", text: "abc", matches: true },
    { pattern: "^[a-z]+$", text: "abc\n", matches: false },
    { pattern: "b", text: "abc", matches: true },
    { pattern: "^.{2}$", text: "😀😀", matches: true },
    { pattern: "^(?=a)[ab]+$", text: "ba", matches: false },
    { pattern: "[", text: "anything", matches: true },
  ])("$pattern on $text: $matches", ({ pattern, text, matches }) => {
    expect(matchesInTime(pattern, text)).toBe(matches);
  });
});
