// Protects the levels of findings: random bodies never contradict the level of a random edit.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import type { Json, JsonObject } from "../../src/openapi/json.ts";
import { withoutNewMembers } from "../../src/drift/schema/bodies.ts";
import { NormalForms } from "../../src/drift/schema/normal.ts";
import { Scope } from "../../src/drift/scope.ts";
import { IS_EXHAUSTIVE } from "../exhaustive.ts";
import { bodies, edits } from "./arbitrary.ts";
import { replay, validator } from "./replay.ts";

/** Number of random edits. */
const RUNS = IS_EXHAUSTIVE ? 300 : 100;

type Position = "request" | "response" | "callback" | "callback response";

/** Returns a document with a schema at one position only. */
function documentWith(position: Position, schema: JsonObject): JsonObject {
  const content = { content: { "application/json": { schema } } };
  const at = (place: Position): JsonObject => (position === place ? content : {});
  const callback = {
    post: { requestBody: at("callback"), responses: { 200: { description: "", ...at("callback response") } } },
  };
  return {
    openapi: "3.1.0",
    info: { title: "", version: "1" },
    paths: {
      "/a": {
        post: {
          requestBody: at("request"),
          responses: { 200: { description: "", ...at("response") } },
          callbacks: { done: { "{$url}": callback } },
        },
      },
    },
  };
}

/** Returns a predicate for bodies that show that an edit breaks. New optional fields do not count. */
function breaks(position: Position, before: JsonObject, after: JsonObject): (body: Json) => boolean {
  const isInput = position === "request" || position === "callback response";
  const [accepts, refuses] = isInput ? [validator(before), validator(after)] : [validator(after), validator(before)];
  const forms = new NormalForms(new Scope({}, {}));
  const plain = (body: Json): boolean => accepts(body) && !refuses(body);
  return (body) => plain(body) && (!isInput || plain(withoutNewMembers(forms, body, [before], [after])));
}

describe("a random edit of a random schema", () => {
  const positions = fc.constantFrom<Position>("request", "response", "callback", "callback response");
  const samples = fc.array(bodies, { minLength: 40, maxLength: 40 });

  it("is never called compatible if a random body shows that it breaks", { timeout: 120_000 }, () => {
    const property = fc.property(edits, positions, samples, ([before, after], position, pool) => {
      const isBroken = breaks(position, before, after);

      const levels = diffDocuments(documentWith(position, before), documentWith(position, after)).map(
        ({ level }) => level,
      );

      if (pool.some(isBroken))
        expect(levels).toSatisfy((all: string[]) => all.includes("breaking") || all.includes("unproven"));
    });
    fc.assert(property, { numRuns: RUNS, seed: 1 });
  });

  it("has examples that the two versions accept and reject as stated", { timeout: 120_000 }, () => {
    const property = fc.property(edits, positions, ([schema, changed], position) => {
      const [before, after] = [documentWith(position, schema), documentWith(position, changed)];

      const findings = diffDocuments(before, after);

      for (const finding of findings) replay(before, after, finding);
    });
    fc.assert(property, { numRuns: RUNS, seed: 2 });
  });

  it(
    "has an example in at least 98 % of the cases in which a random body shows that it breaks",
    { timeout: 120_000 },
    () => {
      let shown = 0;
      let broken = 0;
      for (const [[before, after], position, pool] of fc.sample(fc.tuple(edits, positions, samples), {
        numRuns: RUNS,
        seed: 3,
      })) {
        if (!pool.some(breaks(position, before, after))) continue;
        broken += 1;

        const findings = diffDocuments(documentWith(position, before), documentWith(position, after));

        if (findings.some(({ level }) => level === "breaking")) shown += 1;
      }

      expect(broken).toBeGreaterThan(RUNS / 10);
      expect(shown / broken).toBeGreaterThanOrEqual(0.98);
    },
  );
});
