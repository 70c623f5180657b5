import { loadWith } from "../../openapi/load.ts";
import { parseDocument } from "../../openapi/parse.ts";
import { fileReader } from "../../openapi/read.ts";
import { DocumentError } from "../schema/problems.ts";
import { isObject } from "../schema/json.ts";

/**
 * Reads a document from a file or a URL, with the files it refers to. Where one of those cannot be read, the document
 * is returned without any of them, and every reference to them is reported at its place.
 * @throws DocumentError when the document itself cannot be read.
 */
export async function readContractDocument(address: string): Promise<unknown> {
  const reader = fileReader();
  const parsed = await readable(async () => parseDocument(await reader.read(address), address));
  // What has another version than those that are read is refused with what to do, not with what bundling makes of it.
  if (!isObject(parsed) || typeof parsed.openapi !== "string") return parsed;
  try {
    return await loadWith(address, reader);
  } catch {
    return parsed;
  }
}

async function readable(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    throw new DocumentError(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }
}
