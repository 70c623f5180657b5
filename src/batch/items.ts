import { createHash } from "node:crypto";
import type { VideoGenerationRequest } from "../../generated/types.ts";
import { estimateOf } from "./budget.ts";
import { BatchError } from "./error.ts";
import { repeatedMember } from "./repeated-member.ts";

/** A video to create. */
export interface Item {
  /**
   * The permanent name of the item: its own key, or one made from the content of its line. Valid as part of a file
   * name.
   */
  readonly key: string;
  /** Whether the line contains the key. */
  readonly keyed: boolean;
  /** Number of the line, from 1. */
  readonly line: number;
  /** The body to send. The client validates it before anything is sent. */
  readonly body: VideoGenerationRequest;
  /** SHA-256 of the body with its members in order, in hexadecimal. */
  readonly hash: string;
  /** Price in credits, by the contract. */
  readonly estimate: number;
  /** Name of a duplicate member of the body. It is unclear which one counts, so no batch accepts the item. */
  readonly repeatedMember?: string | undefined;
}

/**
 * Checks that no item has a duplicate member.
 *
 * @throws {BatchError} `input`, with the lines to fix.
 */
export function assertUnambiguous(items: readonly Item[]): void {
  const problems = items
    .filter(({ repeatedMember }) => repeatedMember !== undefined)
    .map((item) => `line ${item.line}: ${JSON.stringify(item.repeatedMember)} stands twice in one object of the body`);
  if (problems.length > 0) throw new BatchError("input", shortened(problems).join("\n"));
}

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const WRAPPER = ["key", "body"];

/**
 * Reads JSON Lines: on each line a request body of the contract, or `{"key": "...", "body": {...}}`. Empty lines are
 * skipped. A body without a key is named `line-HASH-N`: the first 16 digits of its hash, and the number of the line
 * among those with the same body.
 *
 * @param content The file's text, or its bytes in UTF-8, which are decoded strictly: invalid bytes are an error.
 * @throws {BatchError} `input`, with the lines to fix: not UTF-8, not JSON, `key` or `body` or a key twice.
 * @example
 * const items = readItems(await readFile("films.jsonl"));
 */
export function readItems(content: string | Uint8Array): Item[] {
  const text = typeof content === "string" ? content : decode(content);
  const problems: string[] = [];
  const items = new Map<string, Item>();
  const ordinals = new Map<string, number>();
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === "") continue;
    try {
      const item = itemOf(content, index + 1, ordinals);
      const before = items.get(item.key);
      if (before !== undefined) throw new Error(`the key ${item.key} stands on line ${before.line} already`);
      items.set(item.key, item);
    } catch (error) {
      problems.push(`line ${index + 1}: ${problemOf(error)}`);
    }
  }
  if (problems.length > 0) throw new BatchError("input", shortened(problems).join("\n"));
  if (items.size === 0) throw new BatchError("input", "there is no item in the file");
  return [...items.values()];
}

function problemOf(error: unknown): string {
  if (error instanceof RangeError) return "is nested too deeply";
  return error instanceof Error ? error.message : String(error);
}

function decode(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    const line = lineOfBadByte(bytes, decoder);
    throw new BatchError("input", `line ${line}: is not in UTF-8. Save the file in UTF-8 and run it again.`);
  }
}

/**
 * Returns the number of the first line that is not UTF-8. In UTF-8, the byte of a line break occurs in no other
 * character.
 */
function lineOfBadByte(bytes: Uint8Array, decoder: TextDecoder): number {
  for (let line = 1, start = 0; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    try {
      decoder.decode(bytes.subarray(start, end === -1 ? undefined : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    start = end + 1;
  }
}

const MOST_PROBLEMS = 20;

function shortened(problems: readonly string[]): string[] {
  const rest = problems.length - MOST_PROBLEMS;
  return rest > 0 ? [...problems.slice(0, MOST_PROBLEMS), `and ${rest} more`] : [...problems];
}

function itemOf(content: string, line: number, ordinals: Map<string, number>): Item {
  const json = content.replace(/^\uFEFF/, "");
  const value = objectOf(JSON.parse(json), "the line");
  const wrapped = "key" in value || "body" in value;
  const repeated = repeatedMember(json);
  if (wrapped && repeated?.depth === 1) throw new Error(`${JSON.stringify(repeated.name)} stands twice in the line`);
  const body = wrapped ? objectOf(value.body, "body") : value;
  const hash = createHash("sha256").update(JSON.stringify(body, inOrder)).digest("hex");
  // The client validates the body before it sends it.
  const common = {
    ...{ line, body: body as unknown as VideoGenerationRequest, hash, estimate: estimateOf(body) },
    ...(repeated === undefined ? {} : { repeatedMember: repeated.name }),
  };
  if (wrapped) return { ...common, keyed: true, key: keyOf(value) };
  const ordinal = (ordinals.get(hash) ?? 0) + 1;
  ordinals.set(hash, ordinal);
  return { ...common, keyed: false, key: `line-${hash.slice(0, 16)}-${ordinal}` };
}

function keyOf(value: Readonly<Record<string, unknown>>): string {
  const strange = Object.keys(value).find((name) => !WRAPPER.includes(name));
  if (strange !== undefined) throw new Error(`beside "key" and "body" there is ${JSON.stringify(strange)}`);
  if (typeof value.key === "string" && KEY.test(value.key)) return value.key;
  throw new Error('"key" must be 1 to 100 characters out of A-Z a-z 0-9 . _ - that begin with a letter or digit');
}

function objectOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new Error(`${name} must be a JSON object`);
}

/** Serializes a body with sorted members, so that equal bodies have equal texts. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
