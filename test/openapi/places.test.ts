// Protects the locations in reports: a JSON pointer is resolved to a file and a line.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placesIn } from "../../src/openapi/places.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "places-"));
  writeFileSync(join(folder, "openapi.yaml"), YAML);
  writeFileSync(join(folder, "document.json"), JSON.stringify({ a: 1, b: { c: 2 } }, null, 2));
  writeFileSync(join(folder, "root.yaml"), 'openapi: 3.1.0\npaths:\n  /a: { $ref: "parts/a.yaml#/item" }\n');
  writeFileSync(join(folder, "parts.yaml"), "item:\n  get:\n    summary: a\n");
  writeFileSync(join(folder, "several.yaml"), 'paths:\n  /a: { $ref: "parts.yaml#/item" }\n');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function lineIn(file: string, pointer: string): number | undefined {
  return placesIn(file, folder)?.(pointer).line;
}

const YAML = `openapi: 3.1.0
paths:
  /a:
    get:
      parameters:
        - name: x
          in: query
        - { name: y, in: query }
      schema:
        $ref: '#/components/schemas/Order'
components:
  schemas:
    Order:
      properties:
        size: &size
          maximum: 5
        width: *size
    Loop: { $ref: '#/components/schemas/Loop' }
`;

describe("the line of a pointer", () => {
  it.each([
    ["#/paths/~1a/get", 4],
    ["#/paths/~1a/get/parameters/1", 8],
    ["#/paths/~1a/get/parameters/0/in", 7],
    ["", 1],
    ["#/paths/~1a/get/schema/properties/size/maximum", 16],
    ["#/components/schemas/Order/properties/width/maximum", 16],
  ])("%s is %i", (pointer, line) => {
    expect(lineIn("openapi.yaml", pointer)).toBe(line);
  });

  it.each([
    ["#/paths/~1b/get", 2],
    ["#/paths/~1a/get/schema/properties/gone/type", 14],
    ["#/paths/~1a/get/parameters/7", 5],
    ["#/components/schemas/Loop/properties", 18],
    ["#/nothing", 1],
  ])("%s, which does not exist, is that of its nearest ancestor, %i", (pointer, line) => {
    expect(lineIn("openapi.yaml", pointer)).toBe(line);
  });

  it("is found in JSON, too", () => {
    expect(lineIn("document.json", "/b/c")).toBe(4);
  });

  it("is in the file that a reference refers to", () => {
    expect(placesIn("several.yaml", folder)?.("#/paths/~1a/get/summary")).toEqual({ file: "parts.yaml", line: 3 });
  });

  it("is that of the reference when its file is missing", () => {
    expect(placesIn("root.yaml", folder)?.("#/paths/~1a/get")).toEqual({ file: "root.yaml", line: 3 });
  });

  it("is unknown for a URL and for a missing file", () => {
    expect(placesIn("https://example.com/openapi.yaml", folder)).toBeUndefined();
    expect(placesIn("missing.yaml", folder)).toBeUndefined();
  });
});
