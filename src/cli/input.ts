import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { UsageError } from "./cli-error.ts";

/**
 * Reads the text of a file in UTF-8, or of stdin for `-`, without a byte order mark. Throws a `UsageError` for a file
 * that cannot be read or is not UTF-8. The message says `source` instead of the file name, which could be a key.
 */
export async function readInput(source: string, file: string): Promise<string> {
  const bytes = await readBytes(source, file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`The file of ${source} is not text in UTF-8: save it as UTF-8.`);
  }
}

/** Parses a JSON text. Throws a `UsageError` that names `source` when it is not JSON. */
export function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text, which may be a secret.
    const position = error instanceof Error ? / at position \d+/.exec(error.message)?.[0] : undefined;
    throw new UsageError(`${source} is not JSON${position === undefined ? "" : `: an error${position}`}.`);
  }
}

async function readBytes(source: string, file: string): Promise<Buffer> {
  try {
    return file === "-" ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    throw new UsageError(`The file of ${source} cannot be read: ${reasonOf(error)}.`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  ENAMETOOLONG: "the name is too long",
  EROFS: "the disk is read-only",
};

/** Describes why a file could not be used, with the system's error code and without the file name. */
export function reasonOf(error: unknown): string {
  const { code = "unknown error" } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return reason === undefined ? code : `${reason} (${code})`;
}
