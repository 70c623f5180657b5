/**
 * Thrown when a document cannot be read. The message names the document, the place if known, and what to do.
 */
export class DocumentError extends Error {
  override readonly name: string = "DocumentError";
}
