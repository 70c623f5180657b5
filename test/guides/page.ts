import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The root of the project. */
export const ROOT = join(import.meta.dirname, "../..");

/** A block of code on a page. */
export interface Block {
  readonly language: string;
  /** The file name in the comment on the first line, if there is one. */
  readonly file: string | undefined;
  readonly code: string;
}

const FENCED = /^```(\w+)\n([\s\S]*?)^```$/gm;
const FILE = /^(?:\/\/|#|<!--) ([\w./[\]-]+\.\w+)\b/;

/** Returns the code blocks of a page in order. `page` is relative to the root. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(FENCED)].map(([, language = "", code = ""]) => ({
    language,
    file: FILE.exec(code)?.[1],
    code,
  }));
}
