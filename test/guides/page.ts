import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The root of the project. */
export const ROOT = join(import.meta.dirname, "../..");

/** A block of code on a page. */
export interface Block {
  readonly language: string;
  /** The path in the comment that is its first line, if there is one: the file that the block is. */
  readonly file: string | undefined;
  readonly code: string;
}

const FENCED = /^```(\w+)\n([\s\S]*?)^```$/gm;
const FILE = /^(?:\/\/|#|<!--) ([\w./[\]-]+\.\w+)\b/;

/** Returns the blocks of a page, given by its path from the root, in order. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(FENCED)].map(([, language = "", code = ""]) => ({
    language,
    file: FILE.exec(code)?.[1],
    code,
  }));
}
