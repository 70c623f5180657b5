import type { BodyReader } from "./body-reader.ts";
import { DownloadError } from "./download-error.ts";

/** Bytes to check: enough to distinguish a document from a video. */
const CHECKED_BYTES = 512;

const DOCUMENT_TYPES = new Set([
  "application/json",
  "application/xml",
  "application/javascript",
  "multipart/byteranges",
]);

const WHITE_SPACE: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d]);

/** Characters that are in no text: a video has them in its first bytes. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/;

/**
 * Throws a `DownloadError` (`refused`) when a response with a success status holds no video: an empty body, or the
 * page, JSON or XML document of a login, a proxy or a storage service. Every video has bytes that are no text.
 */
export async function assertVideo(status: number, headers: Headers, reader: BodyReader): Promise<void> {
  const [mediaType = ""] = (headers.get("content-type") ?? "").split(";");
  if (isDocumentType(mediaType.trim().toLowerCase()))
    throw notVideo(`a document (${mediaType.trim()})`, status, headers);
  const [first] = await reader.peek(1);
  if (first === undefined) throw notVideo("an empty body", status, headers);
  // A video that shows with its first byte that it is no text need not wait for more bytes.
  if (mayBeginText(first) && isText(await reader.peek(CHECKED_BYTES)))
    throw notVideo("a text, such as HTML, XML or JSON,", status, headers);
}

function isDocumentType(type: string): boolean {
  return type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml") || DOCUMENT_TYPES.has(type);
}

/** Whether a text can begin with a byte: with white space, a visible character, or a byte order mark. */
function mayBeginText(byte: number): boolean {
  return byte >= 0x20 || WHITE_SPACE.has(byte);
}

function isText(start: Uint8Array): boolean {
  return !BINARY.test(decode(start));
}

/** Decodes without a byte order mark. The end of the bytes may cut a character, which is no error. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding = encodingOf(first, second);
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

function encodingOf(first: number | undefined, second: number | undefined): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return "utf-8";
}

function notVideo(what: string, status: number, headers: Headers): DownloadError {
  return new DownloadError("refused", `The server sent ${what} instead of the video.`, { status, headers });
}
