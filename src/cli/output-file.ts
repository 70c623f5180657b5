import { lstat } from "node:fs/promises";
import { assertWritable } from "../sdk/download/index.ts";
import { UsageError } from "./cli-error.ts";

/**
 * Checks that a video can be saved there, before it is paid for: that nothing is in the way and that the files of a
 * download can be made. Throws a `UsageError`.
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

/** Returns the message without the path that it begins with: somebody may have given the key there. */
const withoutPath = (message: string, path: string): string =>
  path !== "" && message.startsWith(path) ? `the file${message.slice(path.length)}` : message;
