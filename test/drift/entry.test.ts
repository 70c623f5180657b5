// Protects the independence of `drift` from the generated files, which it has to check, and its exit code for internal
// errors.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/drift.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drift-entry-"));
  for (const name of ["src", "generated", "openapi", "package.json"])
    cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const files = readdirSync(join(folder, "generated"), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => /\.[jt]s$/.test(name)))
    writeFileSync(join(folder, "generated", file), "export {};\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("drift with generated files that export nothing", () => {
  it.each([
    [["diff", "openapi/openapi.yaml", "openapi/openapi.yaml"], "No differences."],
    [["--help"], "evolink-video drift [options]"],
  ])("runs %j", (args, output) => {
    const command = ["--import", import.meta.resolve("tsx"), "src/cli/main.ts", "drift", ...args];

    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(output);
  });
});

describe("an internal error of drift", () => {
  it("exits with 70 and prints one line and the stack", async () => {
    const output: string[] = [];
    const broken = (): void => {
      throw new TypeError("out of order");
    };

    const status = await main(["--help"], broken, (text) => output.push(text));

    expect(status).toBe(70);
    expect(output.join("\n")).toMatch(/^error: internal error: TypeError: out of order\n +at /);
  });
});
