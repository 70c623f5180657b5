// Protects the GitHub action for other repositories: its inputs, its single comment, its annotations, and that no input
// is interpolated into a shell script.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { markerOf } from "../../scripts/action/comment.ts";
import { runAction } from "../../scripts/action/run.ts";
import { baseDocument } from "../../scripts/bench/drift/base-document.ts";
import { edited, set } from "../../scripts/bench/drift/edit.ts";
import { startGitHub, type FakeGitHub, type StoredComment } from "./github-api.ts";

let folder = "";
let github: FakeGitHub;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "drift-action-"));
  writeFileSync(join(folder, "old.yaml"), stringify(baseDocument()));
  write(5);
  writeFileSync(join(folder, "event.json"), JSON.stringify({ pull_request: { number: 7 } }));
  github = await startGitHub();
});

afterEach(async () => {
  await github.close();
  rmSync(folder, { recursive: true });
});

/** Writes the new document with this limit. The limit of the old document is 10. */
function write(maximum: number): void {
  const document = edited(set("/components/schemas/Order/properties/count/maximum", maximum));
  writeFileSync(join(folder, "new.yaml"), stringify(document));
}

interface ActionRun {
  readonly status: number;
  readonly log: string;
  readonly summary: string;
  readonly output: string;
}

async function run(env: Readonly<Record<string, string>> = {}): Promise<ActionRun> {
  const files = { GITHUB_STEP_SUMMARY: join(folder, "summary.md"), GITHUB_OUTPUT: join(folder, "output.txt") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const lines: string[] = [];
  const status = await runAction(
    {
      INPUT_OLD: "old.yaml",
      INPUT_NEW: "new.yaml",
      INPUT_FAIL_ON: "unproven",
      INPUT_COMMENT: "true",
      INPUT_CONFIG: "",
      INPUT_SARIF: "",
      GITHUB_TOKEN: "test-token",
      GITHUB_WORKSPACE: folder,
      GITHUB_EVENT_PATH: join(folder, "event.json"),
      GITHUB_REPOSITORY: "owner/name",
      GITHUB_API_URL: github.url,
      ...files,
      ...env,
    },
    (line) => lines.push(line),
  );
  const [summary, output] = [
    readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
    readFileSync(files.GITHUB_OUTPUT, "utf8"),
  ];
  return { status, log: lines.join("\n"), summary, output };
}

describe("the action", () => {
  it.each([
    { failOn: "unproven", maximum: 5, status: 1, failed: "true" },
    { failOn: "none", maximum: 5, status: 0, failed: "false" },
    { failOn: "unproven", maximum: 10, status: 0, failed: "false" },
    { failOn: "compatible", maximum: 10, status: 0, failed: "false" },
  ])("with fail-on $failOn and the limit $maximum exits with $status", async ({ failOn, maximum, status, failed }) => {
    write(maximum);

    const ran = await run({ INPUT_FAIL_ON: failOn });

    expect(ran.status).toBe(status);
    expect(ran.output).toContain(`failed=${failed}\n`);
  });

  it("annotates the line of the new document, and writes the summary and the counts", async () => {
    const { log, summary, output } = await run();

    expect(log).toMatch(/^::error file=new\.yaml,line=\d+,title=breaking%3A POST \/orders/);
    expect(summary).toContain("### Breaking (1)");
    expect(output).toContain("breaking=1\n");
  });

  it("writes SARIF to the given file", async () => {
    await run({ INPUT_SARIF: "drift.sarif" });

    expect(JSON.parse(readFileSync(join(folder, "drift.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  });

  it("applies the configuration file", async () => {
    writeFileSync(join(folder, "rules.yaml"), "severities:\n  maximum-changed: compatible\n");

    expect((await run({ INPUT_CONFIG: "rules.yaml" })).status).toBe(0);
  });

  it.each([
    { env: { INPUT_OLD: "" }, reason: 'The input "old" is missing' },
    { env: { INPUT_NEW: " " }, reason: 'The input "new" is missing' },
    { env: { INPUT_OLD: "--output=x" }, reason: 'The input "old" must not begin with a dash' },
    { env: { INPUT_FAIL_ON: "worst" }, reason: 'The input "fail-on" must be one of breaking' },
    { env: { INPUT_COMMENT: "yes" }, reason: 'The input "comment" must be true or false' },
    { env: { INPUT_OLD: "none.yaml" }, reason: "no file none.yaml" },
    { env: { INPUT_OLD: "git:HEAD:old.yaml" }, reason: "could not be read" },
    { env: { INPUT_CONFIG: "none.yaml" }, reason: "none.yaml" },
  ])("with $env exits with 2 and prints the reason in one line", async ({ env, reason }) => {
    const { status, log } = await run(env);

    expect(status).toBe(2);
    expect(log.split("\n")).toHaveLength(1);
    expect(log).toMatch(/^::error::/);
    expect(log).toContain(reason);
    expect(github.requests).toEqual([]);
  });
});

describe("the comment", () => {
  const ofOthers = (count: number): StoredComment[] =>
    Array.from({ length: count }, (_, index) => ({ id: index + 1, body: "hello", user: { type: "User" } }));

  it("is created once and then updated", async () => {
    await run();
    write(3);
    await run();

    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("`10` → `3`");
    expect(github.comments[0]?.body.startsWith(markerOf("new.yaml"))).toBe(true);
    expect(github.requests.every(({ authorization }) => authorization === "Bearer test-token")).toBe(true);
  });

  it("is updated when nothing differs any more, but not created for that", async () => {
    await run();
    write(10);
    await run();
    const [updated] = github.comments.splice(0);
    await run();

    expect(updated?.body).toContain("No differences.");
    expect(github.comments).toEqual([]);
  });

  it("is found among many others", async () => {
    github.comments.push(...ofOthers(250));
    await run();
    await run();

    expect(github.comments).toHaveLength(251);
  });

  it("of a person with the same marker is not changed", async () => {
    const copied = `${markerOf("new.yaml")}\nmine`;
    github.comments.push({ id: 1, body: copied, user: { type: "User" } });

    await run();

    expect(github.comments.map(({ body }) => body === copied)).toEqual([true, false]);
  });

  it("is separate for another document", async () => {
    await run();
    writeFileSync(join(folder, "other.yaml"), readFileSync(join(folder, "new.yaml")));
    await run({ INPUT_NEW: "other.yaml" });

    expect(github.comments).toHaveLength(2);
  });

  it.each([
    { name: "when it is not wanted", env: { INPUT_COMMENT: "false" } },
    { name: "without a token", env: { GITHUB_TOKEN: "" } },
  ])("is not created $name", async ({ env }) => {
    const { status } = await run(env);

    expect(status).toBe(1);
    expect(github.requests).toEqual([]);
  });

  it("is not created for an event that is not a pull request", async () => {
    writeFileSync(join(folder, "event.json"), JSON.stringify({ ref: "refs/heads/main" }));

    await run();

    expect(github.requests).toEqual([]);
  });

  it.each([
    { method: "GET", status: 403, advice: "pull-requests: write" },
    { method: "POST", status: 403, advice: "pull-requests: write" },
    { method: "POST", status: 500, advice: "job summary" },
  ])("that GitHub rejects ($method $status) prints a warning that says what to do", async ({ advice, ...refuse }) => {
    await github.close();
    github = await startGitHub([], refuse);

    const { status, log } = await run();

    expect(status).toBe(1);
    expect(log).toMatch(/^::warning::/m);
    expect(log).toContain(advice);
    expect(log).not.toContain("test-token");
  });

  it("of a document with thousands of changes fits into the limit of GitHub", async () => {
    const paths = Array.from({ length: 1500 }, (_, index) => [`/p${index}`, { get: { responses: {} } }] as const);
    const document = (kept: number): string =>
      stringify({
        openapi: "3.1.0",
        info: { title: "t", version: "1" },
        paths: Object.fromEntries(paths.slice(0, kept)),
      });
    writeFileSync(join(folder, "old.yaml"), document(1500));
    writeFileSync(join(folder, "new.yaml"), document(1));

    const { log } = await run();

    expect(log).not.toContain("::warning::");
    expect(github.comments[0]?.body).toMatch(/^> \d+ breaking omitted here/m);
  });
});

describe("action.yml", () => {
  interface Step {
    readonly uses?: string;
    readonly shell?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
  }
  const text = readFileSync("action.yml", "utf8");
  const action = parse(text) as {
    readonly name: string;
    readonly description: string;
    readonly inputs: Readonly<Record<string, { description: string; required?: boolean; default?: string }>>;
    readonly outputs: Readonly<Record<string, { description: string; value: string }>>;
    readonly runs: { readonly using: string; readonly steps: readonly Step[] };
  };
  const commands = action.runs.steps.filter(({ run: script }) => script !== undefined);

  it("is a composite action whose steps name their shell", () => {
    expect(action.runs.using).toBe("composite");
    expect(action.name).not.toBe("");
    expect(commands.every(({ shell }) => shell === "bash")).toBe(true);
  });

  it("has a description of every input and output, and a default for every optional input", () => {
    const described = [...Object.values(action.inputs), ...Object.values(action.outputs)];

    expect(described.filter(({ description }) => !/^[A-Z].*\.$/.test(description))).toEqual([]);
    const optional = Object.values(action.inputs).filter(({ required }) => required !== true);
    expect(optional.filter((input) => input.default === undefined)).toEqual([]);
  });

  it("passes inputs through the environment, never inside a script", () => {
    expect(commands.filter(({ run: script = "" }) => script.includes("${{"))).toEqual([]);
    const passed = Object.keys(commands.find(({ env }) => env)?.env ?? {});
    expect(passed).toEqual(
      expect.arrayContaining([
        "INPUT_OLD",
        "INPUT_NEW",
        "INPUT_FAIL_ON",
        "INPUT_COMMENT",
        "INPUT_CONFIG",
        "INPUT_SARIF",
      ]),
    );
  });

  it("refers only to existing inputs", () => {
    const named = [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name = ""]) => name);

    expect(named.filter((name) => !Object.hasOwn(action.inputs, name))).toEqual([]);
  });

  it("pins its actions to commits", () => {
    const lines = text.split("\n").filter((line) => line.includes("uses: "));

    expect(lines).not.toEqual([]);
    expect(lines.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d/.test(line))).toEqual([]);
  });

  it("gives the token only to the step that writes the comment, not to the one that installs", () => {
    const holders = commands.filter(({ env = {} }) => Object.values(env).some((value) => value.includes("token")));

    expect(holders.map(({ run: script }) => script?.includes("npm"))).toEqual([false]);
  });
});
