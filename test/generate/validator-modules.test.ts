// Protects the generated modules: they have no dependencies, run under a strict CSP, and are tree-shaken.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import type { validateTask } from "../../generated/validators/Task.js";
import { readContract, type Json } from "../../scripts/generate/contract.ts";
import { generateValidators } from "../../scripts/generate/validators.ts";
import { validate } from "../../src/sdk/validation/validate.ts";

function withFormat(format: string): Json {
  const contract = structuredClone(readContract()) as { components: { parameters: { TaskId: { schema: Json } } } };
  contract.components.parameters.TaskId.schema.format = format;
  return contract;
}

describe("validator modules", () => {
  const folder = join(import.meta.dirname, "../../generated/validators");
  const modules = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const textOf = (name: string): string => readFileSync(join(folder, name), "utf8");

  test.each(modules)("%s imports nothing outside the folder and evaluates no code at run time", (name) => {
    const text = textOf(name);

    expect([...text.matchAll(/ from "([^"]+)"/g)].filter(([, path]) => !/^\.\/\w+\.js$/.test(String(path)))).toEqual(
      [],
    );
    expect(text).not.toMatch(/\brequire\s*\(|\beval\b|\bnew Function\b|\bimport\s*\(/);
  });

  test.each(modules)("%s is left out of a bundle that does not use it", async (name) => {
    // Outside the package, whose package.json declares sideEffects: false.
    const copies = mkdtempSync(join(tmpdir(), "validators-"));
    for (const one of modules) writeFileSync(join(copies, one), textOf(one));

    const { outputFiles } = await build({
      stdin: { contents: `import "./${name}";`, resolveDir: copies },
      bundle: true,
      format: "esm",
      write: false,
    });

    rmSync(copies, { recursive: true });
    expect(outputFiles[0]?.text.replace(/^\/\/.*$/gm, "").trim()).toBe("");
  });

  test.each(["date-time", "uuid", "email"])("a contract with the format %s needs no other change", async (format) => {
    const files = await generateValidators(withFormat(format));

    const folderOfFormat = mkdtempSync(join(tmpdir(), "validators-"));
    for (const name of ["TaskId.js", "runtime.js"])
      writeFileSync(
        join(folderOfFormat, name.replace(".js", ".mjs")),
        (files[`validators/${name}`] ?? "").replace("./runtime.js", "./runtime.mjs"),
      );
    const { validateTaskId } = (await import(/* @vite-ignore */ join(folderOfFormat, "TaskId.mjs"))) as {
      readonly validateTaskId: typeof validateTask;
    };

    rmSync(folderOfFormat, { recursive: true });
    expect(validate(validateTaskId, "task-unified-1").map(({ keyword }) => keyword)).toEqual(["format"]);
  });
});
