import { EvoLinkError } from "../errors/errors.ts";

/**
 * Why a download failed.
 *
 * - `aborted`: the signal aborted, or `onProgress` failed; `cause` is the reason. The bytes received so far are kept
 *   for the next call.
 * - `exists`: a file or folder exists at the path, and `overwrite` is not set.
 * - `expired`: the server no longer serves the link, and no newer one could be read.
 * - `file`: the file system failed, or cannot hold a file of this name; `cause` says how.
 * - `incomplete`: fewer bytes arrived than were announced. They are kept.
 * - `invalid_argument`: the task, the path or an option cannot be used. Nothing was sent.
 * - `network`: no response, or no byte within `timeout`. The bytes received so far are kept.
 * - `no_result`: the task has no result with this index.
 * - `refused`: the server sent something else than the video.
 * - `superseded`: the file that `overwrite` was to replace was replaced by another download meanwhile.
 * - `too_large`: more bytes than `maxBytes`, or than were announced.
 * - `unsafe_link`: the link or a redirect leads to something else than https, or through more than 5 redirects.
 */
export type DownloadReason =
  | "aborted"
  | "exists"
  | "expired"
  | "file"
  | "incomplete"
  | "invalid_argument"
  | "network"
  | "no_result"
  | "refused"
  | "superseded"
  | "too_large"
  | "unsafe_link";

/** Details of a failed download besides its reason. */
export interface DownloadErrorDetails {
  /** Why it failed, if something else was thrown. */
  readonly cause?: unknown;
  /** HTTP status of the response, if one came. */
  readonly status?: number | undefined;
  /** Headers of the response. */
  readonly headers?: Headers | undefined;
  /** Id of the task, if the one given has one. */
  readonly taskId?: string | undefined;
}

/**
 * Thrown when a result was not saved; the path is unchanged. Messages show links without their query.
 *
 * @example
 * ```ts
 * if (error instanceof DownloadError && error.reason === "expired") console.error(error.message, error.taskId);
 * ```
 */
export class DownloadError extends EvoLinkError {
  override readonly name = "DownloadError";
  /** Why the download failed. */
  readonly reason: DownloadReason;

  constructor(reason: DownloadReason, message: string, details: DownloadErrorDetails = {}) {
    super(message, details);
    this.reason = reason;
  }
}
