// Protects the generated validators: they accept exactly what ajv accepts with the contract's schemas.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validatedSchemas } from "../../scripts/generate/validators/schemas.ts";
import {
  schemaNameOf,
  whyNotValidated,
  validatedNames,
  validatorNamed,
  violationsOf,
} from "../../scripts/validators/generated.ts";
import { withoutKey, withValue } from "../../scripts/mutate/edit.ts";
import { append, valueAt } from "../../src/shared/json-pointer.ts";
import { isObject } from "../../src/shared/json.ts";
import { derived } from "./derived.ts";
import { contract, schemaValidator } from "./schema-validators.ts";

const { cases } = derived;
const names = validatedSchemas(contract).flatMap(({ name, sameAs }) => (sameAs === undefined ? [name] : []));
// A rejected value has to have at least one violation.
const accepts = (name: string, value: unknown): boolean => {
  const isValid = validatorNamed(name)(value);
  expect(violationsOf(name, value).length === 0).toBe(isValid);
  return isValid;
};
const valuesOf = (name: string): readonly unknown[] =>
  cases
    .filter((one) => whyNotValidated(one) === undefined && schemaNameOf(contract, one) === name)
    .map(({ value }) => value);

test("every schema of a request, a response, a callback or a parameter has a validator, and no other", () => {
  const expected = validatedSchemas(contract).map(({ name }) => name);

  expect([...validatedNames].sort()).toEqual([...expected].sort());
});

describe.each(names)("%s agrees with ajv", (name) => {
  const validate = schemaValidator(name);

  test("on all derived cases", () => {
    const values = valuesOf(name);

    const different = values.filter((value) => accepts(name, value) !== validate(value));

    expect(values.length).toBeGreaterThan(0);
    expect(different).toEqual([]);
  });

  test("on arbitrary values, and on cases with random changes", { timeout: 60_000 }, () => {
    const changed = fc
      .tuple(fc.constantFrom(...valuesOf(name)), fc.array(change, { minLength: 1, maxLength: 3 }))
      .map(([value, changes]) => changes.reduce(withChange, value));

    const agree = (value: unknown): boolean => accepts(name, value) === validate(value);

    fc.assert(
      fc.property(fc.oneof({ weight: 1, arbitrary: fc.jsonValue() }, { weight: 9, arbitrary: changed }), agree),
      { numRuns: 1000, seed: 2 },
    );
  });
});

describe("a huge invalid value is rejected with the first 20 violations of each array and object", () => {
  const request = { model: "kling-o3-reference-to-video", prompt: "A fox", video_url: "https://example.com/a.mp4" };
  const unknownFields = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field${index}`, index]));

  test.each([
    {
      name: "a million image URLs",
      schema: "VideoGenerationRequest",
      value: { ...request, image_urls: Array(1e6).fill("x") },
    },
    { name: "100,000 unknown fields", schema: "VideoGenerationRequest", value: { ...request, ...unknownFields } },
    {
      name: "half a million results",
      schema: "Task",
      value: { id: "a", status: "pending", results: Array(5e5).fill(1) },
    },
  ])("$name", ({ schema, value }) => {
    const violations = violationsOf(schema, value);

    expect(violations.length).toBeGreaterThanOrEqual(20);
    expect(violations.length).toBeLessThan(60);
  });
});

interface Change {
  /** Index of the place to change, modulo the number of places. */
  readonly place: number;
  /** What to change there; `value` and `name` are its arguments. */
  readonly kind: "put" | "drop" | "add" | "repeat";
  readonly value: unknown;
  readonly name: string;
}

// JSON values, and undefined members, which JSON omits.
const replacement = fc.oneof(
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
  value: replacement,
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
  return [pointer, ...inner.flatMap(([key, member]) => placesOf(member, append(pointer, key)))];
}
