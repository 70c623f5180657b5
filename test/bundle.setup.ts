import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";
import { PATHS } from "../scripts/compile.ts";
import { PROGRAM_BUILD } from "./program-build.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the bundled CLI. */
    cliProgram: string;
    /** Paths of the bundled subpaths of the package, in the format of `paths` in a tsconfig. */
    bundledPaths: Readonly<Record<string, readonly string[]>>;
  }
}

const ROOT = join(import.meta.dirname, "..");
// Inside the project, so that packages are resolved as in its source files.
const CACHE = join(ROOT, ".cache");

/** Bundles the CLI and the subpaths of the package once, so that the processes that tests start need not compile them. */
export async function setup(project: TestProject): Promise<() => void> {
  mkdirSync(CACHE, { recursive: true });
  const outdir = mkdtempSync(join(CACHE, "bundle-"));
  const modules = Object.entries(PATHS).flatMap(([name, [source = ""]]) =>
    source.endsWith(".ts") ? [{ name, source, file: name.replaceAll("/", "-") }] : [],
  );
  const entries = modules.map(({ file, source }) => [file, source]);
  const bundle = async (): Promise<void> => {
    await build({
      entryPoints: { main: join(ROOT, "src/cli/main.ts"), ...Object.fromEntries(entries) },
      outdir,
      ...PROGRAM_BUILD,
    });
  };
  await bundle();
  project.onTestsRerun(bundle);
  project.provide("cliProgram", join(outdir, "main.mjs"));
  const bundled = modules.map(({ name, file }): [string, string[]] => [name, [join(outdir, `${file}.mjs`)]]);
  project.provide("bundledPaths", { ...PATHS, ...Object.fromEntries(bundled) });
  return () => rmSync(outdir, { recursive: true });
}
