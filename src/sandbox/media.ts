import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { header, Refusal, type Answer, type Incoming } from "./answer.ts";
import { aspectRatios } from "./contract.ts";
import { resultsLive } from "./lifecycle.ts";
import type { TaskRecord } from "./tasks.ts";

interface Video {
  readonly bytes: Uint8Array;
  /** Strong entity tag (RFC 9110, section 8.8.3). */
  readonly tag: string;
}

const videos = new Map<string, Video>();

/** The video of an aspect ratio: two seconds of H.264, read from the disk once. */
function videoOf(ratio: string): Video {
  const known = videos.get(ratio);
  if (known !== undefined) return known;
  const bytes = readFileSync(new URL(`./media/${ratio.replace(":", "x")}.mp4`, import.meta.url));
  const video = { bytes, tag: `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"` };
  videos.set(ratio, video);
  return video;
}

/** Path under which the sandbox serves the video of a task. */
export function resultPath(id: string): string {
  return `/results/${encodeURIComponent(id)}/video.mp4`;
}

/**
 * The video of a task, whole or in part (`Range`, RFC 9110, section 14). Throws a `Refusal`: 404 when there is none, 410
 * when its time is over, 416 when the part lies outside. Without an aspect ratio the first of the contract is served.
 */
export function serveResult(record: TaskRecord | undefined, incoming: Incoming, now: number): Answer {
  if (record?.status !== "completed") throw new Refusal(404, "There is no such video");
  if (!resultsLive(record, now)) throw new Refusal(410, "The link to this video has expired");
  const { bytes, tag } = videoOf(record.request.aspect_ratio ?? aspectRatios[0] ?? "");
  const headers = { "Content-Type": "video/mp4", "Accept-Ranges": "bytes", ETag: tag };
  const unchanged = (header(incoming, "if-range") ?? tag) === tag;
  const range = unchanged ? rangeOf(header(incoming, "range"), bytes.length) : undefined;
  if (range === undefined) return { status: 200, headers, body: bytes };
  const [from, to] = range;
  return {
    status: 206,
    headers: { ...headers, "Content-Range": `bytes ${from}-${to}/${bytes.length}` },
    body: bytes.subarray(from, to + 1),
  };
}

/** First and last byte of a single range; undefined when the header is to be ignored. */
function rangeOf(text: string | undefined, length: number): [number, number] | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  const from = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === "" || last === "" ? length - 1 : Math.min(Number(last), length - 1);
  if (from >= length)
    throw new Refusal(416, `Range: the video has ${length} bytes`, {
      param: "Range",
      headers: { "Content-Range": `bytes */${length}` },
    });
  return [from, to];
}
