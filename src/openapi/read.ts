import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DocumentError } from "./document-error.ts";
import { fetchText, MAX_BYTES, type FetchOptions } from "./http.ts";

/** Reads the files of one document, which may refer to one another. */
export interface FileReader {
  /** Returns an address in full, so that one file has one address. */
  locate(address: string): string;
  /** Returns the address of a file to which the file at `base` refers. */
  resolve(base: string, reference: string): string;
  /** Resolves with the text of the file at an address. Rejects with a DocumentError that says why it cannot be read. */
  read(address: string): Promise<string>;
}

/** How a source is read. */
export interface ReadOptions extends FetchOptions {
  /** Where relative paths start. @default the working directory */
  readonly directory?: string;
}

/** True for the address of a file on the web. */
export function isUrl(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

/** Creates a reader of files on disk and on the web. A file on the web refers to files on the web only. */
export function fileReader(options: ReadOptions = {}): FileReader {
  const directory = options.directory ?? process.cwd();
  return {
    locate: (address) => (isUrl(address) ? address : resolve(directory, address)),
    resolve(base, reference) {
      if (isUrl(base) || isUrl(reference)) return isUrl(reference) ? reference : webAddress(base, reference);
      return resolve(directory, dirname(base), decodeURI(reference));
    },
    async read(address) {
      return isUrl(address)
        ? (await fetchText(address, options)).text
        : readFromDisk(resolve(directory, address), address);
    },
  };
}

/** Reads the text of a file or of a URL. */
export async function readText(source: string, options: ReadOptions = {}): Promise<string> {
  return fileReader(options).read(source);
}

function webAddress(base: string, reference: string): string {
  const url = new URL(reference, base);
  if (!isUrl(url.href))
    throw new DocumentError(`${base} refers to ${reference}, which is not on the web and is not read.`);
  return url.href;
}

async function readFromDisk(path: string, source: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new DocumentError(`${source} is larger than ${MAX_BYTES} bytes.`);
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    throw new DocumentError(unreadable(source, error), { cause: error });
  }
}

function unreadable(source: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return `There is no file ${source}.`;
  if (code === "EISDIR") return `${source} is a directory. Name the document in it.`;
  return `${source} could not be read: ${String(error)}`;
}
