// Protects the published package: the files in the tarball, that it installs and loads with one dependency, and its
// manifest.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { install, pack, run } from "../../scripts/runtimes/packed.ts";

const ROOT = resolve(import.meta.dirname, "../..");

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies?: object;
}

let folder: string;
let tarball: string;
let installed: string;
let manifest: Manifest;

/** Copies the project to build it there, so that dist/ does not change during other tests. */
async function copyOfProject(): Promise<string> {
  const copy = join(folder, "project");
  const files = ["src", "generated", "package.json", "tsconfig.json", "tsdown.config.ts", "README.md", "LICENSE"];
  for (const file of files) await cp(join(ROOT, file), join(copy, file), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  return copy;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "package-"));
  tarball = await pack(folder, await copyOfProject());
  const consumer = join(folder, "consumer");
  await install(consumer, [tarball]);
  installed = join(consumer, "node_modules", "evolink-video");
  manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as Manifest;
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function files(): Promise<string[]> {
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
}

test("the tarball has only built files, the contract, README, changelog and licence", async () => {
  const read = ["README.md", "LICENSE", "CHANGELOG.md", "package.json"];
  const contract = ["generated/openapi.json", "openapi/known-differences.yaml", "openapi/vendor-page.lock.json"];
  const isBuilt = (file: string) => file.startsWith("dist/") && /\.(js|d\.ts|json)$/.test(file);

  const others = (await files()).filter((file) => !isBuilt(file) && ![...read, ...contract].includes(file));

  expect(others).toEqual([]);
});

test("no file refers to a source map, because the sources are not published", async () => {
  const built = (await files()).filter((file) => file.startsWith("dist"));
  const sources = await Promise.all(
    built.filter((file) => /\.(js|css|d\.ts)$/.test(file)).map((file) => readFile(join(installed, file), "utf8")),
  );

  expect(sources.length).toBeGreaterThan(20);
  expect(sources.filter((source) => /^\/[/*][#@] sourceMappingURL=/m.test(source))).toEqual([]);
});

test("every file in the manifest's exports exists", async () => {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );

  expect(await files()).toEqual(expect.arrayContaining(targets.map((target) => target.slice(2))));
});

test("a user installs only this package and openapi-fetch", async () => {
  const modules = await readdir(join(installed, ".."));

  expect(Object.keys(manifest.dependencies ?? {})).toEqual(["openapi-fetch"]);
  expect(modules.filter((name) => !name.startsWith(".")).sort()).toEqual([
    "evolink-video",
    "openapi-fetch",
    "openapi-typescript-helpers",
  ]);
});

test("Node.js can import every subpath", async () => {
  // ./msw needs MSW, an optional peer dependency that is not installed here.
  const names = Object.keys(manifest.exports).filter((name) => !name.endsWith(".json") && name !== "./msw");
  const program = names.map(
    (name) => `console.log(Object.keys(await import(${JSON.stringify(name.replace(".", "evolink-video"))})).length);`,
  );

  const printed = await run("node", ["--input-type=module", "--eval", program.join("\n")], {
    cwd: join(folder, "consumer"),
  });

  expect(
    printed
      .trim()
      .split("\n")
      .map(Number)
      .every((count) => count > 0),
  ).toBe(true);
  expect(printed.trim().split("\n")).toHaveLength(names.length);
});

test("the error classes of every subpath extend the same EvoLinkError", async () => {
  const program = `
    import { EvoLinkError } from "evolink-video";
    import { BatchError } from "evolink-video/batch";
    import { CallbackError } from "evolink-video/callback";
    import { DownloadError } from "evolink-video/download";
    for (const kind of [BatchError, CallbackError, DownloadError]) console.log(kind.prototype instanceof EvoLinkError);`;

  const printed = await run("node", ["--input-type=module", "--eval", program], { cwd: join(folder, "consumer") });

  expect(printed.trim().split("\n")).toEqual(["true", "true", "true"]);
});

test("the types of the batch compile without the packages pg and pg-boss", async () => {
  const consumer = join(folder, "consumer");
  const program = `
    import { openFileJournal, runBatch } from "evolink-video/batch";
    export const summary = runBatch([], await openFileJournal("x"));`;
  await writeFile(join(consumer, "batch.ts"), program);
  const flags = ["--noEmit", "--strict", "--target", "es2023", "--lib", "es2023,dom", "--module", "nodenext"];
  // Only the types of Node.js: the compiler would find those of pg in the same folder.
  await mkdir(join(consumer, "types"));
  await symlink(join(ROOT, "node_modules", "@types", "node"), join(consumer, "types", "node"));
  const types = ["--types", "node", "--typeRoots", "types"];
  const compiler = join(ROOT, "node_modules", "typescript-7", "bin", "tsc");

  const printed = await run("node", [compiler, ...flags, ...types, "batch.ts"], { cwd: consumer });

  expect(printed).toBe("");
});

test("the client and callbacks import no Node.js module, so that they run in browsers and workers", async () => {
  const sources = await Promise.all(
    ["index.js", "callback.js", "fetch.js"].map((file) => readFile(join(installed, "dist", file), "utf8")),
  );

  expect(sources.filter((source) => source.includes(`from "node:`))).toEqual([]);
});

test("publint reports nothing", async () => {
  const packed = await readFile(tarball);
  const bytes = new Uint8Array(packed).buffer;

  const { messages } = await publint({ pack: { tarball: bytes }, strict: true });

  expect(messages).toEqual([]);
});

test("types resolve for every consumer of ES modules", async () => {
  const attw = join(ROOT, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");

  const printed = await run("node", [attw, tarball, "--profile", "esm-only", "--format", "ascii", "--no-emoji"]);

  // `run` rejects when attw finds a problem. That CommonJS and old resolution modes cannot load the package is not one.
  const problems = printed.split("\n").filter((line) => line.includes("failed") && !line.includes("ignored"));
  expect(problems).toEqual([]);
  expect(printed).toContain("evolink-video/callback/node");
}, 60_000);
