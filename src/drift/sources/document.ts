import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { CannotCompare } from "../finding.ts";
import type { JsonObject } from "../json.ts";
import { PACKAGE, readFromGit, readFromNpm } from "./command.ts";
import { fetchText, type FetchOptions } from "./http.ts";
import { MAX_BYTES, parseDocument } from "./text.ts";

/** What a source needs to be read. */
export interface SourceOptions extends FetchOptions {
  /** Where relative paths and `git:` start; the working directory unless said. */
  readonly directory?: string;
}

/** Reads an OpenAPI document from a file, a URL, `git:REV:path` or `npm:evolink-video@VERSION`. Throws CannotCompare with the reason. */
export async function readDocument(source: string, options: SourceOptions = {}): Promise<JsonObject> {
  return parseDocument(await readSource(source, options), source);
}

/** True for a source that is a file on disk. */
export function isLocal(source: string): boolean {
  return !/^(?:https?:\/\/|git:|npm:)/i.test(source);
}

/** Reads the text of a source. Throws CannotCompare with the reason. */
export async function readSource(source: string, options: SourceOptions = {}): Promise<string> {
  const directory = options.directory ?? process.cwd();
  if (/^https?:\/\//i.test(source)) return (await fetchText(source, options)).text;
  if (source.startsWith("git:")) {
    const [, revision = "", path = ""] = /^git:([^:]*):(.*)$/s.exec(source) ?? [];
    return readFromGit(revision, path, directory);
  }
  if (source.startsWith("npm:")) {
    const [, name, version = ""] = /^npm:(.+)@([^@]*)$/.exec(source) ?? [];
    if (name !== PACKAGE)
      throw new CannotCompare(`Only releases of ${PACKAGE} are read: write npm:${PACKAGE}@VERSION.`);
    return readFromNpm(version);
  }
  return readFromDisk(resolve(directory, source), source);
}

async function readFromDisk(path: string, source: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new CannotCompare(`${source} is larger than ${MAX_BYTES} bytes.`);
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof CannotCompare) throw error;
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new CannotCompare(
      isMissing ? `There is no file ${source}.` : `${source} could not be read: ${String(error)}`,
      { cause: error },
    );
  }
}
