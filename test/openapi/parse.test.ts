// Protects the parsing of documents: JSON and YAML in every usual form, and one clear error for everything else.
import { describe, expect, it } from "vitest";
import { DocumentError } from "../../src/openapi/document-error.ts";
import { MAX_DEPTH, parseDocument } from "../../src/openapi/parse.ts";

const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;
const nestedYaml = (depth: number): string =>
  Array.from({ length: depth }, (_, index) => `${" ".repeat(index)}a:`).join("\n");

describe("a document is read", () => {
  it.each([
    { name: "JSON", text: '{"a": 1}' },
    { name: "JSON with a byte order mark", text: '\uFEFF{"a": 1}' },
    { name: "JSON after blank lines", text: '\n\n {"a": 1}' },
    { name: "YAML", text: "a: 1" },
    { name: "YAML with a byte order mark", text: "\uFEFFa: 1" },
    { name: "YAML after a comment", text: "# of the API\n---\na: 1\n" },
    { name: "a flow mapping that is not JSON", text: "{a: 1}" },
  ])("$name", ({ text }) => {
    expect(parseDocument(text, "the file")).toEqual({ a: 1 });
  });

  it("with equal keys in different objects and the same key as a value", () => {
    const text = '{"a": {"b": "a"}, "c": [{"b": 1}, {"b": 2}], "d": "c"}';

    expect(parseDocument(text, "the file")).toEqual(JSON.parse(text));
  });

  it("with merge keys and anchors", () => {
    expect(parseDocument("x: &x { a: 1 }\ny: { <<: *x, b: 2 }", "the file")).toEqual({
      x: { a: 1 },
      y: { a: 1, b: 2 },
    });
  });

  it.each([
    { name: "JSON", text: nested(MAX_DEPTH) },
    { name: "YAML", text: nestedYaml(MAX_DEPTH) },
  ])("with the maximum nesting, in $name", ({ text }) => {
    expect(() => parseDocument(text, "the file")).not.toThrow();
  });
});

describe("a document is rejected", () => {
  it.each([
    {
      name: "a duplicate key in JSON",
      text: '{\n  "a": 1,\n  "a": 2\n}',
      message: /the file, line 3: the key "a" occurs twice/,
    },
    {
      name: "an escaped duplicate key in JSON",
      text: '{"a": 1, "\\u0061": 2}',
      message: /line 1: the key "a" occurs twice/,
    },
    { name: "a duplicate key in an inner object", text: '{"x": [{"a": 1, "a": 1}]}', message: /occurs twice/ },
    {
      name: "a duplicate key in YAML",
      text: "a: 1\na: 2",
      message: /the file is neither JSON nor YAML: Map keys must be unique at line 2/,
    },
    {
      name: "a number and a string as the same key in YAML",
      text: "200: 1\n'200': 2",
      message: /Map keys must be unique/,
    },
    {
      name: "JSON nested too deeply",
      text: nested(MAX_DEPTH + 1),
      message: /the file, line 1: the document is nested too deeply/,
    },
    { name: "2,000 levels of JSON", text: nested(2000), message: /nested too deeply/ },
    { name: "200,000 levels of JSON", text: nested(200_000), message: /nested too deeply/ },
    {
      name: "YAML nested too deeply",
      text: nestedYaml(MAX_DEPTH + 1),
      message: /line 501: the document is nested too deeply/,
    },
    { name: "2,000 levels of YAML", text: nestedYaml(2000), message: /line 2000: the document is nested too deeply/ },
    {
      name: "YAML that contains itself",
      text: "a: &a [*a]",
      message: /an alias stands inside the value that it names/,
    },
    { name: "a page of HTML", text: "<!doctype html><html></html>", message: /the file is an HTML page/ },
    { name: "an empty file", text: "", message: /holds no document: it is empty/ },
    { name: "a list", text: "- a", message: /holds no document: it is not an object/ },
    { name: "malformed JSON", text: '{"a": 1', message: /the file is neither JSON nor YAML/ },
  ])("$name", ({ text, message }) => {
    const read = (): unknown => parseDocument(text, "the file");

    expect(read).toThrow(DocumentError);
    expect(read).toThrow(message);
  });
});
