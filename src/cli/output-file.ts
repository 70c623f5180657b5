import { access, constants, lstat, open, rm } from "node:fs/promises";
import { UsageError } from "./cli-error.ts";
import { reasonOf } from "./input.ts";

/** What a download writes beside its file until it is complete. */
const COMPANIONS = [".part", ".part.json"];

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
  for (const companion of COMPANIONS) await checkCompanion(`${out}${companion}`, companion);
}

async function checkCompanion(path: string, companion: string): Promise<void> {
  try {
    const existing = await lstat(path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    });
    if (existing === undefined) await probe(path);
    else if (existing.isFile()) await access(path, constants.W_OK);
    else throw Object.assign(new Error(), { code: "EISDIR" });
  } catch (error) {
    throw new UsageError(
      `The video could not be saved at --out: FILE${companion} cannot be written: ${reasonOf(error)}.`,
    );
  }
}

/** Makes the file and removes it again: only this finds every limit of a file system. */
async function probe(path: string): Promise<void> {
  const file = await open(path, "wx");
  await file.close();
  await rm(path);
}
