import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { segments } from "../json.ts";
import { isLocal } from "./document.ts";

/** A place in a file. Lines count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

/** Finds the line of a JSON pointer. */
export type Lines = (pointer: string) => number;

/** Finds the places of JSON pointers in a local file, whose path is told from the directory, as code hosts want it; undefined for any other source. */
export function placesIn(source: string, directory: string): ((pointer: string) => FilePlace) | undefined {
  const path = resolve(directory, source);
  if (!isLocal(source) || !existsSync(path)) return undefined;
  const file = relative(directory, path).replaceAll("\\", "/");
  let lines: Lines | undefined;
  return (pointer) => {
    lines ??= linesOf(readFileSync(path, "utf8"));
    return { file, line: lines(pointer) };
  };
}

/** The lines of a document in YAML or JSON: that of the key to which a JSON pointer leads, references followed, or of its nearest ancestor that is there. */
export function linesOf(text: string): Lines {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: true });
  return (pointer) => {
    const { start } = walk(document, segments(pointer), 0);
    return Math.max(1, lineCounter.linePos(start).line);
  };
}

/** A node, and where it or its key begins. */
interface Found {
  readonly node: unknown;
  readonly start: number;
}

/** References to references beyond this lead in a circle. */
const MAX_HOPS = 50;

function walk(document: Document, path: readonly string[], hops: number): Found {
  let found: Found = { node: document.contents, start: document.contents?.range?.[0] ?? 0 };
  for (const segment of path) {
    const next = step(document, found.node, segment, hops);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function step(document: Document, value: unknown, segment: string, hops: number): Found | undefined {
  const node = isAlias(value) ? value.resolve(document) : value;
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return item === undefined ? undefined : { node: item, start: startOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
  if (pair !== undefined) return { node: pair.value, start: startOf(pair.key) };
  const reference = node.get("$ref");
  if (typeof reference !== "string" || !reference.startsWith("#") || hops > MAX_HOPS) return undefined;
  return step(document, walk(document, segments(reference), hops + 1).node, segment, hops + 1);
}

function startOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
}
