import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { PATHS } from "../../scripts/compile.ts";
import { compiled } from "./compiled.ts";
import { blocksOf, ROOT, type Block } from "./page.ts";
import { start, type Running } from "./process.ts";

/** The settings of a reader's project: strict, React's JSX, and `evolink-video` from the sources. */
const SETTINGS = {
  extends: join(ROOT, "tsconfig.json"),
  compilerOptions: { paths: PATHS, jsx: "react-jsx" },
  include: ["**/*"],
};

/** The settings of a new Next.js project, where imports of its own files have no extension. */
const NEXT_SETTINGS = {
  ...SETTINGS,
  compilerOptions: { ...SETTINGS.compilerOptions, module: "esnext", moduleResolution: "bundler" },
};

/** Returns the settings of the project that a page's blocks belong into. */
export function settingsFor(blocks: readonly Block[]): object {
  return blocks.some(({ file }) => file?.startsWith("app/")) ? NEXT_SETTINGS : SETTINGS;
}

/** The same where its programs run: `evolink-video` is bundled. */
const SETTINGS_AT_RUN_TIME = { compilerOptions: { paths: inject("bundledPaths"), jsx: "react-jsx" } };

/** How long what a guide says to do every minute takes in a test: a hundredth. */
const HURRY =
  "const real = globalThis.setInterval;\nglobalThis.setInterval = (run, time, ...rest) => real(run, time / 100, ...rest);\n";

/** The commands that a reader's shell finds: this package's own, and `npx` for those that are installed. */
const COMMANDS = {
  "evolink-video": `exec '${process.execPath}' '${inject("cliProgram")}' "$@"`,
  npx: 'exec "$@"',
};

/** A guide as its reader has it: its blocks as files in a folder. */
export interface Guide {
  readonly folder: string;
  /** The code of the block that is this file, or the first of this language that is none. */
  readonly code: (name: string) => string;
  /**
   * Starts a file with Node, compiled if it is TypeScript. The environment holds what is given, a key and nothing else.
   */
  readonly node: (args: readonly string[], env?: Readonly<Record<string, string>>) => Running;
  /** Starts a block of shell. */
  readonly shell: (code: string, env?: Readonly<Record<string, string>>) => Running;
}

/** The key that nothing may show. */
export const KEY = "canary-key-4711-never-shown";

/**
 * Writes a guide's files into an empty folder inside the project, where imports resolve as a reader's do. It is removed
 * after the test.
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
