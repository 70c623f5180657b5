import { lstat, readFile, rename, rm, writeFile } from "node:fs/promises";
import { isStrongEtag, type VideoIdentity } from "./resume-state.ts";

/**
 * Describes a kept partial file. The digest proves that its bytes are the received ones: a crash or another run may
 * have changed them.
 */
export interface ResumeNote extends VideoIdentity {
  readonly etag: string;
  /** Bytes that were received and written through to the disk. */
  readonly size: number;
  /** SHA-256 of these bytes, in hexadecimal. */
  readonly sha256: string;
}

/** A note is a few hundred bytes; anything larger is something else. */
const MAX_NOTE_BYTES = 16_384;

/** Reads a note. Returns undefined when there is none, or none that this package wrote. */
export async function readNote(path: string): Promise<ResumeNote | undefined> {
  try {
    const found = await lstat(path);
    // Reading a pipe would never end.
    if (!found.isFile() || found.size > MAX_NOTE_BYTES) return undefined;
    const note: unknown = JSON.parse(await readFile(path, "utf8"));
    return isNote(note) ? note : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a note under its run's own name first: a link at the path is replaced, not followed. */
export async function writeNote(path: string, ownPath: string, note: ResumeNote): Promise<void> {
  try {
    await writeFile(ownPath, JSON.stringify(note), { flag: "wx" });
    await rename(ownPath, path);
  } catch (error) {
    await rm(ownPath, { force: true });
    throw error;
  }
}

function isNote(value: unknown): value is ResumeNote {
  if (typeof value !== "object" || value === null) return false;
  const { task, index, etag, total, size, sha256 } = value as Readonly<Record<string, unknown>>;
  return (
    typeof task === "string" &&
    Number.isSafeInteger(index) &&
    isStrongEtag(etag) &&
    (total === undefined || Number.isSafeInteger(total)) &&
    Number.isSafeInteger(size) &&
    typeof sha256 === "string"
  );
}
