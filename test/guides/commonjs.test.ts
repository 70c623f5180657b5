// Protects the guide for CommonJS: `require` of Node.js loads the package without a loader.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { PATHS } from "../../scripts/compile.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { guideFor, KEY, type Guide } from "./guide.ts";
import { start } from "./process.ts";

const SUBPATHS = ["", "/callback", "/callback/node", "/download", "/fetch"];

/** Installs the SDK beside the guide's files as in the package: ES modules with shared chunks. */
async function installInto({ folder }: Guide): Promise<void> {
  const target = join(folder, "node_modules/evolink-video");
  const files = SUBPATHS.map((subpath, index) => ({
    subpath,
    file: `entry-${index}`,
    source: String(PATHS[`evolink-video${subpath}`]?.[0]),
  }));
  mkdirSync(target, { recursive: true });
  await build({
    entryPoints: files.map(({ file, source }) => ({ out: file, in: source })),
    outdir: target,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "es2022",
  });
  const exports = Object.fromEntries(files.map(({ subpath, file }) => [`.${subpath}`, `./${file}.js`]));
  writeFileSync(join(target, "package.json"), JSON.stringify({ name: "evolink-video", type: "module", exports }));
}

/** Runs a file with Node.js and no loader. */
function run({ folder }: Guide, file: string, env: Readonly<Record<string, string>> = {}) {
  return start(process.execPath, [file], { cwd: folder, env: { EVOLINK_API_KEY: KEY, ...env } }).ended;
}

test("the program creates a video and prints its link", async () => {
  const sandbox = await startSandbox({ speed: 1000 });
  onTestFinished(() => sandbox.close());
  const guide = guideFor("docs/guides/commonjs.md");
  await installInto(guide);

  const { code, stdout, stderr } = await run(guide, "video.cjs", { EVOLINK_BASE_URL: sandbox.url });

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^http\S+\.mp4 until \d{4}-/);
});

test("an error is printed, and the program exits with 1", async () => {
  const sandbox = await startSandbox({ speed: 0, expectKey: "another" });
  onTestFinished(() => sandbox.close());
  const guide = guideFor("docs/guides/commonjs.md");
  await installInto(guide);

  const { code, stderr } = await run(guide, "video.cjs", { EVOLINK_BASE_URL: sandbox.url });

  expect(code).toBe(1);
  expect(stderr).toMatch(/^POST \S+: 401 /);
});

test("require and import return the same classes in one process", async () => {
  const guide = guideFor("docs/guides/commonjs.md");
  await installInto(guide);
  const names = SUBPATHS.map((subpath) => `evolink-video${subpath}`);
  writeFileSync(
    join(guide.folder, "both.cjs"),
    `(async () => {
      for (const name of ${JSON.stringify(names)}) {
        const required = require(name);
        const imported = await import(name);
        console.log(name, Object.keys(imported).length > 0 && Object.keys(imported).every((key) => required[key] === imported[key]));
      }
    })();`,
  );

  const { stdout, stderr } = await run(guide, "both.cjs");

  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toEqual(names.map((name) => `${name} true`));
});
