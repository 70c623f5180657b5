// Protects the levels of `drift diff`: every kind of edit in both directions, with each example validated and a rule for
// each finding.
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import { LEVELS, type Finding, type Level } from "../../src/drift/finding.ts";
import { baseDocument } from "../../scripts/bench/drift/base-document.ts";
import { edited } from "../../scripts/bench/drift/edit.ts";
import type { Pair } from "../../scripts/bench/drift/pair.ts";
import { PAIRS } from "../../scripts/bench/drift/pairs.ts";
import { ruleOf, RULES } from "../../src/drift/rules/rules.ts";
import type { JsonObject } from "../../src/openapi/json.ts";
import { replay } from "./replay.ts";

/** Returns the worst level, and `compatible` if there are no findings. */
function worst(findings: readonly Finding[]): Level {
  return LEVELS.find((level) => findings.some((finding) => finding.level === level)) ?? "compatible";
}

interface Comparison {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly there: readonly Finding[];
  readonly back: readonly Finding[];
}

const compared = new Map<Pair, Comparison>();

/** Compares the documents of a pair in both directions, once for all tests. */
function comparisonOf(pair: Pair): Comparison {
  const known = compared.get(pair) ?? compare(baseDocument(), edited(...pair.edits));
  compared.set(pair, known);
  return known;
}

function compare(before: JsonObject, after: JsonObject): Comparison {
  return { before, after, there: diffDocuments(before, after), back: diffDocuments(after, before) };
}

describe("a single edit", () => {
  it.each(PAIRS.map((pair) => [pair.name, pair] as const))("%s", (_name, pair) => {
    const { before, after, there, back } = comparisonOf(pair);

    expect([worst(there), worst(back)], JSON.stringify([there, back], null, 1)).toEqual([pair.there, pair.back]);
    for (const finding of there) replay(before, after, finding);
    for (const finding of back) replay(after, before, finding);
  });
});

describe("a comparison", () => {
  it("of a document with itself finds nothing", () => {
    const document = baseDocument();

    const findings = diffDocuments(document, structuredClone(document));

    expect(findings).toEqual([]);
  });
});

describe("a rule", () => {
  it("exists for every kind of change that the comparison finds", () => {
    const findings = PAIRS.map(comparisonOf).flatMap(({ there, back }) => [...there, ...back]);

    const unknown = findings.filter((one) => !RULES.has(ruleOf(one)));

    expect(findings.length).toBeGreaterThan(100);
    expect(unknown.map((one) => `${ruleOf(one)} ${one.where}`)).toEqual([]);
  });
});
