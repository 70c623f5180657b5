import { EvoLinkError } from "../sdk/index.ts";

/**
 * Why a batch cannot continue.
 *
 * - `input`: the file of items is not what it should be.
 * - `changed`: an item that was sent is gone from the file, or is another one there.
 * - `damaged`: the journal is not one, or holds what cannot follow from what stands before it.
 * - `locked`: another process works with the journal.
 * - `library`: a package that the journal needs is not installed.
 * - `journal`: the journal could not be written or read; `cause` says how.
 */
export type BatchReason = "input" | "changed" | "damaged" | "locked" | "library" | "journal";

/**
 * A batch cannot begin or continue. What was journalled until then is kept, and the next run resumes from it.
 *
 * @example
 * if (error instanceof BatchError && error.reason === "locked") console.error("Another process works with the journal.");
 */
export class BatchError extends EvoLinkError {
  override readonly name = "BatchError";
  declare readonly status: undefined;

  constructor(
    readonly reason: BatchReason,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? {} : { cause });
  }
}
