// Protects the workflows: they call existing commands, have minimal permissions, and pin their actions.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { main } from "../../src/cli/drift.ts";
import { pin, unpin } from "../../scripts/pin-actions.ts";

interface Step {
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly env?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>
  >;
}

const FOLDER = ".github/workflows";
const files = readdirSync(FOLDER).map((name) => [name, readFileSync(`${FOLDER}/${name}`, "utf8")] as const);
const scripts = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts;

function steps(text: string): readonly Step[] {
  return Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps);
}

describe.each(files)("%s", (_name, text) => {
  it("calls existing npm scripts", () => {
    const commands = steps(text).flatMap((step) => [step.run ?? "", ...Object.values(step.with ?? {}).map(String)]);
    const called = commands.flatMap((command) =>
      [...command.matchAll(/\bnpm run (?:--silent |-s )?([\w:-]+)/g)].map(([, script]) => script),
    );

    expect(called.filter((script) => script === undefined || !(script in scripts))).toEqual([]);
  });

  it("calls drift with existing commands and options", async () => {
    const calls = steps(text).flatMap(({ run = "" }) =>
      [...run.matchAll(/\bdrift -- ([^>|\n]+)/g)].map(([, call = ""]) =>
        call
          .trim()
          .split(/\s+/)
          .filter((word) => word !== "2"),
      ),
    );

    for (const call of calls)
      expect([
        call,
        await main(
          [...call, "--help"],
          () => undefined,
          () => undefined,
        ),
      ]).toEqual([call, 0]);
  });

  it("may only read the repository, unless a job declares more", () => {
    const { permissions } = parse(text) as Workflow;

    expect(permissions).toEqual({ contents: "read" });
  });

  it("gives a token only to the steps that use it, never to steps that run npm", () => {
    const { env, jobs } = parse(text) as Workflow;
    const wide = [env, ...Object.values(jobs).map((job) => job.env)].flatMap((values) => Object.values(values ?? {}));
    const holders = steps(text).filter((step) =>
      Object.values(step.env ?? {}).some((value) => value.includes("token") || value.includes("secrets.")),
    );

    expect(wide.filter((value) => value.includes("token") || value.includes("secrets."))).toEqual([]);
    expect(holders.filter(({ run = "" }) => /\bnp(?:m|x) /.test(run))).toEqual([]);
  });

  it("pins actions to a commit, with the tag in a comment, except the repository's own", () => {
    const lines = text.split("\n").filter((line) => /^\s*(?:- )?uses:/.test(line));

    expect(lines.filter((line) => !/uses: (?:\.\/$|[\w./-]+@[0-9a-f]{40} # v\d)/.test(line))).toEqual([]);
  });

  it("interpolates nothing into scripts", () => {
    const runs = steps(text).flatMap(({ run }) => (run === undefined ? [] : [run]));

    expect(runs.filter((run) => run.includes("${{"))).toEqual([]);
  });
});

describe("the release workflow", () => {
  const { jobs } = parse(readFileSync(`${FOLDER}/release.yml`, "utf8")) as {
    jobs: Record<string, { if?: string; needs?: string; steps: Step[] }>;
  };
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    { manifest: {}, ready: "" },
    { manifest: { repository: "" }, ready: "" },
    { manifest: { repository: "github:owner/name" }, ready: "ready=true\n" },
    { manifest: { repository: { type: "git", url: "https://github.com/owner/name" } }, ready: "ready=true\n" },
  ])("continues only if the manifest names a repository: $manifest gives '$ready'", ({ manifest, ready }) => {
    const script = jobs.ready?.steps.find(({ name }) => name === "Is the repository named")?.run ?? "exit 99";
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    // A fake of jq, which GitHub's runners have: prints the value, and fails if there is none.
    const fake =
      'const v = JSON.parse(require("fs").readFileSync("package.json")).repository; if (!v) process.exit(1);';
    writeFileSync(join(folder, "jq"), `#!/bin/sh\nexec node -e '${fake}'\n`, { mode: 0o755 });
    const output = join(folder, "output.txt");
    writeFileSync(output, "");
    const env = {
      ...process.env,
      PATH: `${folder}:${process.env.PATH ?? ""}`,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
    };

    execFileSync("bash", ["-e", "-o", "pipefail", "-c", script], { cwd: folder, env });

    expect(readFileSync(output, "utf8")).toBe(ready);
  });

  it("runs the other jobs only if it is ready", () => {
    expect(jobs.check).toMatchObject({ needs: "ready", if: "needs.ready.outputs.ready == 'true'" });
    expect(jobs.release?.needs).toBe("check");
  });
});

describe("the files for contributors", () => {
  it.each([".github/dependabot.yml", ".github/ISSUE_TEMPLATE/bug.yml", ".github/ISSUE_TEMPLATE/contract.yml"])(
    "%s is YAML with an object",
    (file) => {
      expect(parse(readFileSync(file, "utf8"))).toBeTypeOf("object");
    },
  );

  it("CODEOWNERS has only existing paths", () => {
    const lines = readFileSync(".github/CODEOWNERS", "utf8").split("\n");
    const paths = lines.flatMap((line) => (line.startsWith("/") ? [line.split(/\s+/)[0]?.slice(1) ?? ""] : []));

    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe("the nightly comparison with the vendor's page", () => {
  const nightly = readFileSync(`${FOLDER}/vendor-nightly.yml`, "utf8");
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "nightly-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /**
   * Runs a step like GitHub's runner, with fakes of npm and gh. Returns the arguments of gh, the job summary and the
   * outputs.
   */
  function runStep(
    name: string,
    env: Readonly<Record<string, string>>,
    npm = "true",
  ): { asked: string; summary: string; output: string } {
    const script = steps(nightly).find((step) => step.name === name)?.run ?? "exit 99";
    for (const [tool, body] of [
      ["npm", npm],
      ["gh", 'echo "$@" >> asked.txt'],
    ] as const) {
      writeFileSync(join(folder, tool), `#!/bin/sh\n${body}\n`);
      chmodSync(join(folder, tool), 0o755);
    }
    const files = { GITHUB_STEP_SUMMARY: join(folder, "summary.md"), GITHUB_OUTPUT: join(folder, "output.txt") };
    execFileSync("bash", ["-e", "-o", "pipefail", "-c", script], {
      cwd: folder,
      env: { ...process.env, PATH: `${folder}:${process.env.PATH ?? ""}`, TITLE: "t", ...files, ...env },
    });
    const read = (file: string): string =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
    return { asked: read("asked.txt"), summary: read("summary.md"), output: read("output.txt") };
  }

  it.each([
    ["0", "issue list"],
    ["1", "issue create"],
  ])("with status %s calls gh %s", (status, call) => {
    writeFileSync(join(folder, "drift.md"), "text");

    const { asked } = runStep("Open, update or close the one issue", { STATUS: status });

    expect(asked).toContain(call);
  });

  it("truncates a long report between two lines", () => {
    const line = `| \`${"@someone ".repeat(10)}\` |\n`;
    writeFileSync(join(folder, "drift.md"), line.repeat(2000));

    runStep("Open, update or close the one issue", { STATUS: "1" });

    const body = readFileSync(join(folder, "body.md"), "utf8");
    expect(body.length).toBeGreaterThan(59_000);
    expect(body.length).toBeLessThan(60_001);
    expect(body.endsWith("` |\n")).toBe(true);
  });

  it("opens no issue when a page could not be read", () => {
    writeFileSync(join(folder, "drift.md"), "");

    const { asked } = runStep("Open, update or close the one issue", { STATUS: "2" });

    expect(asked).toBe("");
  });

  it("writes the reason of a failure literally to the summary, but not to the issue", () => {
    const { summary, output } = runStep("Compare", {}, "echo '<b>@someone</b>' >&2; exit 2");

    expect(output).toBe("status=2\n");
    expect(summary).toContain("    <b>@someone</b>");
    expect(readFileSync(join(folder, "drift.md"), "utf8")).toBe("");
  });
});

describe("a pull request that changes what is published", () => {
  const script =
    steps(readFileSync(`${FOLDER}/drift.yml`, "utf8")).find(
      ({ name }) => name === "What changes for users has a changeset",
    )?.run ?? "exit 99";
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "changeset-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the step after a commit that adds a file. Returns the arguments of npx. */
  function npxArguments(file: string, branch: string): string {
    const git = (...args: string[]): void => {
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
        cwd: folder,
        stdio: "ignore",
      });
    };
    git("init", "--initial-branch=main");
    git("commit", "--allow-empty", "-m", "Base");
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), "x");
    git("add", file);
    git("commit", "-m", "Change");
    writeFileSync(join(folder, "npx"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ""}`, BASE: "HEAD~1", BRANCH: branch };
    return execFileSync("bash", ["-e", "-o", "pipefail", "-c", script], { cwd: folder, env, encoding: "utf8" }).trim();
  }

  it.each(["src/sdk/client.ts", "generated/types.ts", "package.json", "README.md", "openapi/known-differences.yaml"])(
    "such as %s needs a changeset",
    (file) => {
      expect(npxArguments(file, "topic")).toBe("changeset status --since=HEAD~1");
    },
  );

  it.each([
    ["docs/a.md", "topic"],
    ["test/a.test.ts", "topic"],
    [".github/workflows/a.yml", "topic"],
    ["package.json", "changeset-release/main"],
  ])("does not include %s on the branch %s", (file, branch) => {
    expect(npxArguments(file, branch)).not.toContain("changeset status");
  });

  it("is detected for every published file", () => {
    const { files: published } = JSON.parse(readFileSync("package.json", "utf8")) as { files: string[] };

    // dist is built from src and generated, and changesets write the changelog.
    expect(
      published
        .filter((file) => file !== "dist" && file !== "CHANGELOG.md")
        .filter((file) => !["generated", file].some((name) => script.includes(name))),
    ).toEqual([]);
  });
});

describe("pin-actions", () => {
  const workflow =
    "steps:\n  - uses: actions/checkout@v4\n    with:\n      a: b\n  - name: x\n    uses: owner/repo/sub@v1.2.3\n  - uses: ./local\n";
  const commit = (digit: string): string => digit.repeat(40);

  it("writes the commit and keeps the tag", async () => {
    const pinned = await pin(workflow, (repository) =>
      Promise.resolve(commit(repository === "owner/repo" ? "b" : "a")),
    );

    expect(pinned).toBe(workflow.replace("@v4", `@${commit("a")} # v4`).replace("@v1.2.3", `@${commit("b")} # v1.2.3`));
  });

  it("updates the commit of a moved tag, and can be undone", async () => {
    const once = await pin(workflow, () => Promise.resolve(commit("a")));

    const twice = await pin(once, (_repository, tag) => Promise.resolve(tag === "v4" ? commit("c") : commit("a")));

    expect(twice).toContain(`checkout@${commit("c")} # v4`);
    expect(unpin(twice)).toBe(workflow);
  });
});
