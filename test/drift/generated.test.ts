// Protects `drift generated`: what is wrong with a generated file is said in words, with what to do about it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { main } from "../../src/cli/drift.ts";

let folder = "";

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/**
 * Runs `drift generated` in a package whose check of the generated files prints these lines and ends with this code.
 */
async function generated(lines: string, code: number, ...options: string[]): Promise<{ status: number; said: string }> {
  folder = mkdtempSync(join(tmpdir(), "drift-generated-"));
  writeFileSync(join(folder, "generate.mjs"), `console.error(${JSON.stringify(lines)}); process.exitCode = ${code};`);
  mkdirSync(join(folder, "openapi"));
  writeFileSync(join(folder, "openapi/openapi.yaml"), "openapi: 3.1.0");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { generate: "node generate.mjs" } }));
  const said: string[] = [];
  const status = await main(
    ["generated", ...options],
    (text) => said.push(text),
    (text) => said.push(text),
    folder,
  );
  return { status, said: said.join("\n") };
}

describe("drift generated", () => {
  it.each([
    ["differs", "is out of date"],
    ["missing", "is missing"],
    ["not generated", "has no source in the contract"],
  ])("says what %s means, and what to do", async (state, words) => {
    const { status, said } = await generated(`generated/types.ts: ${state}`, 1);

    expect(status).toBe(1);
    expect(said).toContain(`generated/types.ts ${words}: run npm run generate and commit what it writes`);
    expect(said).not.toContain("→");
  });

  it("annotates the generated file", async () => {
    const { said } = await generated("generated/types.ts: differs", 1, "--github");

    expect(said).toMatch(/^::error file=generated\/types\.ts,line=1,/);
  });

  it("cannot compare when the check itself fails", async () => {
    const { status, said } = await generated("the contract cannot be read", 1);

    expect(status).toBe(2);
    expect(said).toContain("The generated files could not be checked: the contract cannot be read");
  });

  it.each([
    { name: "no package", files: {}, reason: "there is no package.json here" },
    { name: "another package", files: { "package.json": '{"name":"a"}' }, reason: "has no script called generate" },
    {
      name: "a package with a script of that name",
      files: { "package.json": '{"scripts":{"generate":"exit 0"}}' },
      reason: "there is no openapi/openapi.yaml here",
    },
    { name: "a broken package", files: { "package.json": "{" }, reason: "not JSON" },
  ])("in a folder with $name says what it needs", async ({ files, reason }) => {
    folder = mkdtempSync(join(tmpdir(), "drift-generated-"));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const said: string[] = [];

    const status = await main(
      ["generated"],
      (text) => said.push(text),
      (text) => said.push(text),
      folder,
    );

    expect(status).toBe(2);
    expect(said.join("\n")).toContain(reason);
  });
});
