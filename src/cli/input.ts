import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { UsageError } from "./usage-error.ts";

/** The text of a file, or of stdin for `-`. Throws a `UsageError` when it cannot be read, without the name: somebody may give a key for it. */
export async function readInput(option: string, file: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    const { code = "unknown fault" } = error as NodeJS.ErrnoException;
    throw new UsageError(`The file of --${option} cannot be read (${code}).`);
  }
}
