import type { BaseResolver, Document, Source } from "@redocly/openapi-core";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";
import { DocumentError } from "./document-error.ts";
import { parseText } from "./parse.ts";
import type { FileReader } from "./read.ts";
import { referencesIn } from "./references.ts";

/** Maximum number of files of a document. */
const MAX_FILES = 1000;

/** Options of bundling. */
export interface BundleOptions {
  /** Keeps a reference that cannot be resolved, instead of throwing. @default false */
  readonly keepUnresolved?: boolean;
}

/**
 * Bundles a document and the files that it refers to into one document, with `@redocly/openapi-core`. A document
 * without external references is returned unchanged.
 * @param address Address of the document, the base of relative references.
 * @throws DocumentError with the place of a reference that cannot be resolved, unless `keepUnresolved` is set.
 */
export async function bundleDocument(
  document: JsonObject,
  address: string,
  reader: FileReader,
  { keepUnresolved = false }: BundleOptions = {},
): Promise<JsonObject> {
  if (!refersElsewhere(document)) return document;
  // Few documents have several files, and the library loads slowly.
  const redocly = await import("@redocly/openapi-core");
  const root = { source: new redocly.Source(reader.locate(address), ""), parsed: structuredClone(document) };
  const { bundle, problems } = await redocly.bundle({
    doc: root,
    externalRefResolver: resolverOf(redocly, root, reader),
    config: await redocly.createConfig({}),
  });
  const [problem] = problems.filter(({ severity }) => severity === "error");
  if (problem && !keepUnresolved)
    throw new DocumentError(`${address}, ${problem.location[0]?.pointer ?? "#"}: ${problem.message}`);
  const parsed = bundle.parsed as Json; // The result contains only parsed JSON.
  return isJsonObject(parsed) ? parsed : document;
}

type Redocly = typeof import("@redocly/openapi-core");

function resolverOf({ BaseResolver, Source }: Redocly, root: Document, reader: FileReader): BaseResolver {
  const rootAddress = root.source.absoluteRef;
  class Resolver extends BaseResolver {
    override resolveExternalRef(base: string | null, reference: string): string {
      return reader.resolve(base ?? rootAddress, reference);
    }

    override async loadExternalRef(address: string): Promise<Source> {
      if (this.cache.size > MAX_FILES)
        throw new DocumentError(`${rootAddress} consists of more than ${MAX_FILES} files.`);
      return new Source(address, await reader.read(address));
    }

    override parseDocument(source: Source): Document {
      return { source, parsed: parseText(source.body, source.absoluteRef) };
    }
  }
  const resolver = new Resolver();
  resolver.cache.set(rootAddress, Promise.resolve(root));
  return resolver;
}

/** Returns whether a document has a reference to another file. */
function refersElsewhere(document: JsonObject): boolean {
  for (const { reference } of referencesIn(document)) if (!reference.startsWith("#")) return true;
  return false;
}
