// Protects the honesty of the coverage: a rule of OpenAPI that JSON Schema ignores, and so do the cases, is reported as
// not covered.
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
  it("is not covered, with the reason", () => {
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

  it("is shown to whoever derives the cases", async () => {
    const folder = mkdtempSync(join(tmpdir(), "discriminator-"));
    writeFileSync(
      join(folder, "a.json"),
      JSON.stringify(documentWith({ ...choice, discriminator: { propertyName: "kind" } })),
    );
    const said: string[] = [];

    const screen = { write: (text: string) => said.push(text) };

    const status = await main([join(folder, "a.json")], { out: screen, err: screen });

    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(said.join("")).toMatch(/not covered POST \/pets {2}body .* discriminator refused: JSON Schema ignores it/);
  });

  it.each([
    ["no discriminator", choice],
    ["a property of that name", { type: "object", properties: { discriminator: { type: "string" } } }],
  ])("is not reported of with %s", (_case, schema) => {
    expect(rowsOf(schema)).toEqual([]);
  });
});
