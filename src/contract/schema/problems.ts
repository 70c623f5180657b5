import { EvoLinkError } from "../../sdk/index.ts";

/**
 * Thrown when a document, or the part of it at `pointer`, cannot be read.
 *
 * @example
 * if (error instanceof DocumentError) console.error(error.pointer, error.reason);
 */
export class DocumentError extends EvoLinkError {
  override readonly name = "DocumentError";
  declare readonly status: undefined;
  /** JSON pointer of the part; undefined when the whole document cannot be read. */
  readonly pointer: string | undefined;
  /** What is wrong, without the pointer. */
  readonly reason: string;

  constructor(reason: string, pointer?: string) {
    super(pointer === undefined ? reason : `#${pointer}: ${reason}`);
    this.reason = reason;
    this.pointer = pointer;
  }
}
