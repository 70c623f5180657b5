import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CliCommand } from "../src/cli/cli-command.ts";
import { execute } from "../src/cli/execute.ts";

const FOLDER = ".github/workflows";
/** The GitHub action of this repository. */
const ACTION = "action.yml";

/** Matches an action at a tag, or at a commit with the tag in a comment. */
const USES = /^(\s*(?:-\s+)?uses:\s*)([\w.-]+\/[\w./-]+)@([\w./-]+)(?:\s+#\s*(\S+))?[ \t]*$/gm;

/**
 * Pins every action of a workflow to the commit that `commitOf` returns for its repository and tag. Local and Docker
 * actions are unchanged.
 */
export async function pin(
  workflow: string,
  commitOf: (repository: string, tag: string) => Promise<string>,
): Promise<string> {
  const commits = new Map<string, string>();
  for (const [, , action = "", reference = "", comment] of workflow.matchAll(USES)) {
    const tag = comment ?? reference;
    const repository = action.split("/").slice(0, 2).join("/");
    if (!commits.has(`${repository} ${tag}`)) commits.set(`${repository} ${tag}`, await commitOf(repository, tag));
  }
  return workflow.replace(
    USES,
    (_line, start: string, action: string, reference: string, comment: string | undefined) => {
      const tag = comment ?? reference;
      const commit = commits.get(`${action.split("/").slice(0, 2).join("/")} ${tag}`) ?? reference;
      return `${start}${action}@${commit} # ${tag}`;
    },
  );
}

/** Restores the tags of a pinned workflow. */
export function unpin(workflow: string): string {
  return workflow.replace(
    USES,
    (line: string, start: string, action: string, _reference: string, comment: string | undefined) =>
      comment === undefined ? line : `${start}${action}@${comment}`,
  );
}

/** Returns the commit of a tag of a GitHub repository. Throws when there is no such tag. */
async function commitOnGitHub(repository: string, tag: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    "git",
    ["ls-remote", `https://github.com/${repository}`, `refs/tags/${tag}`, `refs/tags/${tag}^{}`],
    { timeout: 60_000 },
  );
  const lines = stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "");
  const commit = (lines.find((line) => line.endsWith("^{}")) ?? lines[0])?.split("\t")[0];
  if (commit === undefined) throw new Error(`${repository} has no tag ${tag}.`);
  return commit;
}

function pinCommand(): CliCommand {
  return new CliCommand("npm run pin-actions --")
    .description(
      `Replaces the version tag of every action in ${FOLDER} and ${ACTION} by the current commit of that tag, and keeps the tag in a comment: uses: actions/checkout@v5 becomes uses: actions/checkout@<commit> # v5. Run it again to follow a tag that moved. Needs git and access to github.com.`,
    )
    .option("--unpin", "Restore the tags.")
    .action(pinAll);
}

async function pinAll({ unpin: unpins = false }: { readonly unpin?: boolean }): Promise<void> {
  const workflows = (await readdir(FOLDER)).filter((file) => /\.ya?ml$/.test(file));
  for (const path of [...workflows.map((name) => join(FOLDER, name)), ACTION]) {
    const before = await readFile(path, "utf8");
    const after = unpins ? unpin(before) : await pin(before, commitOnGitHub);
    if (after === before) continue;
    await writeFile(path, after);
    console.log(`${path}: ${unpins ? "tags" : "commits"} written`);
  }
}

if (process.argv[1] === import.meta.filename) process.exitCode = await execute(pinCommand(), process.argv.slice(2));
