import { bundleDocument } from "../../openapi/bundle.ts";
import { inlineReferences } from "../../openapi/inline.ts";
import type { JsonObject } from "../../openapi/json.ts";
import { parseDocument } from "../../openapi/parse.ts";
import { fileReader } from "../../openapi/read.ts";
import { isObject } from "../../shared/json.ts";
import { DocumentError } from "../schema/problems.ts";

/**
 * Reads a document from a file or a URL, with the files it refers to. A reference that cannot be resolved stays, and is
 * reported at its place when cases are derived.
 * @throws DocumentError when the document itself cannot be read.
 */
export async function readContractDocument(address: string): Promise<unknown> {
  const reader = fileReader();
  const parsed = await readable(async () => parseDocument(await reader.read(address), address));
  // Checks the version first: its error says what to do, an error of the bundler would not.
  if (!isObject(parsed) || typeof parsed.openapi !== "string") return parsed;
  try {
    const bundled = await bundleDocument(parsed, address, reader, { keepUnresolved: true });
    return inlinedWherePossible(bundled);
  } catch {
    return parsed;
  }
}

function inlinedWherePossible(document: JsonObject): JsonObject {
  try {
    return inlineReferences(document);
  } catch {
    return document;
  }
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new DocumentError(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }
}
