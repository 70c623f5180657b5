import { createHash, type Hash } from "node:crypto";
import { constants, type FileHandle, lstat, open, rename, rm } from "node:fs/promises";
import { createRunId, partialPath, publish, type FileVersion } from "./destination.ts";
import { checkMp4, type Mp4Completeness } from "./mp4.ts";
import { readNote, writeNote } from "./resume-note.ts";
import type { ResumeState, VideoIdentity } from "./resume-state.ts";
import { removeStaleFiles } from "./stale-files.ts";

/**
 * Bytes that a resumed response has to repeat. They show that it continues this very file, whatever its headers say.
 */
const TAIL_BYTES = 4_096;

const READ_BYTES = 1 << 20;

/**
 * The unfinished file of one run, `<path>.<run>.part`. No other run writes to it or renames it. When a run fails, it
 * leaves its bytes as `<path>.part`, described by `<path>.part.json`. The next run takes them over by a rename, which
 * only one run can do.
 */
export class PartialFile {
  readonly #path: string;
  readonly #ownPath: string;
  readonly #keptPath: string;
  #file: FileHandle | undefined;
  #identity: VideoIdentity | undefined;
  #hash: Hash = createHash("sha256");
  #size = 0;

  constructor(path: string) {
    this.#path = path;
    this.#ownPath = partialPath(path, createRunId());
    this.#keptPath = `${path}.part`;
  }

  /** Returns the number of written bytes. */
  get size(): number {
    return this.#size;
  }

  /** Takes over what an earlier run kept of this result, if every byte is still as it was received. */
  async takeOver(task: string, index: number): Promise<void> {
    await removeStaleFiles(this.#path);
    const note = await readNote(`${this.#keptPath}.json`);
    if (note?.task !== task || note.index !== index || !(await isOnlyName(this.#keptPath))) return;
    try {
      await rename(this.#keptPath, this.#ownPath);
      await rm(`${this.#keptPath}.json`, { force: true });
      // Links are not followed, nor is a file written that has another name.
      this.#file = await open(this.#ownPath, constants.O_RDWR | constants.O_NOFOLLOW);
      if (!(await isOnlyName(this.#ownPath)) || (await this.#load(note.size)) !== note.sha256) {
        await this.discard();
        return;
      }
      this.#identity = note;
    } catch {
      // Another run was faster, or the file cannot be read: the download starts from the beginning.
      await this.discard();
    }
  }

  /** Returns what a request needs to continue; undefined when it has to start from the beginning. */
  async resumeState(): Promise<ResumeState | undefined> {
    const { etag, total } = this.#identity ?? {};
    if (this.#file === undefined || etag === undefined || this.#size <= TAIL_BYTES) return undefined;
    const start = this.#size - TAIL_BYTES;
    const tail = Buffer.alloc(TAIL_BYTES);
    const { bytesRead } = await this.#file.read(tail, 0, TAIL_BYTES, start);
    return bytesRead === TAIL_BYTES ? { etag, total, start, tail } : undefined;
  }

  /** Starts from the beginning if `start` is 0, otherwise resumes after `size` bytes. */
  async begin(start: number, identity: VideoIdentity): Promise<void> {
    if (start === 0) await this.#reset();
    this.#identity = identity;
    this.#file ??= await open(this.#ownPath, "wx+");
  }

  async append(chunk: Uint8Array): Promise<void> {
    for (let written = 0; written < chunk.byteLength;) {
      const length = chunk.byteLength - written;
      const result = await this.#file?.write(chunk, written, length, this.#size + written);
      written += result?.bytesWritten ?? length;
    }
    this.#hash.update(chunk);
    this.#size += chunk.byteLength;
  }

  /** Checks the file itself, for responses that do not show whether they are complete. */
  async checkMp4(): Promise<Mp4Completeness> {
    return this.#file === undefined ? "unknown" : checkMp4(this.#file, this.#size);
  }

  /** Gives the complete file its name, and removes what an earlier run kept for this path. */
  async publish(overwrite: boolean, replaces: FileVersion): Promise<void> {
    await this.#file?.sync();
    await this.#close();
    await publish(this.#ownPath, this.#path, overwrite, replaces);
    if ((await readNote(`${this.#keptPath}.json`)) === undefined) return;
    await rm(this.#keptPath, { force: true }).catch(() => undefined);
    await rm(`${this.#keptPath}.json`, { force: true });
  }

  /**
   * Keeps the bytes for a later run, if it can resume them. Never fails: the failed download already has an error to
   * report.
   */
  async keep(): Promise<void> {
    try {
      if (!(await this.#handOver())) await this.discard();
    } catch {
      await this.discard();
    }
  }

  /** Removes the file. Never fails. */
  async discard(): Promise<void> {
    await this.#close().catch(() => undefined);
    this.#identity = undefined;
    await rm(this.#ownPath, { force: true }).catch(() => undefined);
  }

  async #handOver(): Promise<boolean> {
    const { etag, ...identity } = this.#identity ?? { etag: undefined, task: "", index: 0, total: undefined };
    const resumable = this.#file !== undefined && etag !== undefined && this.#size > TAIL_BYTES;
    if (!resumable || (await this.#isKeptPathTaken())) return false;
    await this.#file?.sync();
    await this.#close();
    const note = { ...identity, etag, size: this.#size, sha256: this.#hash.digest("hex") };
    await writeNote(`${this.#keptPath}.json`, `${this.#ownPath}.json`, note);
    await rename(this.#ownPath, this.#keptPath);
    return true;
  }

  /** Removes a kept file, unless it has no note of this package: then it belongs to another program. */
  async #isKeptPathTaken(): Promise<boolean> {
    const exists = await lstat(this.#keptPath).catch(() => undefined);
    return exists !== undefined && (await readNote(`${this.#keptPath}.json`)) === undefined;
  }

  /** Reads the kept bytes, removes those after the noted length, and returns the digest. */
  async #load(size: number): Promise<string> {
    const buffer = Buffer.alloc(READ_BYTES);
    for (this.#size = 0; this.#size < size;) {
      const length = Math.min(READ_BYTES, size - this.#size);
      const { bytesRead = 0 } = (await this.#file?.read(buffer, 0, length, this.#size)) ?? {};
      if (bytesRead === 0) return "";
      this.#hash.update(buffer.subarray(0, bytesRead));
      this.#size += bytesRead;
    }
    await this.#file?.truncate(size);
    return this.#hash.copy().digest("hex");
  }

  async #reset(): Promise<void> {
    await this.#file?.truncate(0);
    this.#hash = createHash("sha256");
    this.#size = 0;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

/**
 * Resolves to whether the path is a regular file that has no other name: writing to a hard link would change the other
 * file as well.
 */
async function isOnlyName(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true && found.nlink === 1;
}
