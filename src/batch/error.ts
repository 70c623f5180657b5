import { EvoLinkError } from "../sdk/index.ts";

/**
 * Why a batch cannot continue.
 *
 * - `input`: the file of items is invalid.
 * - `changed`: a sent item is missing from the file or has changed in it.
 * - `damaged`: the file is no journal, or has an event that is not allowed after the previous ones.
 * - `locked`: another process uses the journal.
 * - `library`: a package that the journal needs is not installed.
 * - `journal`: the journal could not be written or read; `cause` is the error.
 */
export type BatchReason = "input" | "changed" | "damaged" | "locked" | "library" | "journal";

/**
 * Thrown when a batch cannot start or continue. The journal is kept, and the next run resumes from it.
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
