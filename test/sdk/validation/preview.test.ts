// Protects messages: a value is shown as JSON, truncated, without the queries of URLs.
import { describe, expect, test } from "vitest";
import { preview } from "../../../src/sdk/validation/preview.ts";

const LIMIT = 80;

describe("a value is shown as", () => {
  test.each([
    { what: "a string", value: 'say "a"', shown: String.raw`"say \"a\""` },
    { what: "a number", value: 1.5, shown: "1.5" },
    { what: "a bigint", value: 5n, shown: "5" },
    { what: "true", value: true, shown: "true" },
    { what: "null", value: null, shown: "null" },
    { what: "undefined", value: undefined, shown: "undefined" },
    { what: "a function", value: () => 1, shown: "a function" },
    { what: "a symbol", value: Symbol("a"), shown: "a symbol" },
    { what: "an empty array", value: [], shown: "[]" },
    { what: "an array", value: [1, "a", [null]], shown: '[1,"a",[null]]' },
    { what: "an empty object", value: {}, shown: "{}" },
    { what: "an object", value: { a: 1, 'b"': { c: [] } }, shown: String.raw`{"a":1,"b\"":{"c":[]}}` },
    {
      what: "a proxy that throws",
      value: new Proxy({ a: 1 }, { get: () => expect.unreachable() }),
      shown: "an object that cannot be read",
    },
    { what: "a URL", value: "https://a.example/b?token=c", shown: '"https://a.example/b?…"' },
    { what: "a URL in another case", value: "HTTP://a.example/?b", shown: '"HTTP://a.example/?…"' },
    {
      what: "a URL within a string of several lines",
      value: "see https://a.example?b\nc",
      shown: '"see https://a.example?…"',
    },
    { what: "a question mark without a URL", value: "who? me", shown: '"who? me"' },
  ])("$what", ({ value, shown }) => {
    expect(preview(value)).toBe(shown);
  });
});

describe("a long value is cut after 80 characters", () => {
  test.each([
    { what: "a string of 78 characters, not cut", value: "a".repeat(78), shown: `"${"a".repeat(78)}"` },
    { what: "a string of 79 characters", value: "a".repeat(79), shown: `"${"a".repeat(79)}…` },
    { what: "an array", value: Array(100).fill(1), shown: `${`[${"1,".repeat(50)}`.slice(0, LIMIT)}…` },
    {
      what: "an object",
      value: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index + 100}`, 1])),
      shown: '{"a100":1,"a101":1,"a102":1,"a103":1,"a104":1,"a105":1,"a106":1,"a107":1,"a108":…',
    },
    { what: "a name", value: { ["a".repeat(100)]: 1 }, shown: `{"${"a".repeat(78)}…` },
    {
      what: "nested arrays",
      value: JSON.parse("[".repeat(200) + "]".repeat(200)) as unknown,
      shown: `${"[".repeat(LIMIT)}…`,
    },
  ])("$what", ({ value, shown }) => {
    expect(preview(value)).toBe(shown);
  });
});

describe("a huge value costs no more than a small one", () => {
  test("only the beginning of a string is searched for URLs", () => {
    const start = performance.now();

    preview("http:".repeat(300_000));

    expect(performance.now() - start).toBeLessThan(200);
  });

  /** Wraps a value so that reads of its items or members are counted. */
  function counted<Value extends object>(value: Value): { readonly value: Value; readonly reads: () => number } {
    let reads = 0;
    const get = (target: Value, key: string | symbol, receiver: unknown): unknown => {
      if (typeof key === "string" && Object.hasOwn(target, key) && key !== "length") reads += 1;
      return Reflect.get(target, key, receiver);
    };
    return { value: new Proxy(value, { get }), reads: () => reads };
  }

  const items = [10, ...Array<number>(99).fill(1)];
  const members = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`a${index + 10}`, 11]));

  test.each([
    // 40 items take 81 characters with brackets and commas and could be the complete value, so one more is read.
    { what: "an array", ...counted(items), most: 42 },
    { what: "an object", ...counted(members), most: 10 },
  ])("of $what only the shown items are read", ({ value, reads, most }) => {
    preview(value);

    expect(reads()).toBe(most);
  });

  test.each([
    { what: "an array", around: (value: unknown) => [value] },
    { what: "an object", around: (value: unknown) => ({ a: value }) },
  ])("of an array in $what only the shown items are read", ({ around }) => {
    const { value, reads } = counted(items);

    preview(around(value));

    expect(reads()).toBe(41);
  });
});
