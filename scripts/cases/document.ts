import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { DocumentError } from "../../src/contract/index.ts";

/** Reads a YAML or JSON document; throws `DocumentError` with a message of one line when there is none. */
export function readDocument(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new DocumentError(`cannot read ${file}: ${firstLine(error)}`);
  }
  try {
    // Aliases are resolved into plain values, and there may be many in a long document.
    return parse(text, { merge: true, maxAliasCount: -1 }) as unknown;
  } catch (error) {
    throw new DocumentError(`${file} is neither YAML nor JSON: ${firstLine(error)}`);
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
