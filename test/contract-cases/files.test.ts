// Protects documents of several files: an unreadable file affects only the places that refer to it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readContractDocument } from "../../src/contract/command/document.ts";
import { deriveCases } from "../../src/contract/index.ts";

const folder = mkdtempSync(join(tmpdir(), "contract-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

function operation(reference: string): object {
  const schema = { $ref: reference };
  return { post: { requestBody: { content: { "application/json": { schema } } }, responses: {} } };
}

it.each([
  { fault: "a missing file", item: operation("missing.yaml#/A") },
  { fault: "a missing part", item: operation("parts.yaml#/Nope") },
  { fault: "a file that is not YAML", item: operation("broken.yaml#/A") },
  { fault: "a path item of a missing file", item: { $ref: "missing.yaml" } },
])("$fault affects only the reference to it", async ({ item }) => {
  const document = {
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: { "/odd": item, "/good": operation("parts.yaml#/A") },
  };
  writeFileSync(join(folder, "parts.yaml"), "A: { type: integer, maximum: 3 }\n");
  writeFileSync(join(folder, "broken.yaml"), "A: [\n");
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));

  const read = await readContractDocument(join(folder, "openapi.json"));
  const { cases, problems } = deriveCases(read);

  expect(cases.filter(({ keyword, valid }) => keyword === "maximum" && !valid).map(({ value }) => value)).toContain(4);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.pointer).toContain("/paths/~1odd");
  expect(problems[0]?.reason).toContain("check that the file is there");
});

it("a directory instead of a document is rejected by name", async () => {
  await expect(readContractDocument(folder)).rejects.toThrow("is a directory. Name the document in it.");
});
