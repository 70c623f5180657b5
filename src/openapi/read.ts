import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DocumentError } from "./document-error.ts";
import { fetchText, MAX_BYTES, type FetchOptions } from "./http.ts";

/** Reads the files of a document, which may refer to one another. */
export interface FileReader {
  /** Returns the absolute address, so that each file has only one. */
  locate(address: string): string;
  /** Resolves a reference in the file at `base` to an address. */
  resolve(base: string, reference: string): string;
  /** Resolves to the text of a file. Rejects with a DocumentError that says why it cannot be read. */
  read(address: string): Promise<string>;
}

/** Options of reading a source. */
export interface ReadOptions extends FetchOptions {
  /** Base of relative paths. @default the working directory */
  readonly directory?: string;
}

/** Returns whether an address is a URL of the web. */
export function isUrl(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

/** Creates a reader of files on disk and on the web. A file on the web may only refer to files on the web. */
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
