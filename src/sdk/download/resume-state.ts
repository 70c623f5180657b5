/** The video that a partial file belongs to. */
export interface VideoIdentity {
  readonly task: string;
  readonly index: number;
  /** The strong entity tag of the whole; without one a download cannot be resumed. */
  readonly etag: string | undefined;
  /** Length of the whole in bytes, as announced. */
  readonly total: number | undefined;
}

/** What a request needs to continue a download. */
export interface ResumeState {
  readonly etag: string;
  readonly total: number | undefined;
  /** Position to request from: before the end of what is kept, so that the response repeats the tail. */
  readonly start: number;
  /** The last bytes that are kept. */
  readonly tail: Uint8Array;
}

/**
 * RFC 9110, section 8.8.3, without the prefix of weak tags: these do not promise the same bytes, so they cannot guard a
 * resumption.
 */
const STRONG_ETAG = /^"[\x21\x23-\x7e\x80-\xff]*"$/;

/** Returns whether a value is an entity tag that can guard a resumption. */
export function isStrongEtag(etag: unknown): etag is string {
  return typeof etag === "string" && STRONG_ETAG.test(etag);
}
