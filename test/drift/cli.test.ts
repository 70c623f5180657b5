// Protects the command line: exit codes, standard output, and every format of the report.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { main } from "../../src/cli/drift.ts";
import { COMMANDS } from "../../src/drift/commands.ts";
import { baseDocument } from "../../scripts/bench/drift/base-document.ts";
import { edited, set } from "../../scripts/bench/drift/edit.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drift-cli-"));
  writeFileSync(join(folder, "old.yaml"), stringify(baseDocument()));
  writeFileSync(join(folder, "same.json"), JSON.stringify(baseDocument()));
  writeFileSync(
    join(folder, "breaking.json"),
    JSON.stringify(edited(set("/components/schemas/Order/properties/count/maximum", 5))),
  );
  writeFileSync(join(folder, "harmless.json"), JSON.stringify(edited(set("/info/title", "Other"))));
  writeFileSync(join(folder, "swagger.json"), JSON.stringify({ swagger: "2.0" }));
  writeFileSync(join(folder, "page.html"), "<!doctype html><title>no</title>");
  writeFileSync(
    join(folder, "new.yaml"),
    stringify(edited(set("/components/schemas/Order/properties/count/maximum", 7))),
  );
  const git = (...args: string[]): void => {
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      stdio: "ignore",
    });
  };
  git("init");
  git("add", "old.yaml");
  git("commit", "-m", "The old version");
});

beforeEach(() => void vi.stubEnv("npm_command", ""));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function drift(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const status = await main(
    args,
    (text) => out.push(text),
    (text) => err.push(text),
    folder,
  );
  return { status, out: out.join("\n"), err: err.join("\n") };
}

/** Returns the line number of a text that occurs once in a file. */
function lineOf(name: string, text: string): number {
  const lines = readFileSync(join(folder, name), "utf8")
    .split("\n")
    .flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  expect(lines).toHaveLength(1);
  return lines[0] ?? 0;
}

describe("drift diff", () => {
  it.each([
    ["same.json", [], 0],
    ["harmless.json", [], 0],
    ["breaking.json", [], 1],
    ["breaking.json", ["--fail-on", "none"], 0],
    ["harmless.json", ["--fail-on", "docs"], 1],
  ])("of old.yaml and %s with %j exits with %i", async (name, options, status) => {
    const result = await drift("diff", "old.yaml", name, ...options);

    expect(result.status).toBe(status);
    expect(result.err).toBe("");
  });

  it("reads a revision from git", async () => {
    const result = await drift("diff", "git:HEAD:old.yaml", "breaking.json");

    expect(result.status).toBe(1);
  });

  it.each([
    ["missing.yaml", "no file missing.yaml"],
    ["page.html", "HTML page"],
    ["swagger.json", 'this is Swagger "2.0"'],
    ["git:HEAD:none.yaml", "could not be read"],
    ["git:--output=x:old.yaml", "Write git:REV:path"],
    ["npm:left-pad@1.0.0", "Only releases of evolink-video"],
  ])("%s cannot be compared, and the reason is printed", async (source, reason) => {
    const result = await drift("diff", source, "old.yaml");

    expect(result).toMatchObject({ status: 2, out: "" });
    expect(result.err).toContain(reason);
  });
});

describe("an unsupported document", () => {
  it.each([
    { name: "Swagger 2.0", document: { swagger: "2.0", paths: {} }, reason: 'this is Swagger "2.0"' },
    { name: "OpenAPI 3.2", document: { openapi: "3.2.0", paths: {} }, reason: 'its version is "3.2.0"' },
    { name: "not OpenAPI", document: { paths: {} }, reason: "it has no `openapi` field" },
  ])("is rejected with its name and the reason when it is $name", async ({ document, reason }) => {
    writeFileSync(join(folder, "other.json"), JSON.stringify(document));

    const { status, err } = await drift("diff", "other.json", "other.json");

    expect(status).toBe(2);
    expect(err).toContain(`error: other.json: Only OpenAPI 3.0 and 3.1 documents can be read: ${reason}`);
  });
});

