// Protects the third judge: every derived request compiles as a literal if its form is allowed, and does not if it is not.
import { describe, expect, test } from "vitest";
import { readContract } from "../../scripts/generate/contract.ts";
import { deriveCases, type ContractCase } from "../../src/contract/index.ts";
import { compile } from "./compile.ts";

/** What TypeScript's types cannot see, by class. Every other broken constraint has to be a compile error. */
const UNSEEN: readonly { readonly what: string; readonly applies: (one: ContractCase) => boolean }[] = [
  { what: "a bound of a number", applies: ({ keyword }) => /^(minimum|maximum)$/.test(keyword) },
  { what: "a length of a text", applies: ({ keyword }) => keyword === "maxLength" },
  { what: "a form of a text", applies: ({ keyword }) => /^(pattern|format)$/.test(keyword) },
  { what: "a length of a list, and what is counted together", applies: ({ keyword, pointer }) => /^(minItems|maxItems)$/.test(keyword) || /\/(if|then)(\/|$)/.test(pointer) || /^(if|then)$/.test(keyword) },
  { what: "that a number is whole", applies: ({ keyword, value }) => keyword === "type" && hasFraction(value) },
];

function hasFraction(value: unknown): boolean {
  if (typeof value === "number") return !Number.isInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasFraction);
}

const bodies = deriveCases(readContract()).cases.filter(({ location, value }) => location === "body" && value !== undefined);

/** A keyword that only hands on to others is broken by what breaks one of them; that one has a case of its own. */
const HANDS_ON = /^(properties|items|\$ref|allOf|anyOf|oneOf)$/;

const seen = bodies.filter((one) => one.valid || (!HANDS_ON.test(one.keyword) && !UNSEEN.some(({ applies }) => applies(one))));
const literal = (one: ContractCase): string =>
  `import type { VideoGenerationRequest } from "evolink-video";\nexport const body: VideoGenerationRequest = ${JSON.stringify(one.value)};\n`;
const found = compile(Object.fromEntries(seen.map((one, index) => [`case-${String(index)}`, literal(one)])));
const compiles = (index: number): boolean => found[`case-${String(index)}`]?.length === 0;

test("every valid request compiles", () => {
  const refused = seen.flatMap((one, index) => (one.valid && !compiles(index) ? [{ ...one, told: found[`case-${String(index)}`] }] : []));

  expect(refused).toEqual([]);
});

test("no request of a forbidden form compiles", () => {
  const accepted = seen.flatMap((one, index) => (!one.valid && compiles(index) ? [`${one.pointer} ${one.keyword}: ${JSON.stringify(one.value)}`] : []));

  expect(accepted).toEqual([]);
});

describe("what types cannot see", () => {
  test.each(UNSEEN)("$what: there are such cases", ({ applies }) => {
    expect(bodies.some((one) => !one.valid && applies(one))).toBe(true);
  });
});
