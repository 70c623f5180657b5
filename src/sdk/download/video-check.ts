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

/** Beginnings of HTML, XML and JSON. */
const DOCUMENT_STARTS: ReadonlySet<string> = new Set(["<", "{", "["]);

/**
 * Throws a `DownloadError` (`refused`) when a response with a success status holds no video: an empty body, the page,
 * JSON or XML document of a login, a proxy or a storage service, or any text that is not declared as a video.
 */
export async function assertVideo(status: number, headers: Headers, reader: BodyReader): Promise<void> {
  const [type = ""] = (headers.get("content-type") ?? "").split(";").map((part) => part.trim().toLowerCase());
  if (isDocumentType(type)) throw notVideo(`a document (${type})`, status, headers);
  const [first] = await reader.peek(1);
  if (first === undefined) throw notVideo("an empty body", status, headers);
  // A video that shows with its first byte that it is no text need not wait for more bytes.
  const text = mayBeginText(first) ? decode(await reader.peek(CHECKED_BYTES)).trim() : undefined;
  if (text === undefined || BINARY.test(text)) return;
  if (isDocument(text)) throw notVideo("an HTML, XML or JSON document", status, headers);
  if (!type.startsWith("video/")) throw notVideo("a text", status, headers);
}

function isDocumentType(type: string): boolean {
  return type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml") || DOCUMENT_TYPES.has(type);
}

/** Returns whether a text can begin with a byte: with white space, a visible character, or a byte order mark. */
function mayBeginText(byte: number): boolean {
  return byte >= 0x20 || WHITE_SPACE.has(byte);
}

function isDocument(text: string): boolean {
  return DOCUMENT_STARTS.has(text.charAt(0)) || isJson(text);
}

/** Returns whether a text is JSON as a whole: `null` and `"expired"` are as well. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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
