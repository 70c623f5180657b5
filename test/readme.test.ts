// Protects the README: its code compiles and runs as it is printed there.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPrism, type Prism } from "../scripts/prism.ts";
import { compile } from "./types/compile.ts";

const ROOT = join(import.meta.dirname, "..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code], index) => [`block ${String(index + 1)}`, String(code)] as const);

// Shortens long pauses, so that a wait of minutes takes a moment; the code itself stays as it is printed.
const HURRY = `const real = globalThis.setTimeout;
globalThis.setTimeout = (run, time, ...rest) => real(run, time > 1000 && time < 60000 ? time / 100 : time, ...rest);\n`;

let prism: Prism;
let folder: string;

beforeAll(async () => {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  folder = mkdtempSync(join(ROOT, ".cache/readme-"));
  const paths = { "evolink-video": [join(ROOT, "src/index.ts")] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.json", compilerOptions: { paths } }));
  writeFileSync(join(folder, "hurry.mjs"), HURRY);
  prism = await startPrism();
});

afterAll(async () => {
  await prism.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(code: string, example: string): Promise<string> {
  const file = join(folder, "block.ts");
  // Prism keeps no state: reads are told which of the contract's named examples they want.
  const prefer = `const send = globalThis.fetch;
globalThis.fetch = (url, init) => send(url, String(url).includes("/tasks/") ? { ...init, headers: [...init.headers, ["prefer", "example=${example}"]] } : init);\n`;
  writeFileSync(join(folder, "prefer.mjs"), prefer);
  writeFileSync(file, code);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--import", join(folder, "hurry.mjs"), "--import", join(folder, "prefer.mjs"), file],
    { env: { ...process.env, TSX_TSCONFIG_PATH: join(folder, "tsconfig.json"), EVOLINK_API_KEY: "test-key", EVOLINK_BASE_URL: prism.url } },
  );
  return stdout;
}

describe.each(blocks)("README, %s", (_name, code) => {
  test("compiles", () => {
    expect(compile({ block: code })).toEqual({ block: [] });
  });

  test("runs and prints the result", async () => {
    const output = await run(code, "completed");

    expect(output).toContain("https://media.example.com/");
  });
});

test("the first example has at most 15 lines", () => {
  const [, code] = blocks[0] ?? [];

  expect(code?.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
});
