import { createHash } from "node:crypto";
import { append, segments } from "../../openapi/json-pointer.ts";
import { isArray, isJsonObject, objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { equal } from "../../shared/json.ts";
import { CannotCompare, type Finding } from "../finding.ts";
import { verb } from "../verb.ts";

/** The locked data of a description: enough to detect a change, without the text. */
export interface DescriptionLock {
  /** The first 16 hexadecimal digits of the SHA-256 of the text, with whitespace collapsed. */
  readonly hash: string;
  /** The numbers of the text in order, each with comparison and unit. */
  readonly numbers: readonly string[];
}

/** The descriptions of one page, by JSON pointer. */
export type PageLock = Readonly<Record<string, DescriptionLock>>;

/** The descriptions of all pages, by the paths that a page describes. */
export type Lock = Readonly<Record<string, PageLock>>;

/** A number, with a comparison before it and a unit after it. */
const NUMBER =
  /(?:(?:≥|≤|<=|>=|[<>]|at (?:most|least)|up to|minimum|maximum|within)\s*)?`?\d+(?:[.,:]\d+)*`?(?:\s*[-–~]\s*\d+(?:\.\d+)?)?\s*(?:%|[A-Za-z]+)?/gi;

/** Returns the lock of a page: the data of its descriptions by JSON pointer. */
export function proseOf(page: JsonObject): PageLock {
  return Object.fromEntries(textsOf(page, "#").map(({ pointer, text }) => [pointer, lockOf(text)]));
}

/** Returns the key of a page in the lock: the paths that it describes. */
export function pageName(page: JsonObject): string {
  return Object.keys(objectAt(page, "paths")).sort().join(" ");
}

function lockOf(text: string): DescriptionLock {
  const line = text.replace(/\s+/g, " ").trim();
  const numbers = [...line.matchAll(NUMBER)].map(([found]) => found.replaceAll("`", "").trim());
  return { hash: createHash("sha256").update(line).digest("hex").slice(0, 16), numbers };
}

function textsOf(value: Json, pointer: string): { pointer: string; text: string }[] {
  if (isArray(value)) return value.flatMap((item, index) => textsOf(item, append(pointer, index)));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === "description" && typeof member === "string"
      ? [{ pointer: append(pointer, key), text: member }]
      : textsOf(member, append(pointer, key)),
  );
}

/** Reads a lock file. Throws CannotCompare when it is not one. */
export function readLock(document: Json, source: string): Lock {
  const pages = isJsonObject(document) ? own(document, "pages") : undefined;
  if (!isJsonObject(pages))
    throw new CannotCompare(`${source} has no object called pages. Create it again with drift vendor --update.`);
  return pages as unknown as Lock; // `writeLock` wrote it; a damaged entry is reported as a changed description.
}

/** Returns the text of a lock file. */
export function writeLock(lock: Lock): string {
  return `${JSON.stringify({ about: "Hashes and numbers of the descriptions on the vendor's pages. Written by drift vendor --update.", pages: lock }, null, 2)}\n`;
}

/** Returns the changed descriptions of a page since they were locked. */
export function compareProse(contract: JsonObject, page: JsonObject, lock: Lock): Finding[] {
  const [name, now] = [pageName(page), proseOf(page)];
  const before = lock[name];
  if (before === undefined)
    return [
      finding(
        "compatible",
        "#",
        undefined,
        undefined,
        `the descriptions for ${name} are not locked: run drift vendor --update`,
      ),
    ];
  const names = fieldNames(contract);
  const texts = new Map(textsOf(page, "#").map(({ pointer, text }) => [pointer, text]));
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((pointer): Finding[] => {
    const [old, next] = [before[pointer], now[pointer]];
    if (old?.hash === next?.hash) return [];
    const [was, is] = [old && [...old.numbers], next && [...next.numbers]];
    const isNumber = !equal(was ?? [], is ?? []);
    const fields = concerned(pointer, texts.get(pointer) ?? "", names);
    const about = fields.length === 0 ? "" : ` (it concerns ${fields.join(", ")})`;
    const what = isNumber
      ? `the numbers in the description ${verb(was, is, true)}`
      : `the description ${verb(was, is)}${was && is ? ", its numbers did not change" : ", without numbers"}`;
    return [
      finding(
        isNumber ? "unproven" : "compatible",
        pointer,
        was,
        is,
        `${what}${about}: check the contract, then run drift vendor --update`,
      ),
    ];
  });
}

function finding(
  level: Finding["level"],
  where: string,
  before: Json | undefined,
  after: Json | undefined,
  message: string,
): Finding {
  return {
    level,
    audience: "callers",
    where,
    before,
    after,
    witness: undefined,
    message: `the vendor's page: ${message}`,
  };
}

/** Returns the fields of the contract that a description belongs to or names. */
function concerned(pointer: string, text: string, names: ReadonlySet<string>): string[] {
  const path = segments(pointer);
  const holders = path.filter((name, index) => path[index - 1] === "properties" && names.has(name));
  const named = [...text.matchAll(/[A-Za-z_]+/g)]
    .map(([word]) => word)
    .filter((word) => word.includes("_") && names.has(word));
  return [...new Set([...holders, ...named])];
}

function fieldNames(value: Json): Set<string> {
  if (isArray(value)) return new Set(value.flatMap((item) => [...fieldNames(item)]));
  if (!isJsonObject(value)) return new Set();
  return new Set([
    ...Object.keys(objectAt(value, "properties")),
    ...Object.values(value).flatMap((member) => [...fieldNames(member)]),
  ]);
}
