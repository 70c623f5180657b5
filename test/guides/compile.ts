import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { settingsFor } from "./guide.ts";
import { blocksOf, ROOT } from "./page.ts";

/**
 * Compiles the files of pages with strict settings, each page in a separate folder, and pages with the same settings in
 * one run. Returns the compiler's output for each page.
 */
export function compileGuides(pages: readonly string[]): Readonly<Record<string, string>> {
  const settingsOf = (page: string): string => JSON.stringify(settingsFor(blocksOf(page)));
  const kinds = new Set(pages.map(settingsOf));
  const errors = [...kinds].flatMap((settings) =>
    Object.entries(
      compileGroup(
        pages.filter((page) => settingsOf(page) === settings),
        settings,
      ),
    ),
  );
  return Object.fromEntries(errors);
}

function compileGroup(pages: readonly string[], settings: string): Record<string, string> {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache/guides-"));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  try {
    write("package.json", '{ "type": "module" }');
    write("tsconfig.json", settings);
    for (const [index, page] of pages.entries())
      for (const { file, code } of blocksOf(page)) if (file !== undefined) write(`${index}/${file}`, code);
    const compiler = join(ROOT, "node_modules/typescript-7/bin/tsc");
    const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", ".", "--pretty", "false"], {
      cwd: folder,
      encoding: "utf8",
    });
    const errors = pages.map((_, index) => stdout.split("\n").filter((line) => line.startsWith(`${index}/`)));
    if (status !== 0 && errors.flat().length === 0) throw new Error(`the compiler failed: ${stdout}`);
    return Object.fromEntries(pages.map((page, index) => [page, errors[index]?.join("\n") ?? ""]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
