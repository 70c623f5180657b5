import { lstat, open, readFile, rename, rm, writeFile, type FileHandle } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { DownloadError } from "./error.ts";

/** What a partial file is a part of. */
export interface Identity {
  readonly task: string;
  readonly index: number;
  /** The strong entity tag (RFC 9110, section 8.8.3) of the whole; without one a download cannot be resumed. */
  readonly etag: string | undefined;
  /** Bytes of the whole, as announced. */
  readonly total: number | undefined;
}

/** A partial file that a download can go on with. */
export interface Kept {
  readonly etag: string;
  readonly size: number;
}

/**
 * The unfinished file `<path>.part`, in the folder of the final one so that the rename is atomic, and `<path>.part.json`, which says
 * what it is a part of and which run writes it.
 */
export class Part {
  readonly #path: string;
  readonly #file: string;
  readonly #note: string;
  readonly #run = randomUUID();

  constructor(path: string) {
    this.#path = path;
    this.#file = `${path}.part`;
    this.#note = `${path}.part.json`;
  }

  /** What an earlier run left of this result, if it can be resumed. */
  async kept(task: string, index: number): Promise<Kept | undefined> {
    const note = await this.#noted();
    const there = await lstat(this.#file).catch(nothing);
    const size = there?.isFile() ? there.size : 0;
    if (size === 0 || note.task !== task || note.index !== index || typeof note.etag !== "string") return undefined;
    return { etag: note.etag, size };
  }

  /** Opens for writing from a position; from 0 as a new file, so that an earlier run that still writes cannot spoil it. */
  async open(from: number, identity: Identity): Promise<FileHandle> {
    if (from === 0) await this.discard();
    await writeFile(this.#note, JSON.stringify({ ...identity, run: this.#run }));
    return open(this.#file, from === 0 ? "wx" : "r+");
  }

  /** Gives the complete file its name. */
  async finish(overwrite: boolean): Promise<void> {
    if ((await this.#noted()).run !== this.#run)
      throw new DownloadError("superseded", `Another download to ${this.#path} began meanwhile.`);
    await refuseExisting(this.#path, overwrite);
    await rename(this.#file, this.#path);
    await rm(this.#note, { force: true });
  }

  async discard(): Promise<void> {
    await rm(this.#file, { force: true });
    await rm(this.#note, { force: true });
  }

  async #noted(): Promise<Partial<Record<string, unknown>>> {
    const text = (await readFile(this.#note, "utf8").catch(nothing)) ?? "";
    try {
      return (JSON.parse(text) ?? {}) as Partial<Record<string, unknown>>;
    } catch {
      return {};
    }
  }
}

/** Throws a `DownloadError` (`exists`) when something is at the path that may not be replaced; only a file ever may. */
export async function refuseExisting(path: string, overwrite: boolean): Promise<void> {
  const there = await lstat(path).catch(nothing);
  if (there === undefined || (overwrite && !there.isDirectory())) return;
  throw new DownloadError(
    "exists",
    `There is something at ${path} already${overwrite ? ", and it is a folder" : "; `overwrite` would replace it"}.`,
  );
}

/** That a file is missing is an answer here; any other fault is not. */
function nothing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
