import { BodyReader } from "./body-reader.ts";
import { DownloadError } from "./download-error.ts";
import { isStrongEtag, type ResumeState } from "./resume-state.ts";
import { assertVideo } from "./video-check.ts";

/** The bytes of a video as a response delivers them, from a position on. */
export interface Content {
  /** Position of the first byte that `reader` delivers. */
  readonly start: number;
  /** Position after the last byte of this response; undefined when no length is announced. */
  readonly end: number | undefined;
  /** Length of the whole video in bytes; undefined when none is announced. */
  readonly total: number | undefined;
  /** Strong entity tag (RFC 9110, section 8.8.3) of the whole video, if the download can be resumed under it. */
  readonly etag: string | undefined;
  /** Whether a content coding hides the length, so that only the video itself shows whether it is complete. */
  readonly isEncoded: boolean;
  readonly reader: BodyReader;
}

const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+|\*)$/;

/**
 * Returns headers that request the whole video, or what is missing of it (RFC 9110, sections 13.1.5 and 14.2), never
 * compressed.
 */
export function requestHeaders(resume: ResumeState | undefined): Record<string, string> {
  const headers = { "accept-encoding": "identity" };
  return resume === undefined ? headers : { ...headers, range: `bytes=${resume.start}-`, "if-range": resume.etag };
}

/**
 * Validates a response. Returns undefined when it does not continue what is kept, so that the whole has to be
 * requested.
 *
 * @throws {DownloadError} with the reason `refused` for anything that is not the video.
 */
export async function validateResponse(
  response: Response,
  resume: ResumeState | undefined,
  signal: AbortSignal,
  onChunk: () => void,
): Promise<Content | undefined> {
  const { status, headers } = response;
  const isPart = resume !== undefined && (status === 206 || status === 416);
  if (status !== 200 && !isPart) throw unexpectedStatus(status, headers);
  const reader = new BodyReader(response, signal, onChunk);
  try {
    if (isPart) return await validatePart(response, resume, reader);
    await assertVideo(status, headers, reader);
    return wholeContent(headers, reader);
  } catch (error) {
    reader.cancel();
    throw error;
  }
}

function wholeContent(headers: Headers, reader: BodyReader): Content {
  const isEncoded = hasEncoding(headers);
  // The length of an encoded body counts other bytes than those of the video.
  const total = isEncoded ? undefined : parseContentLength(headers.get("content-length"));
  const etag = headers.get("etag");
  return { start: 0, end: total, total, etag: isStrongEtag(etag) && !isEncoded ? etag : undefined, isEncoded, reader };
}

/** Returns a length; undefined for anything but digits, once or repeated by a proxy (RFC 9110, section 8.6). */
function parseContentLength(header: string | null): number | undefined {
  const [length = "", ...others] = new Set(header?.split(",").map((part) => part.trim()));
  return /^\d+$/.test(length) && others.length === 0 ? Number(length) : undefined;
}

/**
 * A part has to begin where it should, belong to the same version, agree on the total and repeat the last bytes that
 * are kept.
 */
async function validatePart(
  { status, headers }: Response,
  resume: ResumeState,
  reader: BodyReader,
): Promise<Content | undefined> {
  const range = parseContentRange(headers.get("content-range"));
  const total = range?.total ?? resume.total;
  const continues =
    status === 206 &&
    range?.start === resume.start &&
    headers.get("etag") === resume.etag &&
    !hasEncoding(headers) &&
    total !== undefined &&
    (resume.total === undefined || total === resume.total) &&
    range.end <= total;
  if (!continues || !(await repeats(resume.tail, reader))) {
    reader.cancel();
    return undefined;
  }
  const start = resume.start + resume.tail.byteLength;
  return { start, end: range.end, total, etag: resume.etag, isEncoded: false, reader };
}

async function repeats(tail: Uint8Array, reader: BodyReader): Promise<boolean> {
  const start = await reader.peek(tail.byteLength);
  reader.skip(tail.byteLength);
  return Buffer.compare(start, tail) === 0;
}

interface ContentRange {
  readonly start: number;
  /** Position after the last byte. */
  readonly end: number;
  readonly total: number | undefined;
}

function parseContentRange(header: string | null): ContentRange | undefined {
  const [, first, last, length] = CONTENT_RANGE.exec(header ?? "") ?? [];
  const start = Number(first);
  const end = Number(last) + 1;
  const total = length === "*" ? undefined : Number(length);
  const isUsable = [start, end, total ?? 0].every((position) => Number.isSafeInteger(position));
  return isUsable ? { start, end, total } : undefined;
}

function hasEncoding(headers: Headers): boolean {
  const encoding = (headers.get("content-encoding") ?? "").trim().toLowerCase();
  return encoding !== "" && encoding !== "identity";
}

function unexpectedStatus(status: number, headers: Headers): DownloadError {
  return new DownloadError("refused", `The server responded ${status} instead of the video.`, { status, headers });
}
