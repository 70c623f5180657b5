import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import contract from "../../generated/openapi.json" with { type: "json" };
import type { Task } from "../../generated/types.ts";

/** One response of a server under test. */
export type Respond = (req: IncomingMessage, res: ServerResponse) => void;

/** A server on loopback and the requests that it got. */
export interface Site {
  readonly url: string;
  readonly requests: IncomingMessage[];
}

/** Responds to each request with the next response, and with the last for ever. Ends with the test. */
export async function site(...responses: [Respond, ...Respond[]]): Promise<Site> {
  const requests: IncomingMessage[] = [];
  const server: Server = createServer((req, res) => {
    requests.push(req);
    (responses[requests.length - 1] ?? responses.at(-1))?.(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/video.mp4?signature=canary`, requests };
}

/** The bytes of a video: no two places alike, so that a piece at the wrong place shows. */
export function bytes(length: number, seed = 1): Buffer<ArrayBuffer> {
  const content = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) content.writeUInt32LE(Math.imul(at + seed, 2654435761) >>> 0, at);
  return content;
}

/** How a file is served. */
export interface Serving {
  readonly etag?: string | undefined;
  readonly cut?: number;
  readonly hasArrived?: () => boolean;
}

/**
 * Serves a file with ETag, `Range` and `If-Range`; after `cut` bytes the connection breaks, as soon as they have
 * arrived.
 */
export function file(
  content: Buffer,
  { etag = '"v1"', cut = Infinity, hasArrived = () => true }: Serving = {},
): Respond {
  return (req, res) => {
    const wanted = /^bytes=(\d+)-$/.exec(req.headers.range ?? "");
    const from = wanted && req.headers["if-range"] === etag ? Number(wanted[1]) : 0;
    const rest = content.subarray(from);
    const range = from > 0 ? { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` } : {};
    res.writeHead(from > 0 ? 206 : 200, { "content-type": "video/mp4", etag, "content-length": rest.length, ...range });
    if (cut >= rest.length) return void res.end(rest);
    const breakOff = (): unknown => (hasArrived() || res.destroyed ? res.destroy() : setTimeout(breakOff, 10));
    res.write(rest.subarray(0, cut), () => setTimeout(breakOff, 10));
  };
}

/** Sends the first bytes and then nothing more. */
export function stall(content: Buffer, after: number, headers: Record<string, string> = {}): Respond {
  return (_req, res) => {
    res.writeHead(200, { "content-length": content.length, etag: '"v1"', ...headers });
    res.write(content.subarray(0, after));
  };
}

/** Answers a status, with a `Location` or other headers. */
export function status(code: number, headers: Record<string, string> = {}, body: string | Buffer = ""): Respond {
  return (_req, res) => void res.writeHead(code, headers).end(body);
}

/** A completed task with these results. */
export function taskWith(...results: string[]): Task {
  return { ...(contract.components.examples.TaskCompleted.value as Task), results };
}

/** An empty folder that goes when the test ends, and a path in it. */
export async function folder(): Promise<{
  readonly path: string;
  readonly names: () => Promise<string[]>;
  readonly dir: string;
}> {
  const dir = await mkdtemp(join(tmpdir(), "download-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return { dir, path: join(dir, "video.mp4"), names: async () => (await readdir(dir)).sort() };
}

/** A note of `keepPart`, apart from size and digest. */
export interface NoteFields {
  readonly task?: string;
  readonly index?: number;
  readonly etag?: string;
  readonly total?: number;
}

/** Writes the note that a failed download leaves beside these bytes. */
export async function writeNote(path: string, content: Buffer, fields: NoteFields = {}): Promise<void> {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const note = { task: taskWith().id, index: 0, etag: '"v1"', size: content.length, sha256, ...fields };
  await writeFile(`${path}.part.json`, JSON.stringify(note));
}

/** Writes what a failed download keeps for the next one: the first bytes and a note. */
export async function keepPart(path: string, content: Buffer, fields: NoteFields = {}): Promise<void> {
  await writeFile(`${path}.part`, content);
  await writeNote(path, content, fields);
}
