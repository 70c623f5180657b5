import { EvoLinkError, type EvoLinkErrorDetails } from "../errors.ts";

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
  | "aborted"
  | "exists"
  | "expired"
  | "file"
  | "incomplete"
  | "network"
  | "no_result"
  | "refused"
  | "superseded"
  | "too_large"
  | "unsafe_link";

/** A result was not saved: there is no file at the path that was not there before. Links are shown without their query. */
export class DownloadError extends EvoLinkError {
  override readonly name = "DownloadError";
  readonly reason: DownloadReason;

  constructor(reason: DownloadReason, message: string, details: EvoLinkErrorDetails = {}) {
    super(message, details);
    this.reason = reason;
  }
}
