import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { run } from "./runtimes/packed.ts";

const HELP = `Usage: npm run release:dry

Does what a release does, but for publishing: in a clone of the last commit, which is thrown away, changesets set the version and
write the changelog, the package is built and checked, and npm says what it would publish. Only questions to the registry leave the
machine. The tests are not among it: npm run check runs them.

Exit codes: 0 it could be released, 1 it could not.
`;

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

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  try {
    await rehearse(join(folder, "clone"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rehearse(clone: string): Promise<void> {
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
  const answer = JSON.parse(await run("npm", ["publish", "--dry-run", "--ignore-scripts", "--json"], { cwd: clone, env })) as Readonly<Record<string, Published>>;
  for (const published of Object.values(answer)) console.log(`\n${inWords(published)}`);
  console.log(`\n${await readFile(join(clone, "CHANGELOG.md"), "utf8").catch(() => "Nothing is pending: there is no changelog yet.\n")}`);
  const manifest = JSON.parse(await readFile(join(clone, "package.json"), "utf8")) as { readonly repository?: unknown };
  if (manifest.repository === undefined) console.log("Before the first release: `repository` in package.json must name the GitHub repository, or npm refuses the provenance.");
}

function inWords({ id, size, files }: Published): string {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  return [`npm would publish ${id}: ${String(files.length)} files, ${kilobytes(size)} packed`, ...files.map(({ path, size: bytes }) => `  ${kilobytes(bytes).padStart(9)}  ${path}`)].join("\n");
}

try {
  await main();
} catch (error) {
  console.error(`failed\n\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
