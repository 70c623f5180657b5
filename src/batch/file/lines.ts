import { open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { BatchError } from "../error.ts";
import { syncFolder } from "./folder.ts";

/** Opens files, as `node:fs/promises` does. */
export type Open = typeof open;

/**
 * An append-only file of JSON objects, one per line. When `append` resolves, the line is on disk: fsync(2) of the file
 * and of its folder. After a failed write nothing more is appended, because the end of the file is unknown.
 */
export class Lines {
  readonly #path: string;
  readonly #file: FileHandle;
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Opens or creates a file and reads it. An incomplete last line, from a crash, is removed and returned as `torn`: its
   * `append` had not resolved. Throws a `BatchError` (`damaged`) when another line is not a JSON object.
   */
  static async open(
    path: string,
    opened: Open = open,
  ): Promise<{ lines: Lines; values: Readonly<Record<string, unknown>>[]; torn: string | undefined }> {
    const file = await opened(path, "a+", 0o600);
    try {
      const content = read(await file.readFile(), path);
      if (content.length !== undefined) await file.truncate(content.length);
      if (content.unended) await writeWhole(file, Buffer.from("\n"));
      // Also syncs what the last process wrote without fsync.
      await file.sync();
      await syncFolder(dirname(path), opened);
      return { lines: new Lines(path, file), values: content.values, torn: content.torn };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Appends a value as a line. Calls run in order. Rejects with a `BatchError` (`journal`). */
  append(value: unknown): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    const written = this.#last.then(() => this.#write(line));
    this.#last = written;
    // Avoids an unhandled rejection; the next append rejects with the same error.
    written.catch(() => undefined);
    return written;
  }

  /** Waits for pending writes, then closes the file. */
  async close(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#file.close();
  }

  async #write(line: Buffer): Promise<void> {
    try {
      await writeWhole(this.#file, line);
      await this.#file.sync();
    } catch (cause) {
      throw new BatchError(
        "journal",
        `${this.#path} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause,
      );
    }
  }
}

async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}

interface Content {
  readonly values: Readonly<Record<string, unknown>>[];
  /** The content of an incomplete last line. */
  readonly torn: string | undefined;
  /** Number of bytes to keep, when the rest has to be removed. */
  readonly length: number | undefined;
  /** Whether the last line is complete except for its line break. */
  readonly unended: boolean;
}

const LINE_BREAK = 0x0a;

function read(bytes: Buffer, path: string): Content {
  const values: Readonly<Record<string, unknown>>[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LINE_BREAK, start);
    const end = found === -1 ? bytes.length : found;
    const text = bytes.toString("utf8", start, end);
    const value = objectIn(text);
    const isLast = end + 1 >= bytes.length;
    if (value === undefined) {
      if (isLast) return { values, torn: text, length: start, unended: false };
      throw new BatchError(
        "damaged",
        `${path}: line ${values.length + 1} is not what a journal holds. Nothing was changed; find out what has happened to the file.`,
      );
    }
    values.push(value);
    if (found === -1) return { values, torn: undefined, length: undefined, unended: true };
    start = end + 1;
  }
  return { values, torn: undefined, length: undefined, unended: false };
}

/**
 * Parses a last line without a line break. A line that parses is complete, because no prefix of a JSON object is a JSON
 * object.
 */
function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
