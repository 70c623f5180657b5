import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { PATHS } from "../../scripts/compile.ts";
import { compiled } from "./compiled.ts";
import { blocksOf, ROOT, type Block } from "./page.ts";
import { start, type Running } from "./process.ts";

/** The compiler options of a strict project with React, in which `evolink-video` is the source code. */
const SETTINGS = {
  extends: join(ROOT, "tsconfig.json"),
  compilerOptions: { paths: PATHS, jsx: "react-jsx" },
  include: ["**/*"],
};

/** The compiler options of a new Next.js project, where imports of its own files have no extension. */
const NEXT_SETTINGS = {
  ...SETTINGS,
  compilerOptions: { ...SETTINGS.compilerOptions, module: "esnext", moduleResolution: "bundler" },
};

/** Returns the compiler options for the blocks of a page. */
export function settingsFor(blocks: readonly Block[]): object {
  return blocks.some(({ file }) => file?.startsWith("app/")) ? NEXT_SETTINGS : SETTINGS;
}

/** The compiler options for running programs, in which `evolink-video` is bundled. */
const SETTINGS_AT_RUN_TIME = { compilerOptions: { paths: inject("bundledPaths"), jsx: "react-jsx" } };

/** Makes intervals a hundred times shorter, because guides have intervals of minutes. */
const HURRY =
  "const real = globalThis.setInterval;\nglobalThis.setInterval = (run, time, ...rest) => real(run, time / 100, ...rest);\n";

/** The commands in the shell of a guide: the CLI of this package, and `npx` for installed packages. */
const COMMANDS = {
  "evolink-video": `exec '${process.execPath}' '${inject("cliProgram")}' "$@"`,
  npx: 'exec "$@"',
};

/** A guide whose blocks were written as files into a folder. */
export interface Guide {
  readonly folder: string;
  /** Returns the code of the block with this file name, or of the first block without one in this language. */
  readonly code: (name: string) => string;
  /** Starts a file with Node.js, compiled if it is TypeScript. The environment has only `env` and an API key. */
  readonly node: (args: readonly string[], env?: Readonly<Record<string, string>>) => Running;
  /** Starts a shell script. */
  readonly shell: (code: string, env?: Readonly<Record<string, string>>) => Running;
}

/** The API key, which no output may contain. */
export const KEY = "canary-key-4711-never-shown";

/**
 * Writes a guide's files into an empty folder inside the project, so that packages can be imported. The folder is
 * deleted after the test.
 */
export function guideFor(page: string): Guide {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache/guide-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const blocks = blocksOf(page);
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write("package.json", '{ "type": "module" }');
  write("tsconfig.json", JSON.stringify(settingsFor(blocks)));
  write("run.tsconfig.json", JSON.stringify(SETTINGS_AT_RUN_TIME));
  write("hurry.mjs", HURRY);
  for (const { file, code } of blocks) if (file !== undefined) write(file, code);
  for (const [name, line] of Object.entries(COMMANDS)) {
    write(join("bin", name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  }
  const path = [join(folder, "bin"), join(ROOT, "node_modules/.bin"), process.env.PATH].join(":");
  const setting = (env = {}) => ({
    cwd: folder,
    env: { PATH: path, EVOLINK_API_KEY: KEY, TSX_TSCONFIG_PATH: join(folder, "run.tsconfig.json"), ...env },
  });
  return {
    folder,
    code(name) {
      const block = blocks.find(({ file, language }) => (file ?? language) === name);
      if (block === undefined) throw new Error(`${page} has no ${name}`);
      return block.code;
    },
    node: (args, env) =>
      start(process.execPath, ["--import", join(folder, "hurry.mjs"), ...compiled(folder, args)], setting(env)),
    shell: (code, env) => start("/bin/sh", ["-ec", code], setting(env)),
  };
}
