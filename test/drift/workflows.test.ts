// Protects the workflows: what they call exists, their permissions are small, and their actions can be pinned.
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/drift.ts";
import { pin, unpin } from "../../scripts/pin-actions.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const FOLDER = ".github/workflows";
const files = readdirSync(FOLDER).map((name) => [name, readFileSync(`${FOLDER}/${name}`, "utf8")] as const);
const scripts = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts;

function steps(text: string): readonly Step[] {
  return Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps);
}

describe.each(files)("%s", (_name, text) => {
  it("calls npm scripts that exist", () => {
    const commands = steps(text).flatMap((step) => [step.run ?? "", ...Object.values(step.with ?? {}).map(String)]);
    const called = commands.flatMap((command) => [...command.matchAll(/\bnpm run (?:--silent |-s )?([\w:-]+)/g)].map(([, script]) => script));

    expect(called.filter((script) => script === undefined || !(script in scripts))).toEqual([]);
  });

  it("calls drift with commands and options that exist", async () => {
    const calls = steps(text).flatMap(({ run = "" }) => [...run.matchAll(/\bdrift -- ([^>|\n]+)/g)].map(([, call = ""]) => call.trim().split(/\s+/).filter((word) => word !== "2")));

    for (const call of calls) expect([call, await main([...call, "--help"], () => undefined, () => undefined)]).toEqual([call, 0]);
  });

  it("may read the repository and nothing else unless a job says so", () => {
    const { permissions } = parse(text) as Workflow;

    expect(permissions).toEqual({ contents: "read" });
  });

  it("uses actions at a version tag or at a commit", () => {
    const actions = steps(text).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));

    expect(actions.filter((action) => !/@(?:v\d+(?:\.\d+){0,2}|[0-9a-f]{40})$/.test(action))).toEqual([]);
  });

  it("puts nothing from outside into a shell", () => {
    const runs = steps(text).flatMap(({ run }) => (run === undefined ? [] : [run]));

    expect(runs.filter((run) => run.includes("${{"))).toEqual([]);
  });
});

describe("pinning", () => {
  const workflow = "steps:\n  - uses: actions/checkout@v4\n    with:\n      a: b\n  - name: x\n    uses: owner/repo/sub@v1.2.3\n  - uses: ./local\n";
  const commit = (digit: string): string => digit.repeat(40);

  it("writes the commit and keeps the tag", async () => {
    const pinned = await pin(workflow, (repository) => Promise.resolve(commit(repository === "owner/repo" ? "b" : "a")));

    expect(pinned).toBe(workflow.replace("@v4", `@${commit("a")} # v4`).replace("@v1.2.3", `@${commit("b")} # v1.2.3`));
  });

  it("follows a tag that moved, and can be undone", async () => {
    const once = await pin(workflow, () => Promise.resolve(commit("a")));

    const twice = await pin(once, (_repository, tag) => Promise.resolve(tag === "v4" ? commit("c") : commit("a")));

    expect(twice).toContain(`checkout@${commit("c")} # v4`);
    expect(unpin(twice)).toBe(workflow);
  });
});
