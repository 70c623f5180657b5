/**
 * Why a download failed.
 *
 * - `aborted`: the signal was; `cause` is its reason. What came is kept for the next call.
 * - `exists`: something is at the path, and `overwrite` is not set.
 * - `expired`: the link answered 403, 404 or 410, and no newer one could be had.
 * - `file`: the file system failed; `cause` says how.
 * - `incomplete`: fewer bytes came than were announced. What came is kept.
 * - `network`: no answer, or none within `timeout`. What came is kept.
 * - `no_result`: the task has no result of this index.
 * - `refused`: the server answered something else than the file.
 * - `superseded`: another download to the same path began meanwhile.
 * - `too_large`: more bytes than `maxBytes`, or than were announced.
 * - `unsafe_link`: the link or a redirect leads to something else than https, or through more than 5 redirects.
 */
export type DownloadReason =
  | "aborted" | "exists" | "expired" | "file" | "incomplete" | "network" | "no_result" | "refused" | "superseded" | "too_large" | "unsafe_link";

/** What is known of a failed download besides its reason. */
export interface DownloadDetails {
  readonly cause?: unknown;
  readonly status?: number | undefined;
}

/** A result was not saved: there is no file at the path that was not there before. Links are shown without their query. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  readonly reason: DownloadReason;
  /** The HTTP status of the answer that was to blame. */
  readonly status: number | undefined;
  /** Id of the task, which can be read again with `tasks.get`. */
  taskId?: string;

  constructor(reason: DownloadReason, message: string, { status, ...rest }: DownloadDetails = {}) {
    super(message, rest);
    this.reason = reason;
    this.status = status;
  }
}
