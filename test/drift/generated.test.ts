// Protects `drift generated`: the message says what is wrong with a generated file and what to do.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { main } from "../../src/cli/drift.ts";

let folder = "";

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs `drift generated` in a package whose script `generate` prints these lines and exits with this code. */
async function generated(
  lines: string,
  code: number,
  ...options: string[]
): Promise<{ status: number; output: string }> {
  folder = mkdtempSync(join(tmpdir(), "drift-generated-"));
  writeFileSync(join(folder, "generate.mjs"), `console.error(${JSON.stringify(lines)}); process.exitCode = ${code};`);
  mkdirSync(join(folder, "openapi"));
  writeFileSync(join(folder, "openapi/openapi.yaml"), "openapi: 3.1.0");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { generate: "node generate.mjs" } }));
  const output: string[] = [];
  const status = await main(
    ["generated", ...options],
    (text) => output.push(text),
    (text) => output.push(text),
    folder,
  );
  return { status, output: output.join("\n") };
}

describe("drift generated", () => {
  it.each([
    ["differs", "is out of date"],
    ["missing", "is missing"],
    ["not generated", "has no source in the contract"],
  ])("explains %s and says what to do", async (state, words) => {
    const { status, output } = await generated(`generated/types.ts: ${state}`, 1);

    expect(status).toBe(1);
    expect(output).toContain(`generated/types.ts ${words}: run npm run generate and commit what it writes`);
    expect(output).not.toContain("→");
  });

  it("annotates the generated file", async () => {
    const { output } = await generated("generated/types.ts: differs", 1, "--github");

    expect(output).toMatch(/^::error file=generated\/types\.ts,line=1,/);
  });

  it("exits with 2 when the check itself fails", async () => {
    const { status, output } = await generated("the contract cannot be read", 1);

    expect(status).toBe(2);
    expect(output).toContain("The generated files could not be checked: the contract cannot be read");
  });

  it.each([
    { name: "no package.json", files: {}, reason: "there is no package.json here" },
    { name: "another package", files: { "package.json": '{"name":"a"}' }, reason: "has no script called generate" },
    {
      name: "another package with a script of that name",
      files: { "package.json": '{"scripts":{"generate":"exit 0"}}' },
      reason: "there is no openapi/openapi.yaml here",
    },
    { name: "a malformed package.json", files: { "package.json": "{" }, reason: "not JSON" },
  ])("in a folder with $name says what is missing", async ({ files, reason }) => {
    folder = mkdtempSync(join(tmpdir(), "drift-generated-"));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const output: string[] = [];

    const status = await main(
      ["generated"],
      (text) => output.push(text),
      (text) => output.push(text),
      folder,
    );

    expect(status).toBe(2);
    expect(output.join("\n")).toContain(reason);
  });
});