describe("a report", () => {
  it("as JSON is the only output and contains the witness", async () => {
    const { out } = await drift("diff", "old.yaml", "breaking.json", "--json");

    const report = JSON.parse(out) as { findings: { level: string; witness: unknown }[] };
    expect(Object.keys(report)).toEqual(["findings"]);
    expect(report.findings.filter(({ level }) => level === "breaking")).toEqual([
      expect.objectContaining({
        level: "breaking",
        audience: "callers",
        before: 10,
        after: 5,
        witness: { body: expect.objectContaining({ count: 6 }) as unknown, acceptedBy: "old", refusedBy: "new" },
      }),
    ]);
  });

  it("as a table has no escape sequences without a terminal", async () => {
    const { out } = await drift("diff", "old.yaml", "breaking.json");

    expect(out).toContain("BREAKING  POST /orders › requestBody");
    expect(out).toContain("old accepts, new rejects:");
    expect(out).not.toContain("\u001B");
  });

  it("as Markdown is a list for each level", async () => {
    const { out } = await drift("diff", "old.yaml", "breaking.json", "--markdown");

    expect(out).toContain("### Breaking (1)\n\n- **POST /orders");
  });

  it("as annotations escapes characters with a meaning for GitHub", async () => {
    const { out } = await drift("diff", "old.yaml", "breaking.json", "--github");

    expect(out.split("\n")[0]).toMatch(
      /^::error file=breaking\.json,line=1,title=breaking%3A POST \/orders[^:,]*::Maximum changed/,
    );
  });

  it("as SARIF names rule, file and line", async () => {
    const line = lineOf("new.yaml", "maximum: 7");

    const { out } = await drift("diff", "old.yaml", "new.yaml", "--sarif");

    const { version, runs } = JSON.parse(out) as { version: string; runs: { results: unknown[] }[] };
    expect(version).toBe("2.1.0");
    expect(runs[0]?.results[0]).toMatchObject({
      ruleId: "maximum-changed",
      level: "error",
      locations: [{ physicalLocation: { artifactLocation: { uri: "new.yaml" }, region: { startLine: line } } }],
    });
  });

  it("names the line in the newer document if that is a file, and no file otherwise", async () => {
    const line = lineOf("new.yaml", "maximum: 7");

    const [there, markdown, back] = [
      await drift("diff", "old.yaml", "new.yaml", "--github"),
      await drift("diff", "old.yaml", "new.yaml", "--markdown"),
      await drift("diff", "new.yaml", "git:HEAD:old.yaml", "--github", "--fail-on", "none"),
    ];

    expect(there.out).toContain(`file=new.yaml,line=${line},title=breaking`);
    expect(markdown.out).toContain(`Rule \`maximum-changed\`, \`new.yaml:${line}\`.`);
    expect(back.out).toMatch(/^::error title=breaking%3A/);
  });

  it("has only one format", async () => {
    const result = await drift("diff", "old.yaml", "same.json", "--json", "--sarif");

    expect(result).toMatchObject({ status: 2 });
    expect(result.err).toContain("Option '--json' cannot be used with option '--sarif'.");
  });
});

describe("help", () => {
  it("names every command", async () => {
    const { status, out } = await drift("--help");

    expect(status).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(out).toMatch(new RegExp(`^  ${name} .*\\S`, "m"));
  });

  it("has a complete sentence for every command", async () => {
    const { out } = await drift("--help");

    const words = out.replaceAll(/\s+/g, " ");
    for (const { help } of Object.values(COMMANDS)) expect(words).toContain(help.split("\n")[0]);
    expect(Object.values(COMMANDS).filter(({ help }) => !/^[^\n]*\.(\n|$)/.test(help))).toEqual([]);
  });

  it.each(Object.keys(COMMANDS))("describes %s", async (name) => {
    const { status, out } = await drift(name, "--help");

    expect([status, out.includes(`Usage: evolink-video drift ${name}`)]).toEqual([0, true]);
  });

  it.each([
    [["nope"], "Unknown command 'nope'."],
    [["dif", "a", "b", "--github"], "Unknown command 'dif'. Did you mean diff?"],
    [["diff"], "Missing required argument 'OLD'."],
    [["diff", "one"], "Missing required argument 'NEW'."],
    [["generated", "a"], "Too many arguments for 'generated'. Expected 0 arguments but got 1."],
    [["live"], "Missing required argument 'HAR|URL'."],
    [["diff", "a", "b", "--bad"], "Unknown option '--bad'."],
    [["diff", "a", "b", "--markdwn"], "Unknown option '--markdwn'. Did you mean --markdown?"],
    [["diff", "a", "b", "--sk-0123456789abcdef=x"], "Unknown option."],
    [["diff", "a", "b", "--json=yes"], "--json takes no value."],
    [["diff", "a", "b", "--contract"], "Option '--contract <file>' argument missing."],
    [["diff", "a", "b", "--contract", "--github"], "--contract needs a value; write one that begins with a dash as"],
    [["diff", "a", "b", "--fail-on", "x"], "Option '--fail-on <level>': Allowed choices are breaking, unproven,"],
    [["live", "x", "--port", "high"], "Option '--port <n>': must be a whole number from 0 to 65535."],
  ])("is mentioned after a one-line error for %j", async (args, line) => {
    const result = await drift(...args);

    const [first, next, ...more] = result.err.split("\n");
    expect(result).toMatchObject({ status: 2, out: "" });
    expect(first?.startsWith(`error: ${line}`)).toBe(true);
    expect(next).toMatch(/^evolink-video drift.* --help shows how\.$/);
    expect(more).toEqual([]);
  });
});
