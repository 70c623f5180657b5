// Protects the identity of items: the same line is the same video in every run, whatever happens around it.
import { describe, expect, test } from "vitest";
import { estimateOf, readItems } from "../../src/batch/index.ts";
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
  ])("%s is refused with its line", (_, text, message) => {
    expect(() => readItems(text)).toThrow(message);
  });

  test("names at most 20 lines", () => {
    expect(() => readItems("{\n".repeat(30))).toThrow(/line 20: .*\nand 10 more$/s);
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
