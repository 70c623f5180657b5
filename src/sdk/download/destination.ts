import { randomBytes } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { link, lstat, open, rename, rm } from "node:fs/promises";
import { DownloadError } from "./download-error.ts";
import { findPathProblem } from "./options.ts";

/** Options of `assertWritable`. */
export interface WritableOptions {
  /**
   * Whether a file at the path may be replaced.
   *
   * @default false
   */
  readonly overwrite?: boolean | undefined;
}

/** Version of the file at a path; undefined when there is none. It changes when the file is replaced or changed. */
export type FileVersion = string | undefined;

/** Errors of file systems that have no hard links, FAT for example. */
const NO_HARD_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

const EXPLANATIONS: Readonly<Record<string, string>> = {
  ENAMETOOLONG: "its name is too long; leave at least 19 bytes for the name of the partial file",
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is not a folder",
  EACCES: "its folder cannot be written to",
  EPERM: "its folder cannot be written to",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

/**
 * Checks that `download` can save to a path: nothing is in the way, the folder exists and can be written to, and the
 * file system takes names of this length. Call it before you pay for a video. It creates an empty file beside the path
 * and removes it.
 *
 * @throws {DownloadError} with the reason `invalid_argument`, `exists` or `file`.
 * @example
 * ```ts
 * await assertWritable("videos/fox.mp4");
 * const task = await client.videos.generateAndWait(body);
 * await download(task, "videos/fox.mp4");
 * ```
 */
export async function assertWritable(path: string, { overwrite = false }: WritableOptions = {}): Promise<void> {
  const problem = findPathProblem(path);
  if (problem !== undefined) throw new DownloadError("invalid_argument", problem);
  await assertReplaceable(path, overwrite);
  // The longest name that a download uses.
  const probe = `${partialPath(path, createRunId())}.json`;
  try {
    const file = await open(probe, "wx");
    await file.close();
  } catch (cause) {
    throw fileError(path, cause);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/**
 * Returns the version of the file at the path. Throws a `DownloadError` (`exists`) when it may not be replaced; a
 * folder, a device or a pipe never may.
 */
export async function assertReplaceable(path: string, overwrite: boolean): Promise<FileVersion> {
  const found = await statusOf(path);
  if (found?.isDirectory() === true) throw new DownloadError("exists", `${path} is a folder.`);
  if (found?.isFile() === false && !found.isSymbolicLink())
    throw new DownloadError("exists", `${path} is a device, a pipe or a socket, which a video would replace.`);
  if (found !== undefined && !overwrite)
    throw new DownloadError("exists", `${path} exists. Set \`overwrite\` to replace it.`);
  return versionOf(found);
}

/** Resolves to whether there is another file at the path than there was, or none any more. */
export async function hasChanged(path: string, before: FileVersion): Promise<boolean> {
  return versionOf(await statusOf(path)) !== before;
}

/** Returns the version of the file at a path, without following links. */
async function statusOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw fileError(path, error);
  }
}

function versionOf(found: BigIntStats | undefined): FileVersion {
  return found && [found.dev, found.ino, found.size, found.mtimeNs].join(":");
}

/** Creates an id for one run, so that its files are its own. */
export function createRunId(): string {
  return randomBytes(4).toString("hex");
}

/**
 * Returns the path of the partial file of one run. It is in the folder of the final one, so that the rename is atomic.
 */
export function partialPath(path: string, run: string): string {
  return `${path}.${run}.part`;
}

/** Paths at which a publication is in progress in this process. */
const publications = new Map<string, Promise<unknown>>();

/**
 * Gives a complete file its final name, atomically and never through a link. Without `overwrite` a file that appeared
 * meanwhile stays; with it, only the file that was there at the beginning is replaced. Publications to one path run one
 * after another in this process.
 *
 * @throws {DownloadError} with the reason `exists` or `superseded`.
 */
export async function publish(from: string, path: string, overwrite: boolean, replaces: FileVersion): Promise<void> {
  const previous = publications.get(path) ?? Promise.resolve();
  const current = previous
    .catch(() => undefined)
    .then(() => (overwrite ? replace(from, path, replaces) : linkNew(from, path)));
  publications.set(path, current);
  try {
    await current;
  } finally {
    if (publications.get(path) === current) publications.delete(path);
  }
}

async function replace(from: string, path: string, replaces: FileVersion): Promise<void> {
  const present = await assertReplaceable(path, true);
  if (present !== replaces)
    throw new DownloadError("superseded", `${path} was replaced by another download meanwhile.`);
  await rename(from, path);
}

/** Publishes by a hard link, which fails when the path exists, unlike a rename. */
async function linkNew(from: string, path: string): Promise<void> {
  try {
    await link(from, path);
  } catch (error) {
    await assertReplaceable(path, false);
    if (!NO_HARD_LINKS.has(codeOf(error))) throw error;
    await rename(from, path);
    return;
  }
  await rm(from, { force: true });
}

/** Creates the error for a failure of the file system. */
export function fileError(path: string, cause: unknown): DownloadError {
  const explanation = EXPLANATIONS[codeOf(cause)];
  const because = explanation === undefined ? "" : `: ${explanation}`;
  return new DownloadError("file", `${path} cannot be written${because}.`, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
