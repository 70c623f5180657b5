import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CannotCompare } from "../finding.ts";
import { MAX_BYTES } from "../../openapi/http.ts";

const run = promisify(execFile);

/** The package whose releases contain the contract. */
export const PACKAGE = "evolink-video";

/** Path of the contract in a release of the package. */
const CONTRACT_IN_PACKAGE = "package/generated/openapi.json";

/** Reads a file at a git revision: `git:REV:path`. Throws CannotCompare when it does not exist. */
export async function readFromGit(revision: string, path: string, directory: string): Promise<string> {
  if (revision === "" || revision.startsWith("-") || path === "")
    throw new CannotCompare("Write git:REV:path, for example git:main:openapi/openapi.yaml.");
  try {
    const { stdout } = await run("git", ["show", `${revision}:${path}`], {
      cwd: directory,
      maxBuffer: MAX_BYTES,
      timeout: 30_000,
    });
    return stdout;
  } catch (error) {
    throw new CannotCompare(`git:${revision}:${path} could not be read: ${lastLine(error)}`, { cause: error });
  }
}

/**
 * Reads the contract of a published version of the package. Throws CannotCompare when that version is not published.
 */
export async function readFromNpm(version: string): Promise<string> {
  if (!/^[\w.^~-]+$/.test(version) || version.startsWith("-")) throw new CannotCompare(`Write npm:${PACKAGE}@VERSION.`);
  const folder = await mkdtemp(join(tmpdir(), "drift-"));
  try {
    await run(
      "npm",
      ["pack", `${PACKAGE}@${version}`, "--pack-destination", folder, "--ignore-scripts", "--loglevel=error"],
      { cwd: folder, timeout: 60_000 },
    );
    const archive = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
    if (archive === undefined) throw new CannotCompare(`npm packed nothing for ${PACKAGE}@${version}.`);
    await run("tar", ["-xzf", archive, CONTRACT_IN_PACKAGE], { cwd: folder, timeout: 30_000 });
    return await readFile(join(folder, CONTRACT_IN_PACKAGE), "utf8");
  } catch (error) {
    if (error instanceof CannotCompare) throw error;
    const isUnknown = /E404|ETARGET|No matching version|Not found/i.test(lastLine(error));
    throw new CannotCompare(
      isUnknown
        ? `${PACKAGE}@${version} is not published.`
        : `${PACKAGE}@${version} could not be read: ${lastLine(error)}`,
      { cause: error },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Resolves to the last published version of the package, or undefined when there is none. Throws CannotCompare when the
 * registry cannot be reached.
 */
export async function lastRelease(): Promise<string | undefined> {
  try {
    const { stdout } = await run("npm", ["view", PACKAGE, "version", "--loglevel=error"], { timeout: 60_000 });
    return stdout.trim() === "" ? undefined : stdout.trim();
  } catch (error) {
    if (lastLine(error).includes("E404")) return undefined;
    throw new CannotCompare(`The registry could not be queried for ${PACKAGE}: ${lastLine(error)}`, { cause: error });
  }
}

function lastLine(error: unknown): string {
  const output = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr) : "";
  const message = output.trim() === "" && error instanceof Error ? error.message : output;
  return message
    .trim()
    .split("\n")
    .filter((line) => !/^npm (?:warn|notice)/i.test(line))
    .slice(0, 3)
    .join(" ")
    .slice(0, 400);
}
