import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The file of the program that the tests start. */
    cliProgram: string;
  }
}

const ROOT = join(import.meta.dirname, "../..");
// Inside the project, so that packages resolve as they do for a source file here.
const CACHE = join(ROOT, ".cache");

/** Bundles the command's sources once for all its tests, as a process starts in a fraction of the time that compiling on the fly takes. */
export async function setup(project: TestProject): Promise<() => void> {
  mkdirSync(CACHE, { recursive: true });
  const outdir = mkdtempSync(join(CACHE, "cli-"));
  const bundle = async (): Promise<void> => {
    const files = { entryPoints: [join(ROOT, "src/cli/main.ts")], outdir, outExtension: { ".js": ".mjs" } };
    await build({
      ...files,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
    });
  };
  await bundle();
  project.onTestsRerun(bundle);
  project.provide("cliProgram", join(outdir, "main.mjs"));
  return () => rmSync(outdir, { recursive: true });
}
