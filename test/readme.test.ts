// Protects README and docs/*.md: their code compiles, and the README's code runs as printed. The tests of the guides are
// in guides/.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startSandbox, type Sandbox } from "../src/sandbox/index.ts";
import { compiled } from "./guides/compiled.ts";
import { blocksOf, ROOT } from "./guides/page.ts";
import { compile } from "./types/compile.ts";

/** Returns the TypeScript blocks of a page in order. */
function programsOf(page: string): (readonly [name: string, code: string])[] {
  const programs = blocksOf(page).filter(({ language }) => language === "ts");
  return programs.map(({ code }, index) => [`${page}, block ${String(index + 1)}`, code] as const);
}

const readme = programsOf("README.md");
const docs = readdirSync(join(ROOT, "docs"))
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) => programsOf(`docs/${name}`));

// Shortens the delays between polls, but not the timeouts of requests, so that the code can run as printed.
const HURRY = `const real = globalThis.setTimeout;
globalThis.setTimeout = (run, time, ...rest) => real(run, time > 1000 && time < 15000 ? time / 100 : time, ...rest);\n`;

let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  folder = mkdtempSync(join(ROOT, ".cache/readme-"));
  writeFileSync(
    join(folder, "run.tsconfig.json"),
    JSON.stringify({ compilerOptions: { paths: inject("bundledPaths") } }),
  );
  writeFileSync(join(folder, "hurry.mjs"), HURRY);
  sandbox = await startSandbox({ speed: 1000 });
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(code: string): Promise<string> {
  writeFileSync(join(folder, "block.ts"), code);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--import", join(folder, "hurry.mjs"), ...compiled(folder, ["block.ts"])],
    { env: { ...process.env, EVOLINK_API_KEY: "test-key", EVOLINK_BASE_URL: sandbox.url } },
  );
  return `${stdout}${stderr === "" ? "" : `\nstandard error: ${stderr}`}`;
}

describe("the code in the README runs", () => {
  test.each(readme)("%s", async (_name, code) => {
    const output = await run(code);

    expect(output).toMatch(/task-unified-|findings: \[\]/);
  });

  test("the first example has at most 15 lines", () => {
    const [, code] = readme[0] ?? [];

    expect(code?.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
  });
});

describe("the README", () => {
  const text = readFileSync(join(ROOT, "README.md"), "utf8");
  const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, href = ""]) => href);

  test("has at most 150 lines", () => {
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });

  test("has only absolute links, because npm shows it without the repository", () => {
    expect(links.filter((href) => !href.startsWith("https://"))).toEqual([]);
  });

  test("has only links to existing pages of the site", () => {
    const paths = links
      .filter((href) => href.includes(".github.io/evolink-video/"))
      .map((href) => href.split("/evolink-video/")[1] ?? "");
    const missing = paths.filter(
      (path) =>
        !path.startsWith("reference/") && !existsSync(join(ROOT, "docs", `${path.replace(/\/$/, "/index")}.md`)),
    );

    expect(paths.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });
});

describe("the code in the documentation compiles", () => {
  const pages = Object.fromEntries([...readme, ...docs].map(([name, code]) => [name.replaceAll(/[^\w]+/g, "-"), code]));
  const found = compile(pages);

  test.each(Object.keys(pages))("%s", (name) => {
    expect(found[name]).toEqual([]);
  });
});
