import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const COMPILER = join(ROOT, "node_modules/typescript-7/bin/tsc");
// Inside the project, so that imports resolve as in source files.
const FOLDER = join(ROOT, ".cache");

/** Source files of the package's subpaths, as `paths` of a tsconfig. */
export const PATHS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    "": "src/sdk/index.ts",
    "/batch": "src/batch/index.ts",
    "/callback": "src/sdk/callback/index.ts",
    "/callback/node": "src/sdk/callback/node.ts",
    "/contract": "src/contract/index.ts",
    "/download": "src/sdk/download/index.ts",
    "/fetch": "generated/client.ts",
    "/msw": "src/sandbox/msw.ts",
    "/sandbox": "src/sandbox/index.ts",
    "/openapi.json": "generated/openapi.json",
  }).map(([subpath, file]) => [`evolink-video${subpath}`, [join(ROOT, file)]]),
);

/**
 * Compiles each text as a module, all in one run of the native compiler with the project's strict settings. Imports of
 * `evolink-video` resolve to the sources. Returns the compile errors by name.
 */
export function compile(texts: Readonly<Record<string, string>>): Record<string, string[]> {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(join(FOLDER, "compile-"));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, `${name}.ts`), text);
    const settings = {
      extends: join(ROOT, "tsconfig.json"),
      compilerOptions: { paths: PATHS, noUnusedLocals: false },
      include: ["*.ts"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
    const { stdout, status } = spawnSync(process.execPath, [COMPILER, "-p", ".", "--pretty", "false"], {
      cwd: folder,
      encoding: "utf8",
    });
    const errors = [...stdout.matchAll(/^([\w-]+)\.ts\(\d+,\d+\): error (.*)$/gm)];
    if (status !== 0 && errors.length === 0) throw new Error(`the compiler failed: ${stdout}`);
    return Object.fromEntries(
      Object.keys(texts).map((name) => [
        name,
        errors.filter(([, file]) => file === name).map(([, , message]) => String(message)),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
