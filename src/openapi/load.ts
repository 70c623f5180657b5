import type { JsonObject } from "./json.ts";
import { bundleDocument } from "./bundle.ts";
import { inlineReferences } from "./inline.ts";
import { parseDocument } from "./parse.ts";
import { fileReader, type FileReader, type ReadOptions } from "./read.ts";

/**
 * Reads an OpenAPI document from a file or a URL, YAML or JSON, with all files to which it refers. References at places
 * where OpenAPI has no Reference Object, and those of path items, are replaced by what they name.
 * @throws DocumentError when a file cannot be read or parsed, or when a reference names nothing.
 * @example
 * const document = await loadDocument("openapi/openapi.yaml");
 */
export async function loadDocument(source: string, options: ReadOptions = {}): Promise<JsonObject> {
  return loadWith(source, fileReader(options));
}

/** Reads a document as `loadDocument` does, with another reader of files. */
export async function loadWith(address: string, reader: FileReader): Promise<JsonObject> {
  const document = parseDocument(await reader.read(address), address);
  return inlineReferences(await bundleDocument(document, address, reader));
}
