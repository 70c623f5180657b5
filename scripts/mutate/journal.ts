import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { MutantResult } from "./result.ts";

/** Results of earlier runs over the same document and suite, so that a stopped run can resume. */
export class Journal {
  readonly #file: string;

  /** `subject` is everything that results depend on; a change of it starts a new journal. */
  constructor(directory: string, subject: string) {
    mkdirSync(directory, { recursive: true });
    this.#file = join(directory, `${createHash("sha256").update(subject).digest("hex").slice(0, 16)}.jsonl`);
  }

  /** Returns all results, without an incomplete last line. */
  read(): readonly MutantResult[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, "utf8").split("\n");
    return lines.slice(0, -1).map((line) => JSON.parse(line) as MutantResult);
  }

  add(result: MutantResult): void {
    appendFileSync(this.#file, `${JSON.stringify(result)}\n`);
  }
}
