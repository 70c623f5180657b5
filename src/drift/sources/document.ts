import { posix } from "node:path";
import { loadWith } from "../../openapi/load.ts";
import { fileReader, isUrl, type FileReader, type ReadOptions } from "../../openapi/read.ts";
import type { JsonObject } from "../../openapi/json.ts";
import { versionOf } from "../../openapi/upgrade.ts";
import { CannotCompare } from "../finding.ts";
import { PACKAGE, readFromGit, readFromNpm } from "./command.ts";

/** Options for reading sources. */
export type SourceOptions = ReadOptions;

/**
 * Reads an OpenAPI document, with the files to which it refers, from a file, a URL, `git:REV:path` or
 * `npm:evolink-video@VERSION`.
 * @throws DocumentError with the reason.
 */
export async function readDocument(source: string, options: SourceOptions = {}): Promise<JsonObject> {
  const document = await loadWith(source, readerOf(options));
  versionOf(document, source);
  return document;
}

/** Reads the text of a source. Throws DocumentError with the reason. */
export async function readSource(source: string, options: SourceOptions = {}): Promise<string> {
  return readerOf(options).read(source);
}

/** Creates a reader of files, URLs, revisions and releases. References of a file stay in its revision. */
function readerOf(options: SourceOptions): FileReader {
  const directory = options.directory ?? process.cwd();
  const files = fileReader(options);
  return {
    locate: (address) => (isElsewhere(address) ? address : files.locate(address)),
    resolve(base, reference) {
      if (isUrl(reference) || !isElsewhere(base)) return files.resolve(base, reference);
      const [revision, path] = gitParts(base);
      if (revision === "") throw new CannotCompare(`${base} refers to ${reference}, which a release does not contain.`);
      return `git:${revision}:${posix.join(posix.dirname(path), decodeURI(reference))}`;
    },
    async read(address) {
      if (address.startsWith("git:")) return readFromGit(...gitParts(address), directory);
      return address.startsWith("npm:") ? readFromNpm(versionIn(address)) : files.read(address);
    },
  };
}

function isElsewhere(address: string): boolean {
  return address.startsWith("git:") || address.startsWith("npm:");
}

function gitParts(address: string): readonly [revision: string, path: string] {
  const [, revision = "", path = ""] = /^git:([^:]*):(.*)$/s.exec(address) ?? [];
  return [revision, path];
}

function versionIn(address: string): string {
  const [, name, version = ""] = /^npm:(.+)@([^@]*)$/.exec(address) ?? [];
  if (name !== PACKAGE) throw new CannotCompare(`Only releases of ${PACKAGE} are read: write npm:${PACKAGE}@VERSION.`);
  return version;
}
