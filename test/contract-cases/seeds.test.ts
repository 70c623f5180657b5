// Protects the completeness of the derivation: the coverage depends neither on the seed nor on an added field.
import { describe, expect, it } from "vitest";
import { deriveCases } from "../../src/contract/index.ts";
import { type JsonObject } from "../../src/shared/json.ts";
import { IS_EXHAUSTIVE } from "../exhaustive.ts";
import { DOCUMENTS } from "./documents.ts";

// The first is the default, with which `derive.test.ts` derives.
const SEEDS = IS_EXHAUSTIVE ? [1, 2, 3, 4, 5, 6, 7, 8] : [2];
const FIELDS = [
  { type: "integer", minimum: 0, maximum: 100, default: 50 },
  { type: "string", maxLength: 40 },
  { type: "boolean", default: false },
  { type: "array", maxItems: 3, items: { type: "string" } },
].slice(0, IS_EXHAUSTIVE ? undefined : 1);
const REQUEST = "/components/schemas/VideoGenerationRequest";

function missedIn(document: JsonObject, seed: number): readonly string[] {
  const { coverage } = deriveCases(document, { seed, only: ({ location }) => location === "body" });
  expect(coverage.some(({ pointer, keyword }) => pointer === `${REQUEST}/then` && keyword === "anyOf")).toBe(true);
  return coverage
    .filter(({ covered }) => !covered)
    .map(({ pointer, keyword, side }) => `${pointer} ${keyword} ${side}`);
}

function withField(schema: JsonObject): JsonObject {
  const document = structuredClone(DOCUMENTS.ours) as {
    components: { schemas: { VideoGenerationRequest: { properties: JsonObject } } };
  };
  const request = document.components.schemas.VideoGenerationRequest;
  const { model, ...others } = request.properties;
  request.properties = { model, added: schema, ...others };
  return document;
}

describe("the request body of this API", () => {
  it.each(SEEDS)("is covered completely with seed %i", (seed) => {
    const missed = missedIn(DOCUMENTS.ours, seed);

    expect(missed).toEqual([]);
  });

  it.each(FIELDS)("is covered completely with another optional field of type $type", (schema) => {
    const missed = missedIn(withField(schema), 1);

    expect(missed).toEqual([]);
  });
});
