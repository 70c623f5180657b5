import { videos } from "./assets.ts";
import { aspectRatios } from "./contract.ts";
import { HttpError } from "./http-error.ts";
import { resultsLive } from "./lifecycle.ts";
import type { RequestContext } from "./request.ts";
import type { TaskRecord } from "./task-record.ts";

const decoded = new Map<string, Uint8Array<ArrayBuffer>>();

/** Returns the video of an aspect ratio, decoded once: two seconds of H.264. */
function bytesOf(ratio: string, base64: string): Uint8Array<ArrayBuffer> {
  const known = decoded.get(ratio);
  if (known !== undefined) return known;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  decoded.set(ratio, bytes);
  return bytes;
}

/**
 * Responds with the video of a task or a range of it (`Range`, RFC 9110, section 14). Throws an `HttpError`: 404 when
 * there is none, 410 when the link has expired, 416 for a range outside of the video. The default aspect ratio is the
 * first of the contract.
 */
export function serveResult(record: TaskRecord | undefined, c: RequestContext, now: number): Response {
  if (record?.status !== "completed") throw new HttpError(404, "There is no such video");
  if (!resultsLive(record, now)) throw new HttpError(410, "The link to this video has expired");
  const ratio = record.request.aspect_ratio ?? aspectRatios[0] ?? "";
  const video = videos[ratio];
  if (video === undefined) throw new HttpError(404, `The sandbox has no video of the aspect ratio ${ratio}`);
  const bytes = bytesOf(ratio, video.base64);
  const headers = { "Content-Type": "video/mp4", "Accept-Ranges": "bytes", ETag: video.tag };
  const isUnchanged = (c.req.header("if-range") ?? video.tag) === video.tag;
  const range = isUnchanged ? rangeOf(c.req.header("range"), bytes.length) : undefined;
  if (range === undefined) return c.body(bytes, 200, { ...headers, "Content-Length": String(bytes.length) });
  const part = bytes.slice(range.first, range.last + 1);
  return c.body(part, 206, {
    ...headers,
    "Content-Length": String(part.length),
    "Content-Range": `bytes ${range.first}-${range.last}/${bytes.length}`,
  });
}

/** Positions of the first and the last byte. */
interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Returns the bytes of a single range; undefined when the header has to be ignored. */
function rangeOf(text: string | undefined, length: number): ByteRange | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  const from = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === "" || last === "" ? length - 1 : Math.min(Number(last), length - 1);
  if (from >= length)
    throw new HttpError(416, `Range: the video has ${length} bytes`, {
      param: "Range",
      headers: { "Content-Range": `bytes */${length}` },
    });
  return { first: from, last: to };
}
