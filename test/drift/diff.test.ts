// Protects the verdicts of `drift diff`: every kind of edit, in both directions, with each witness replayed.
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import { LEVELS, type Finding, type Level } from "../../src/drift/finding.ts";
import { baseDocument } from "../../scripts/bench/drift/base-document.ts";
import { edited } from "../../scripts/bench/drift/edit.ts";
import { PAIRS } from "../../scripts/bench/drift/pairs.ts";
import { replay } from "./replay.ts";

/** No finding at all means that both versions say the same. */
function worst(findings: readonly Finding[]): Level {
  return LEVELS.find((level) => findings.some((finding) => finding.level === level)) ?? "compatible";
}

describe("a single edit", () => {
  it.each(PAIRS.map((pair) => [pair.name, pair] as const))("%s", (_name, pair) => {
    const [before, after] = [baseDocument(), edited(...pair.edits)];

    const there = diffDocuments(before, after);
    const back = diffDocuments(after, before);

    expect([worst(there), worst(back)], JSON.stringify([there, back], null, 1)).toEqual([pair.there, pair.back]);
    for (const finding of there) replay(before, after, finding);
    for (const finding of back) replay(after, before, finding);
  });
});

describe("a comparison", () => {
  it("finds nothing between a document and itself", () => {
    const document = baseDocument();

    const findings = diffDocuments(document, structuredClone(document));

    expect(findings).toEqual([]);
  });
});
