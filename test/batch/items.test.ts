// Protects the identity of items: the same line is the same video in every run, whatever happens around it.
import { describe, expect, test } from "vitest";
import { estimateOf, readItems } from "../../src/batch/index.ts";
import { assertUnambiguous } from "../../src/batch/items.ts";
import { body } from "./fixtures.ts";

describe("the identity of a line without a key", () => {
  test("is made from its body, however that is written and wherever it stands", () => {
    const { model, prompt, ...rest } = body("a fox");

    const [first] = readItems(JSON.stringify(body("a fox")));
    const [, second] = readItems(
      `${JSON.stringify(body("a bear"))}\n\n  ${JSON.stringify({ ...rest, prompt, model }, undefined, 1).replaceAll("\n", " ")}\r\n`,
    );

    expect(second?.key).toBe(first?.key);
    expect(second?.line).toBe(3);
  });

  test("counts lines with the same body, so that each is a video of its own", () => {
    const text = [body("a fox"), body("a fox"), body("a bear")].map((line) => JSON.stringify(line)).join("\n");

    const keys = readItems(text).map(({ key }) => key);

    expect(new Set(keys).size).toBe(3);
    expect(keys[1]).toBe(keys[0]?.replace(/-1$/, "-2"));
  });
});

describe("a file that cannot be read", () => {
  test.each([
    ["no JSON", "{", /line 1: /],
    ["no object", "[]", /line 1: the line must be a JSON object/],
    ["a key that is no file name", '{"key":"../x","body":{}}', /"key" must be/],
    ["a key twice", '{"key":"x","body":{}}\n{"key":"x","body":{}}', /line 2: the key x stands on line 1/],
    ["something beside key and body", '{"key":"x","body":{},"boddy":{}}', /beside "key" and "body" there is "boddy"/],
    ["a key without a body", '{"key":"x"}', /body must be a JSON object/],
    ["no item", "\n\n", /no item/],
    ["a body that is nested too deeply", `{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`, /line 1: is nested too deeply/],
    ["a body twice in a line", '{"key":"x","body":{},"body":{"prompt":"b"}}', /line 1: "body" stands twice/],
    ["a key twice in a line", '{"key":"x","key":"y","body":{}}', /line 1: "key" stands twice/],
  ])("%s is rejected with its line", (_, text, message) => {
    expect(() => readItems(text)).toThrow(message);
  });

  test("names at most 20 lines", () => {
    expect(() => readItems("{\n".repeat(30))).toThrow(/line 20: .*\nand 10 more$/s);
  });
});

describe("a body in which a member stands twice", () => {
  test.each([
    { where: "outermost", line: '{"prompt":"cheap","prompt" : "other"}', name: "prompt" },
    { where: "under two spellings", line: '{"prompt":"a","\\u0070rompt":"b"}', name: "prompt" },
    { where: "deep down", line: '{"a":[{"b":{"c":1,"c":2}}]}', name: "c" },
    { where: "behind a key", line: '{"key":"x","body":{"duration":3,"duration":10}}', name: "duration" },
  ])("is taken by no batch: $where", ({ line, name }) => {
    const read = readItems(`{}\n${line}`);

    expect(() => {
      assertUnambiguous(read);
    }).toThrow(`line 2: "${name}" stands twice in one object of the body`);
  });
});

describe("a line that only looks as if it had a member twice", () => {
  test.each([
    { what: "the same name in two objects", line: { a: { c: 1 }, b: { c: 2 }, list: [{ c: 1 }, { c: 2 }] } },
    { what: "a value that is a name", line: { a: "b", b: "a", list: ["a", "a"] } },
    { what: "quotation marks and braces in a text", line: { a: '"},{"a":"', b: '\\", "a": [' } },
  ])("is read: $what", ({ line }) => {
    const read = readItems(JSON.stringify(line));

    expect(read).toMatchObject([{ body: line }]);
    expect(read[0]?.repeatedMember).toBeUndefined();
  });
});

describe("bytes", () => {
  const german = JSON.stringify(body("Der Müller fährt"));

  test.each([
    { what: "UTF-8", bytes: Buffer.from(german) },
    { what: "UTF-8 with a byte order mark", bytes: Buffer.from(`\uFEFF${german}`) },
  ])("in $what are read", ({ bytes }) => {
    expect(readItems(bytes)).toMatchObject([{ body: { prompt: "Der Müller fährt" } }]);
  });

  test.each([
    { what: "Latin-1", bytes: Buffer.from(`{}\n${german}`, "latin1"), line: 2 },
    { what: "UTF-16", bytes: Buffer.from(`\uFEFF${german}`, "utf16le"), line: 1 },
    { what: "UTF-8 that is cut off", bytes: Buffer.from(`{}\n{}\n"ü`).subarray(0, -1), line: 3 },
  ])("in $what are rejected with their line", ({ bytes, line }) => {
    expect(() => readItems(bytes)).toThrow(`line ${line}: is not in UTF-8`);
  });
});

describe("the estimate", () => {
  test.each([
    [{}, 40.5],
    [{ duration: 10, quality: "1080p" }, 108.054],
    [{ duration: 3, quality: "4k" }, 32.4162],
    [{ duration: "3" }, 40.5],
  ])("of %j is %d credits", (request, credits) => {
    expect(estimateOf(request)).toBeCloseTo(credits, 9);
  });
});
