import { lstat } from "node:fs/promises";
import { assertWritable } from "../sdk/download/index.ts";
import { UsageError } from "./cli-error.ts";

/**
 * Checks before the create request that a video can be saved at a path: no file exists, and the files of a download can
 * be created. Throws a `UsageError`.
 */
export async function checkOutputFile(out: string, overwrite: boolean): Promise<void> {
  if (out === "-") throw new UsageError("--out needs the name of a file; the video is not written to stdout.");
  const existing = await lstat(out).catch(() => undefined);
  if (existing?.isDirectory() === true || /[/\\]$/.test(out))
    throw new UsageError("--out is a folder: name a file in it.");
  if (existing !== undefined && !overwrite)
    throw new UsageError("The file of --out exists; choose another name, or replace it with --overwrite.");
  try {
    await assertWritable(out, { overwrite });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The video could not be saved at --out: ${withoutPath(message, out)}`);
  }
}

/** Returns a message without the path at its start, which could be a key. */
const withoutPath = (message: string, path: string): string =>
  path !== "" && message.startsWith(path) ? `the file${message.slice(path.length)}` : message;
