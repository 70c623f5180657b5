// Protects the command `cases`: its output, exit codes and errors.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { main } from "../../scripts/cases.ts";

const SCHEMA = "/paths/~1x/get/responses/200/content/application~1json/schema";
const root = fileURLToPath(new URL("../..", import.meta.url));
const devices = "test/contract-cases/documents/devices.yaml";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(script: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", script, ...args],
      { cwd: root, maxBuffer: 1e8 },
      (error, out, err) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
      },
    );
  });
}

describe("cases", () => {
  it("--json prints exactly the documented fields", { timeout: 60_000 }, async () => {
    const { code, out } = await run("scripts/cases.ts", devices, "--json");

    const { cases, coverage } = JSON.parse(out) as { cases: readonly object[]; coverage: readonly object[] };
    expect(code).toBe(0);
    expect(new Set(cases.map((one) => Object.keys(one).join()))).toEqual(
      new Set(["operation,location,pointer,keyword,valid,value"]),
    );
    expect(new Set(coverage.map((row) => Object.keys(row).join()))).toEqual(
      new Set(["operation,location,pointer,keyword,side,covered,reason"]),
    );
  });

  it.each([
    [["nowhere.yaml"], "There is no file nowhere.yaml"],
    [["LICENSE"], "LICENSE"],
    [["package.json"], "not an OpenAPI document"],
    [["--colour", devices], "Unknown option '--colour'"],
    [[], "Missing required argument 'file'"],
  ])("exits with 2 and prints one line for %j", async (args, message) => {
    const written = { out: "", err: "" };

    const code = await main(args, {
      out: { write: (text) => (written.out += text) },
      err: { write: (text) => (written.err += text) },
    });

    const { out, err } = written;
    const [first = "", next = "npm run --silent cases -- --help shows how.", ...more] = err.trimEnd().split("\n");
    expect({ code, out, next, more }).toEqual({
      code: 2,
      out: "",
      next: "npm run --silent cases -- --help shows how.",
      more: [],
    });
    expect(first).toMatch(/^error: /);
    expect(first).toContain(message);
  });

  it("exits with 2 for a part that cannot be read, names it, and derives the cases of the others", async () => {
    const directory = await mkdtemp(join(tmpdir(), "cases-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    const file = join(directory, "dangling.json");
    const dangling = { 200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Nope" } } } } };
    const parameters = [{ in: "query", name: "q", schema: { type: "integer" } }];
    await writeFile(
      file,
      JSON.stringify({ openapi: "3.1.0", paths: { "/x": { get: { parameters, responses: dangling } } } }),
    );
    const written = { out: "", err: "" };

    const code = await main([file, "--json"], {
      out: { write: (text) => (written.out += text) },
      err: { write: (text) => (written.err += text) },
    });

    const { cases } = JSON.parse(written.out) as { cases: readonly { location: string }[] };
    expect({ code, err: written.err }).toEqual({
      code: 2,
      err: `error: #${SCHEMA}/$ref: there is nothing at #/components/schemas/Nope\n`,
    });
    expect(new Set(cases.map(({ location }) => location))).toEqual(new Set(["query"]));
  });
});
