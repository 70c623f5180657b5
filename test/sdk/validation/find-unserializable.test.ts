// Protects what is sent: every value that JSON cannot represent, or would change, is found and named with its pointer.
import { describe, expect, test } from "vitest";
import { findUnserializable } from "../../../src/sdk/validation/find-unserializable.ts";

class Params {
  readonly multi_shot = false;
}

/** A class without a name. */
const Anonymous = ((): new () => object =>
  class {
    readonly multi_shot = false;
  })();

const throwing = (thrown: unknown): object =>
  new Proxy(
    {},
    {
      ownKeys() {
        throw thrown;
      },
    },
  );

/** Creates a proxy whose property exists while the keys are listed, but not when it is read. */
function vanishing(): object {
  let reads = 0;
  return new Proxy(
    { a: 1 },
    {
      getOwnPropertyDescriptor(target, key) {
        reads += 1;
        return reads > 2 ? undefined : Reflect.getOwnPropertyDescriptor(target, key);
      },
    },
  );
}

/** Creates nested arrays, the innermost one empty. */
const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;

const getter = {
  get multi_shot() {
    return false;
  },
};

interface Found {
  readonly what: string;
  readonly body: unknown;
  /** Pointer and message. */
  readonly message: string;
}

const FOUND: readonly Found[] = [
  { what: "NaN", body: { a: Number.NaN }, message: "/a: must be a finite number, not NaN" },
  { what: "infinity", body: { a: -Infinity }, message: "/a: must be a finite number, not -Infinity" },
  { what: "a bigint", body: { a: 5n }, message: "/a: must be a JSON value, not a bigint" },
  { what: "a function", body: { a: () => 1 }, message: "/a: must be a JSON value, not a function" },
  {
    what: "half of an emoji in a string",
    body: { a: "🦊".slice(0, 1) },
    message: "/a: has half of a character (a lone surrogate)",
  },
  {
    what: "half of an emoji in a name",
    body: { b: { ["🦊".slice(1)]: 1 } },
    message: "/b: has half of a character (a lone surrogate)",
  },
  { what: "a symbol", body: { a: Symbol("a") }, message: "/a: must be a JSON value, not a symbol" },
  {
    what: "a symbol as the body",
    body: Symbol("a"),
    message: "(root): must be a JSON value, not a symbol",
  },
  { what: "undefined in an array", body: { a: [1, undefined] }, message: "/a/1: is missing from the array" },
  { what: "a hole in an array", body: { a: Array(1) }, message: "/a/0: is missing from the array" },
  { what: "the first of two", body: [1, Number.NaN, 5n], message: "/1: must be a finite number, not NaN" },
  {
    what: "a pointer with a slash and a tilde",
    body: { "a/b~c": [{ d: Number.NaN }] },
    message: "/a~1b~0c/0/d: must be a finite number, not NaN",
  },
  { what: "a class", body: { a: new Params() }, message: "/a: must be a plain object, not an instance of Params" },
  { what: "a date", body: { a: new Date(0) }, message: "/a: must be a plain object, not an instance of Date" },
  { what: "a map", body: { a: new Map() }, message: "/a: must be a plain object, not an instance of Map" },
  { what: "Math", body: { a: Math }, message: "/a: must be a plain object, not an instance of Math" },
  {
    what: "an object with a Symbol.toStringTag",
    body: { a: { [Symbol.toStringTag]: "List" } },
    message: "/a: must be a plain object, not an instance of List",
  },
  { what: "a class without a name", body: { a: new Anonymous() }, message: "/a: must not inherit from another object" },
  {
    what: "an object with a prototype",
    body: { a: Object.create({ b: 1 }) as object },
    message: "/a: must not inherit from another object",
  },
  {
    what: "an object whose prototype has no prototype",
    body: { a: Object.create(Object.assign(Object.create(null) as object, { b: 1 })) as object },
    message: "/a: must not inherit from another object",
  },
  { what: "toJSON", body: { a: { toJSON: () => ({}) } }, message: "/a: must not have toJSON" },
  {
    what: "toJSON of an array",
    body: { a: Object.assign([], { toJSON: () => [] }) },
    message: "/a: must not have toJSON",
  },
  { what: "a getter", body: { a: getter }, message: "/a/multi_shot: must be a value, not a getter" },
  { what: "101 levels", body: nested(102), message: "(root): has a cycle or more than 100 levels" },
  {
    what: "101 levels of objects",
    body: JSON.parse('{"a":'.repeat(101) + "{}" + "}".repeat(101)) as unknown,
    message: "(root): has a cycle or more than 100 levels",
  },
  {
    what: "10,001 items",
    body: { a: Array(10_000).fill(1) },
    message: "/a: exceeds the limit of 10000 values in a body",
  },
  {
    what: "10,001 members",
    body: Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`a${index}`, 1])),
    message: "(root): exceeds the limit of 10000 values in a body",
  },
  {
    what: "10,000,001 characters",
    body: "a".repeat(10_000_001),
    message: "(root): exceeds the limit of 10000000 characters in a body",
  },
  {
    what: "10,000,001 characters in two strings and a name",
    body: { a: "a".repeat(5_000_000), b: ["b".repeat(4_999_999)] },
    message: "/b/0: exceeds the limit of 10000000 characters in a body",
  },
  {
    what: "10,000,001 characters in a name",
    body: { a: { ["b".repeat(10_000_000)]: 1 } },
    message: "/a: exceeds the limit of 10000000 characters in a body",
  },
  { what: "a proxy that throws", body: throwing(new Error("mine")), message: "(root): cannot be read: mine" },
  { what: "a proxy that throws a string", body: throwing("mine"), message: "(root): cannot be read: mine" },
];

test.each(FOUND)("reports $what", ({ body, message }) => {
  const found = findUnserializable(body);

  expect(found).toEqual([expect.objectContaining({ keyword: "json", message: `${message} (json)` })]);
});

describe("reports nothing for plain data", () => {
  test.each([
    { what: "a string", body: "a" },
    { what: "null", body: null },
    { what: "a member that is undefined", body: { a: undefined } },
    { what: "every kind of value", body: { a: 1, b: "c", d: true, e: null, f: [{ g: [] }], h: {} } },
    { what: "an object without a prototype", body: Object.create(null) as object },
    { what: "a property that vanishes", body: { a: [0, vanishing()] } },
    { what: "100 levels", body: nested(101) },
    { what: "10,000 values", body: { a: Array(9_999).fill(1) } },
    { what: "10,000,000 characters", body: { a: "a".repeat(9_999_999) } },
  ])("$what", ({ body }) => {
    expect(findUnserializable(body)).toEqual([]);
  });
});
