import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CliCommand } from "../src/cli/cli-command.ts";
import { CliError } from "../src/cli/cli-error.ts";
import { execute } from "../src/cli/execute.ts";
import { EXIT } from "../src/cli/exit-codes.ts";
import { run } from "./runtimes/packed.ts";

/** A step of a release. */
interface Step {
  readonly title: string;
  readonly command: readonly [string, ...string[]];
}

const script = (name: string, ...args: string[]): Step["command"] => ["npm", "run", "--silent", name, "--", ...args];

const STEPS: readonly Step[] = [
  { title: "The generated files match the contract", command: script("generate", "--check") },
  { title: "The pending version bump is large enough for the contract's changes", command: script("drift", "release") },
  { title: "Changesets set the version and write the changelog", command: ["npx", "changeset", "version"] },
  { title: "The package is built", command: script("build") },
  { title: "No bundle exceeds its size limit", command: script("size") },
  { title: "Manifest and types are valid (publint, attw)", command: script("lint:package") },
];

/** The output of `npm publish --json`. */
interface Published {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

function releaseCommand(): CliCommand {
  const command = new CliCommand("npm run release:dry --")
    .description(
      "Rehearses a release without publishing. In a temporary clone of the last commit, changesets set the version and write the changelog, the package is built and checked, and npm lists what it would publish. Only reads from the npm registry leave this machine. Run the tests with npm run check. The last line is READY or NOT READY.",
    )
    .option("--strict", "Also fail when only the maintainer can add what is missing: repository in package.json.")
    .helpTable("Exit codes:", [
      { term: "0", text: "every step succeeded" },
      { term: "1", text: "a step failed, or with --strict the last line is NOT READY" },
    ])
    .action(async ({ strict = false }: { readonly strict?: boolean }) => {
      const ready = await rehearseRelease().catch((error: unknown) => {
        throw new CliError(
          "The step failed.",
          EXIT.refused,
          String(error instanceof Error ? error.message : error).split("\n"),
        );
      });
      if (!ready && strict) command.endWith(EXIT.refused);
    });
  return command;
}

/** Returns whether npm would accept the release's provenance. */
async function rehearseRelease(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  try {
    const { ready, line } = provenance(await rehearse(join(folder, "clone")));
    console.log(line);
    return ready;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The members of a manifest that the provenance of a release depends on. */
interface Manifest {
  readonly repository?: string | { readonly type?: string; readonly url?: string };
}

/**
 * Returns whether npm would accept the provenance of a release, and a line that says what to do. The release has to
 * come from the repository in package.json.
 */
export function provenance({ repository }: Manifest): { readonly ready: boolean; readonly line: string } {
  const url = typeof repository === "string" ? repository : (repository?.url ?? "");
  const ready =
    /^(?:github:)?[\w.-]+\/[\w.-]+$|^(?:git\+)?(?:https|ssh|git):\/\/(?:git@)?github\.com\/[\w.-]+\/[\w.-]+$/.test(url);
  return ready
    ? { ready, line: `READY: ${url} can publish it with provenance.` }
    : {
        ready,
        line: 'NOT READY: set `repository` in package.json to the GitHub repository, for example "github:OWNER/NAME", or npm rejects the provenance of the release.',
      };
}

async function rehearse(clone: string): Promise<Manifest> {
  const uncommitted = await run("git", ["status", "--porcelain"]);
  if (uncommitted !== "") console.log("Uncommitted changes are not part of the rehearsal.");
  await run("git", ["clone", "--quiet", resolve("."), clone]);
  await symlink(resolve("node_modules"), join(clone, "node_modules"));
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  for (const { title, command } of STEPS) {
    const [name, ...args] = command;
    process.stdout.write(`${title} … `);
    await run(name, args, { cwd: clone, env });
    console.log("ok");
  }
  const output = JSON.parse(
    await run("npm", ["publish", "--dry-run", "--ignore-scripts", "--json"], { cwd: clone, env }),
  ) as Readonly<Record<string, Published>>;
  for (const published of Object.values(output)) console.log(`\n${inWords(published)}`);
  console.log(
    `\n${await readFile(join(clone, "CHANGELOG.md"), "utf8").catch(() => "There is no changelog yet: no changeset is pending.\n")}`,
  );
  return JSON.parse(await readFile(join(clone, "package.json"), "utf8")) as Manifest;
}

function inWords({ id, size, files }: Published): string {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  return [
    `npm would publish ${id}: ${String(files.length)} files, ${kilobytes(size)} packed`,
    ...files.map(({ path, size: bytes }) => `  ${kilobytes(bytes).padStart(9)}  ${path}`),
  ].join("\n");
}

if (process.argv[1] === import.meta.filename) process.exitCode = await execute(releaseCommand(), process.argv.slice(2));
