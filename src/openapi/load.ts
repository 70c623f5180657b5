import type { JsonObject } from "./json.ts";
import { bundleDocument } from "./bundle.ts";
import { inlineReferences } from "./inline.ts";
import { parseDocument } from "./parse.ts";
import { fileReader, type FileReader, type ReadOptions } from "./read.ts";

/**
 * Reads an OpenAPI document from a file or a URL, YAML or JSON, with all files that it refers to. References of path
 * items, and those in places where OpenAPI has no Reference Object, are replaced by their targets.
 * @throws DocumentError when a file cannot be read or parsed, or when a reference is broken.
 * @example
 * const document = await loadDocument("openapi/openapi.yaml");
 */
export async function loadDocument(source: string, options: ReadOptions = {}): Promise<JsonObject> {
  return loadWith(source, fileReader(options));
}

/** Reads a document like `loadDocument`, with a custom reader of files. */
export async function loadWith(address: string, reader: FileReader): Promise<JsonObject> {
  const document = parseDocument(await reader.read(address), address);
  return inlineReferences(await bundleDocument(document, address, reader));
}
