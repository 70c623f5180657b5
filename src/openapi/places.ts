import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { pointerOfFragment, segments } from "./json-pointer.ts";
import { isUrl } from "./read.ts";

/** A place in a file. Lines count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

/** Finds the file and line of a JSON pointer. */
export type PlaceFinder = (pointer: string) => FilePlace;

/** A file that was parsed for its lines. */
interface ParsedFile {
  readonly path: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** A node, its file, and the start of the node or its key. */
interface Found {
  readonly file: ParsedFile;
  readonly node: unknown;
  readonly start: number;
}

/** Longer chains of references count as circular. */
const MAX_HOPS = 50;

/**
 * Returns a function that finds the file and line of a JSON pointer in a local file and the files that it refers to:
 * the key at the pointer, with references resolved, or its nearest existing ancestor. File names are relative to the
 * directory, as code hosts require. Returns undefined for a source that is no file on disk.
 */
export function placesIn(source: string, directory: string): PlaceFinder | undefined {
  const path = resolve(directory, source);
  if (isUrl(source) || !existsSync(path)) return undefined;
  const files = new Map<string, ParsedFile>();
  return (pointer) => {
    const { file, start } = walk(fileAt(files, path), segments(pointer), files, 0);
    return {
      file: relative(directory, file.path).replaceAll("\\", "/"),
      line: Math.max(1, file.lines.linePos(start).line),
    };
  };
}

function fileAt(files: Map<string, ParsedFile>, path: string): ParsedFile {
  const known = files.get(path);
  if (known) return known;
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, "utf8").replace(/^\uFEFF/, ""), {
    lineCounter: lines,
    merge: true,
  });
  const file = { path, document, lines };
  files.set(path, file);
  return file;
}

function walk(file: ParsedFile, path: readonly string[], files: Map<string, ParsedFile>, hops: number): Found {
  let found: Found = { file, node: file.document.contents, start: file.document.contents?.range?.[0] ?? 0 };
  for (const segment of path) {
    const next = step(found, segment, files, hops);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function step(
  { file, node: value }: Found,
  segment: string,
  files: Map<string, ParsedFile>,
  hops: number,
): Found | undefined {
  const node = isAlias(value) ? value.resolve(file.document) : value;
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return item === undefined ? undefined : { file, node: item, start: startOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
  if (pair !== undefined) return { file, node: pair.value, start: startOf(pair.key) };
  const reference = node.get("$ref");
  if (typeof reference !== "string" || hops > MAX_HOPS) return undefined;
  const target = targetOf(reference, file, files, hops);
  return target && step(target, segment, files, hops + 1);
}

/** Resolves a reference to its own file or another file on disk. */
function targetOf(
  reference: string,
  file: ParsedFile,
  files: Map<string, ParsedFile>,
  hops: number,
): Found | undefined {
  const [address = "", fragment = ""] = reference.split("#", 2);
  if (isUrl(address)) return undefined;
  const path = address === "" ? file.path : resolve(dirname(file.path), pointerOfFragment(address));
  if (!existsSync(path)) return undefined;
  return walk(fileAt(files, path), segments(pointerOfFragment(fragment)), files, hops + 1);
}

function startOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
}
