// Protects the identity of items: the same line is the same video in every run, wherever it is in the file.
import { describe, expect, test } from "vitest";
import { estimateOf, readItems } from "../../src/batch/index.ts";
import { assertUnambiguous } from "../../src/batch/items.ts";
import { body } from "./fixtures.ts";

describe("the generated key of a line", () => {
  test("depends on its body, but not on formatting, member order or line number", () => {
    const { model, prompt, ...rest } = body("a fox");

    const [first] = readItems(JSON.stringify(body("a fox")));
    const [, second] = readItems(
      `${JSON.stringify(body("a bear"))}\n\n  ${JSON.stringify({ ...rest, prompt, model }, undefined, 1).replaceAll("\n", " ")}\r\n`,
    );

    expect(second?.key).toBe(first?.key);
    expect(second?.line).toBe(3);
  });

  test("has a counter for lines with the same body, so that each is a separate video", () => {
    const text = [body("a fox"), body("a fox"), body("a bear")].map((line) => JSON.stringify(line)).join("\n");

    const keys = readItems(text).map(({ key }) => key);

    expect(new Set(keys).size).toBe(3);
    expect(keys[1]).toBe(keys[0]?.replace(/-1$/, "-2"));
  });
});

describe("an invalid file", () => {
  test.each([
    ["malformed JSON", "{", /line 1: /],
    ["JSON that is not an object", "[]", /line 1: the line must be a JSON object/],
    ["a key that is not a file name", '{"key":"../x","body":{}}', /"key" must be/],
    ["a duplicate key", '{"key":"x","body":{}}\n{"key":"x","body":{}}', /line 2: the key x stands on line 1/],
    [
      "another member than key and body",
      '{"key":"x","body":{},"boddy":{}}',
      /beside "key" and "body" there is "boddy"/,
    ],
    ["a key without a body", '{"key":"x"}', /body must be a JSON object/],
    ["no items", "\n\n", /no item/],
    ["a body that is nested too deeply", `{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`, /line 1: is nested too deeply/],
    ["a duplicate member body", '{"key":"x","body":{},"body":{"prompt":"b"}}', /line 1: "body" stands twice/],
    ["a duplicate member key", '{"key":"x","key":"y","body":{}}', /line 1: "key" stands twice/],
  ])("with %s is rejected with the line number", (_, text, message) => {
    expect(() => readItems(text)).toThrow(message);
  });

  test("names at most 20 lines", () => {
    expect(() => readItems("{\n".repeat(30))).toThrow(/line 20: .*\nand 10 more$/s);
  });
});

describe("a body with a duplicate member", () => {
  test.each([
    { where: "at the top level", line: '{"prompt":"cheap","prompt" : "other"}', name: "prompt" },
    { where: "under two spellings", line: '{"prompt":"a","\\u0070rompt":"b"}', name: "prompt" },
    { where: "in a nested object", line: '{"a":[{"b":{"c":1,"c":2}}]}', name: "c" },
    { where: "in a line with a key", line: '{"key":"x","body":{"duration":3,"duration":10}}', name: "duration" },
  ])("is rejected: $where", ({ line, name }) => {
    const read = readItems(`{}\n${line}`);

    expect(() => {
      assertUnambiguous(read);
    }).toThrow(`line 2: "${name}" stands twice in one object of the body`);
  });
});

describe("a line without duplicate members", () => {
  test.each([
    { what: "the same name in two objects", line: { a: { c: 1 }, b: { c: 2 }, list: [{ c: 1 }, { c: 2 }] } },
    { what: "a value that is a name", line: { a: "b", b: "a", list: ["a", "a"] } },
    { what: "quotation marks and braces in a string", line: { a: '"},{"a":"', b: '\\", "a": [' } },
  ])("is accepted: $what", ({ line }) => {
    const read = readItems(JSON.stringify(line));

    expect(read).toMatchObject([{ body: line }]);
    expect(read[0]?.repeatedMember).toBeUndefined();
  });
});

describe("a file", () => {
  const german = JSON.stringify(body("Der Müller fährt"));

  test.each([
    { what: "UTF-8", bytes: Buffer.from(german) },
    { what: "UTF-8 with a byte order mark", bytes: Buffer.from(`\uFEFF${german}`) },
  ])("in $what is read", ({ bytes }) => {
    expect(readItems(bytes)).toMatchObject([{ body: { prompt: "Der Müller fährt" } }]);
  });

  test.each([
    { what: "Latin-1", bytes: Buffer.from(`{}\n${german}`, "latin1"), line: 2 },
    { what: "UTF-16", bytes: Buffer.from(`\uFEFF${german}`, "utf16le"), line: 1 },
    { what: "UTF-8 that is cut off", bytes: Buffer.from(`{}\n{}\n"ü`).subarray(0, -1), line: 3 },
  ])("in $what is rejected with the line number", ({ bytes, line }) => {
    expect(() => readItems(bytes)).toThrow(`line ${line}: is not in UTF-8`);
  });
});

describe("the estimated price", () => {
  test.each([
    [{}, 40.5],
    [{ duration: 10, quality: "1080p" }, 108.054],
    [{ duration: 3, quality: "4k" }, 32.4162],
    [{ duration: "3" }, 40.5],
  ])("of %j is %d credits", (request, credits) => {
    expect(estimateOf(request)).toBeCloseTo(credits, 9);
  });
});
