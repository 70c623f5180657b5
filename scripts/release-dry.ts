import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CliCommand } from "../src/cli/cli-command.ts";
import { CliError } from "../src/cli/cli-error.ts";
import { execute } from "../src/cli/execute.ts";
import { EXIT } from "../src/cli/exit-codes.ts";
import { run } from "./runtimes/packed.ts";

/** One step of a release, by what it is for. */
interface Step {
  readonly title: string;
  readonly command: readonly [string, ...string[]];
}

const script = (name: string, ...args: string[]): Step["command"] => ["npm", "run", "--silent", name, "--", ...args];

const STEPS: readonly Step[] = [
  { title: "The generated files match the contract", command: script("generate", "--check") },
  { title: "The pending changesets say what the contract's change needs", command: script("drift", "release") },
  { title: "Changesets set the version and write the changelog", command: ["npx", "changeset", "version"] },
  { title: "The package is built", command: script("build") },
  { title: "No bundle is larger than it may be", command: script("size") },
  { title: "Manifest and types are right (publint, attw)", command: script("lint:package") },
];

/** What `npm publish --json` says of a package. */
interface Published {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

function releaseCommand(): CliCommand {
  const command = new CliCommand("npm run release:dry --")
    .description(
      "Does what a release does, but for publishing: in a clone of the last commit, which is thrown away, changesets set the version and write the changelog, the package is built and checked, and npm says what it would publish. Only questions to the registry leave the machine. The tests are not among it: npm run check runs them. The last line says READY or NOT READY.",
    )
    .option("--strict", "Fail as well when only the maintainer can do what is missing: a repository in package.json.")
    .helpTable("Exit codes:", [
      { term: "0", text: "every step went well" },
      { term: "1", text: "one did not, or with --strict the last line says NOT READY" },
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

/** What of a manifest the provenance of a release depends on. */
interface Manifest {
  readonly repository?: string | { readonly type?: string; readonly url?: string };
}

/**
 * Whether npm would accept the provenance of a release, which must come from the repository that package.json names,
 * and a line that says what to do.
 */
export function provenance({ repository }: Manifest): { readonly ready: boolean; readonly line: string } {
  const url = typeof repository === "string" ? repository : (repository?.url ?? "");
  const ready =
    /^(?:github:)?[\w.-]+\/[\w.-]+$|^(?:git\+)?(?:https|ssh|git):\/\/(?:git@)?github\.com\/[\w.-]+\/[\w.-]+$/.test(url);
  return ready
    ? { ready, line: `READY: ${url} can publish it with provenance.` }
    : {
        ready,
        line: 'NOT READY: set `repository` in package.json to the GitHub repository, for example "github:OWNER/NAME", or npm refuses the provenance of the release.',
      };
}

async function rehearse(clone: string): Promise<Manifest> {
  const uncommitted = await run("git", ["status", "--porcelain"]);
  if (uncommitted !== "") console.log("What is not committed is not part of the rehearsal.");
  await run("git", ["clone", "--quiet", resolve("."), clone]);
  await symlink(resolve("node_modules"), join(clone, "node_modules"));
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  for (const { title, command } of STEPS) {
    const [name, ...args] = command;
    process.stdout.write(`${title} … `);
    await run(name, args, { cwd: clone, env });
    console.log("ok");
  }
  const answer = JSON.parse(
    await run("npm", ["publish", "--dry-run", "--ignore-scripts", "--json"], { cwd: clone, env }),
  ) as Readonly<Record<string, Published>>;
  for (const published of Object.values(answer)) console.log(`\n${inWords(published)}`);
  console.log(
    `\n${await readFile(join(clone, "CHANGELOG.md"), "utf8").catch(() => "Nothing is pending: there is no changelog yet.\n")}`,
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
