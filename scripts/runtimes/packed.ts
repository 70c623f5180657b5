import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** Runs a command and resolves to its standard output. Rejects with its output when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  try {
    return (await promisify(execFile)(command, [...args], { maxBuffer: 64 * 1024 * 1024, ...options })).stdout;
  } catch (cause) {
    const { stdout = "", stderr = "" } = cause as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${command} ${args.join(" ")}: ${stderr || stdout || String(cause)}`, { cause });
  }
}

const QUIET = [
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--no-package-lock",
  "--prefer-offline",
  "--loglevel=error",
];

/**
 * Builds and packs the package of a project as it would be published. Resolves to the path of the tarball in `folder`.
 */
export async function pack(folder: string, project = "."): Promise<string> {
  await mkdir(folder, { recursive: true });
  await run("npm", ["run", "build"], { cwd: project });
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", resolve(folder)];
  const [packed] = JSON.parse(await run("npm", args, { cwd: project })) as { readonly filename: string }[];
  return resolve(folder, packed?.filename ?? "");
}

/**
 * Installs packages (names with versions, tarballs) into a folder, without install scripts and without a lock file.
 */
export async function install(folder: string, packages: readonly string[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ private: true, type: "module" })}\n`);
  await run("npm", ["install", ...QUIET, ...packages], { cwd: folder });
}
