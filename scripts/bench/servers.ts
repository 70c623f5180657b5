import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const CONTRACT = "generated/openapi.json";

/** A server to measure, with the `node` arguments that start it on a port. */
export interface Contestant {
  readonly name: string;
  readonly command: (port: number) => readonly string[];
}

async function bundle(entry: string, folder: string): Promise<void> {
  const options = ["--no-config", "--format", "esm", "--no-dts", "--logLevel", "error"];
  await run("node", ["node_modules/tsdown/dist/run.mjs", entry, "--out-dir", folder, ...options]);
}

/** Returns the sandbox, bundled as published. The bundle is written to `folder`. */
export async function sandbox(folder: string): Promise<Contestant> {
  await bundle("src/cli/mock.ts", folder);
  const main = join(folder, "main.mjs");
  await writeFile(main, 'import { run } from "./mock.mjs";\nprocess.exitCode = await run(process.argv.slice(2));\n');
  return { name: "sandbox", command: (port) => [main, "--port", String(port), "--credits", "1000000000", "--quiet"] };
}

/**
 * Returns the lower bound: a bundled Hono app that reads a body, validates it with the sandbox's validator and responds
 * with the contract's example.
 */
export async function bareHono(folder: string): Promise<Contestant> {
  await bundle("scripts/bench/mock/bare-hono.ts", folder);
  return { name: "bare Hono with the validator", command: (port) => [join(folder, "bare-hono.mjs"), String(port)] };
}

/** Returns Prism's CLI. */
export function prism(): Contestant {
  const main = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");
  return {
    name: "Prism",
    command: (port) => [
      main,
      "mock",
      CONTRACT,
      "--port",
      String(port),
      "--host",
      "127.0.0.1",
      "--verboseLevel",
      "silent",
    ],
  };
}

const SCALAR = ["@scalar/mock-server@0.14.4", "@hono/node-server@2.1.8"];

/** Installs packages into a folder, without the lock file. Rejects when the registry cannot be reached. */
async function fetchPackages(folder: string, packages: readonly string[]): Promise<void> {
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await run("npm", [
    "install",
    "--no-save",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefix",
    folder,
    ...packages,
  ]);
}

/** Resolves to Scalar's mock server, installed into `folder` without the lock file. */
export async function scalar(folder: string): Promise<Contestant> {
  await fetchPackages(folder, SCALAR);
  const main = join(folder, "main.mjs");
  const lines = [
    'import { readFileSync } from "node:fs";',
    'import { serve } from "@hono/node-server";',
    'import { createMockServer } from "@scalar/mock-server";',
    `const app = await createMockServer({ document: JSON.parse(readFileSync(${JSON.stringify(CONTRACT)}, "utf8")) });`,
    "serve({ fetch: app.fetch, port: Number(process.argv[2]), hostname: '127.0.0.1' });",
  ];
  await writeFile(main, `${lines.join("\n")}\n`);
  return { name: "@scalar/mock-server", command: (port) => [main, String(port)] };
}
