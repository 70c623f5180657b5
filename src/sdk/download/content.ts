import { DownloadError } from "./error.ts";
import type { Kept } from "./part.ts";

/** A file's bytes as a server sends them: from a position on. */
export interface Content {
  readonly from: number;
  readonly total: number | undefined;
  readonly etag: string | undefined;
  /** Held from the beginning: undici ends a body that nobody reads yet as soon as its `Response` is collected as garbage. */
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
}

/** Headers that ask for the whole file, or for what is missing of it (RFC 9110, sections 13.1.5 and 14.2), never compressed. */
export function requestHeaders(kept: Kept | undefined): Record<string, string> {
  const whole = { "accept-encoding": "identity" };
  return kept === undefined ? whole : { ...whole, range: `bytes=${kept.size}-`, "if-range": kept.etag };
}

/**
 * Reads an answer. Undefined: the part that was asked for does not fit what is kept, so the whole has to be asked for.
 * Throws a `DownloadError` (`refused`) for anything that is not the file.
 */
export function contentOf(response: Response, kept: Kept | undefined): Content | undefined {
  const { status, headers } = response;
  const etag = headers.get("etag") ?? undefined;
  const body = (): ReadableStreamDefaultReader<Uint8Array> => (response.body ?? new Blob().stream()).getReader();
  const partial = kept !== undefined && (status === 206 || status === 416);
  if (status !== 200 && !partial) throw refused(`${status}`, status);
  if (/^text\/html\b/i.test(headers.get("content-type") ?? "")) throw refused("an HTML page", status);
  if (!partial) return { from: 0, total: announced(headers), etag: strong(etag), reader: body() };
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
  if (status === 416 || Number(start) !== kept.size || (etag ?? kept.etag) !== kept.etag) return undefined;
  return { from: kept.size, total: total === "*" ? undefined : Number(total), etag: kept.etag, reader: body() };
}

/** A length that counts compressed bytes says nothing of the file. */
function announced(headers: Headers): number | undefined {
  const length = headers.get("content-length");
  return length === null || (headers.get("content-encoding") ?? "identity") !== "identity" ? undefined : Number(length);
}

/** A weak tag does not promise the same bytes, so it cannot guard a resumption. */
function strong(etag: string | undefined): string | undefined {
  return etag?.startsWith('"') ? etag : undefined;
}

function refused(answer: string, status: number): DownloadError {
  return new DownloadError("refused", `The server answered ${answer} instead of the file.`, { status });
}
