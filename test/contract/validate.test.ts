// Protects src/sdk/validation/validate.ts and the schemas that it judges by: it accepts what ajv accepts by the contract itself, and nothing else.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as schemas from "../../generated/schemas.ts";
import { judged, nameOf } from "../../scripts/generate/schemas.ts";
import { judgedBy, schemaNamed, unjudged } from "../../scripts/judges/generated.ts";
import { isSampleToldRightly, SAMPLES } from "../../scripts/judges/samples.ts";
import { withoutKey, withValue } from "../../scripts/mutate/contract/edit.ts";
import { deriveCases } from "../../src/contract/index.ts";
import { isObject } from "../../src/contract/schema/json.ts";
import { join, valueAt } from "../../src/contract/schema/pointer.ts";
import * as validation from "../../src/sdk/validation/validate.ts";
import { contract, judgeOf, schemaJudge } from "./judge.ts";

const { cases } = deriveCases(contract);
const names = judged(contract).map(({ name }) => name);
const accepts = (name: string, value: unknown): boolean => validation.validate(schemaNamed(name), value).length === 0;
const valuesOf = (name: string): readonly unknown[] =>
  cases.filter((one) => unjudged(one) === undefined && judgedBy(contract, one) === name).map(({ value }) => value);

test("every generated schema is one of the contract", () => {
  const exported = Object.keys(schemas).filter((name) => name !== "formats");

  expect(exported).toEqual(names.map(nameOf));
});

describe.each(names)("%s is judged as ajv judges it", (name) => {
  const judge = schemaJudge(name);

  test("in all derived cases", () => {
    const values = valuesOf(name);

    const different = values.filter((value) => accepts(name, value) !== judge(value));

    expect(values.length).toBeGreaterThan(0);
    expect(different).toEqual([]);
  });

  test("in values of any kind, and in cases with some places changed", { timeout: 60_000 }, () => {
    const changed = fc
      .tuple(fc.constantFrom(...valuesOf(name)), fc.array(change, { minLength: 1, maxLength: 3 }))
      .map(([value, changes]) => changes.reduce(withChange, value));

    const agree = (value: unknown): boolean => accepts(name, value) === judge(value);

    fc.assert(
      fc.property(fc.oneof({ weight: 1, arbitrary: fc.jsonValue() }, { weight: 9, arbitrary: changed }), agree),
      { numRuns: 1000, seed: 2 },
    );
  });
});

test(
  "a uri is what ajv calls one, but for what stands in brackets: the groups of an address are not counted, and a literal of a later version is refused",
  { timeout: 60_000 },
  () => {
    const judge = judgeOf({ format: "uri" });
    const part = fc.oneof(
      fc.constantFrom(
        "http",
        "z",
        "9",
        ":",
        "/",
        "//",
        "?",
        "#",
        "[",
        "]",
        "[::1]",
        "[1:2:3:4:5:6:7:8]",
        "[::ffff:1.2.3.4]",
        "[f::1]",
        "[v1.a]",
        "%",
        "%2",
        "%20",
        "@",
        "1.2.3.4",
        " ",
        "é",
        "\\",
        "^",
        "\n",
        "{",
        "\u212a",
      ),
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }),
    );
    const text = fc
      .tuple(fc.constantFrom("", "http:", "https://", "az:"), fc.array(part, { maxLength: 8 }))
      .map(([start, parts]) => start + parts.join(""));

    const agree = (one: string): boolean => {
      const isAccepted = validation.validate({ format: "uri" }, one).length === 0;
      return (
        isAccepted === judge(one.replaceAll(/\[[\da-f]*:[\da-f:.]+\]/gi, "[::1]")) ||
        (!isAccepted && one.includes("[v"))
      );
    };

    fc.assert(fc.property(text, agree), { numRuns: 20_000, seed: 2 });
  },
);

describe("what no case of the contract asks", () => {
  test.each(SAMPLES)("$why", (sample) => {
    const isRight = isSampleToldRightly(sample, validation);

    expect(isRight, JSON.stringify(validation.findDrift(sample.schema, sample.value))).toBe(true);
  });

  test.each(SAMPLES)("is judged as ajv judges it: $why", ({ schema, value }) => {
    const judge = judgeOf({ ...schema, ...(schema.pattern === undefined ? {} : { pattern: schema.pattern.source }) });

    const accepted = validation.validate(schema, value).length === 0;

    expect(accepted).toBe(judge(value));
  });
});

interface Change {
  /** Which of the value's places, counted around. */
  readonly place: number;
  /** What to do there, and with what. */
  readonly kind: "put" | "drop" | "add" | "repeat";
  readonly value: unknown;
  readonly name: string;
}

// What JSON can carry, and members that are undefined, which it leaves out.
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    "",
    [],
    {},
    undefined,
    -0,
    0.1,
    1e21,
    "\ud83e",
    "https://example.com/a",
    "1",
    "kling-o3-reference-to-video",
  ),
  fc.integer({ min: -2, max: 110 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc
    .constantFrom(511, 512, 513, 2500, 2501)
    .chain((length) => fc.constantFrom("a", "🦊").map((character) => character.repeat(length))),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.jsonValue({ maxDepth: 2 }),
);
const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(50),
  kind: fc.constantFrom("put", "drop", "add", "repeat"),
  value: odd,
  name: fc.constantFrom(
    "a",
    "toString",
    "__proto__",
    "constructor",
    "length",
    "model",
    "prompt",
    "duration",
    "multi_shot",
    "id",
    "error",
    "data",
  ),
});

function withChange(value: unknown, { place, kind, value: other, name }: Change): unknown {
  const places = placesOf(value);
  const pointer = places[place % places.length] ?? "";
  const here = valueAt(value, pointer);
  if (kind === "put") return withValue(value, pointer, other);
  if (Array.isArray(here))
    return withValue(
      value,
      pointer,
      kind === "drop" ? here.slice(1) : [...(here as unknown[]), kind === "repeat" ? here[0] : other],
    );
  if (!isObject(here))
    return withValue(value, pointer, typeof here === "string" && kind === "repeat" ? here + here : other);
  return withValue(
    value,
    pointer,
    kind === "drop"
      ? withoutKey(here, Object.keys(here)[place % Object.keys(here).length] ?? "")
      : { ...here, [name]: other },
  );
}

function placesOf(value: unknown, pointer = ""): readonly string[] {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [pointer, ...inner.flatMap(([key, member]) => placesOf(member, join(pointer, key)))];
}
