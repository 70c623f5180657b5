// Protects the coverage of discriminators: JSON Schema and the derived cases ignore them, so they are reported as not
// covered.
import { describe, expect, it } from "vitest";
import { deriveCases } from "../../src/contract/index.ts";
import { main } from "../../scripts/cases.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const kind = (name: string): object => ({
  type: "object",
  required: ["kind"],
  properties: { kind: { type: "string" }, [name]: { type: "integer" } },
});
const choice = { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }] };

function documentWith(schema: object): object {
  const content = { "application/json": { schema } };
  return {
    openapi: "3.1.0",
    info: { title: "", version: "1" },
    components: { schemas: { Cat: kind("lives"), Dog: kind("tricks") } },
    paths: { "/pets": { post: { requestBody: { content }, responses: {} } } },
  };
}

function rowsOf(schema: object): unknown[] {
  return deriveCases(documentWith(schema)).coverage.filter(({ keyword }) => keyword === "discriminator");
}

describe("a discriminator", () => {
  it("is reported as not covered, with the reason", () => {
    const rows = rowsOf({ ...choice, discriminator: { propertyName: "kind" } });

    expect(rows).toEqual([
      {
        operation: "POST /pets",
        location: "body",
        pointer: "/paths/~1pets/post/requestBody/content/application~1json/schema",
        keyword: "discriminator",
        side: "refused",
        covered: false,
        reason: expect.stringContaining("JSON Schema ignores it") as string,
      },
    ]);
  });

  it("is printed by the command", async () => {
    const folder = mkdtempSync(join(tmpdir(), "discriminator-"));
    writeFileSync(
      join(folder, "a.json"),
      JSON.stringify(documentWith({ ...choice, discriminator: { propertyName: "kind" } })),
    );
    const printed: string[] = [];

    const screen = { write: (text: string) => printed.push(text) };

    const status = await main([join(folder, "a.json")], { out: screen, err: screen });

    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(printed.join("")).toMatch(
      /not covered POST \/pets {2}body .* discriminator refused: JSON Schema ignores it/,
    );
  });

  it.each([
    ["no discriminator", choice],
    ["a property of that name", { type: "object", properties: { discriminator: { type: "string" } } }],
  ])("is not reported for %s", (_case, schema) => {
    expect(rowsOf(schema)).toEqual([]);
  });
});
