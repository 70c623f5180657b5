import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import contract from "../../../generated/openapi.json" with { type: "json" };
import type { Task } from "../../../generated/types.ts";

/** One response of a server under test. */
export type Respond = (req: IncomingMessage, res: ServerResponse) => void;

/** A server on loopback and the requests that it received. */
export interface Site {
  readonly url: string;
  readonly requests: IncomingMessage[];
}

/** Starts a server that sends one response per request, the last one repeatedly. It closes when the test ends. */
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

/** Creates the bytes of a video: every four bytes differ, so that bytes in the wrong place are noticed. */
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
 * Serves a file with ETag, `Range` and `If-Range`. With `cut`, closes the connection after that many bytes, once
 * `hasArrived` returns true.
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

/** Sends the first `after` bytes and then nothing more. */
export function stall(content: Buffer, after: number, headers: Record<string, string> = {}): Respond {
  return (_req, res) => {
    res.writeHead(200, { "content-length": content.length, etag: '"v1"', ...headers });
    res.write(content.subarray(0, after));
  };
}

/** Responds with a status, with headers such as `Location` and a body. */
export function status(code: number, headers: Record<string, string> = {}, body: string | Buffer = ""): Respond {
  return (_req, res) => void res.writeHead(code, headers).end(body);
}

/** Returns a completed task with these results. */
export function taskWith(...results: string[]): Task {
  return { ...(contract.components.examples.TaskCompleted.value as Task), results };
}

/** Creates an empty folder, which is deleted when the test ends, and a path in it. */
export async function folder(): Promise<{
  readonly path: string;
  readonly names: () => Promise<string[]>;
  readonly dir: string;
}> {
  const dir = await mkdtemp(join(tmpdir(), "download-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return { dir, path: join(dir, "video.mp4"), names: async () => (await readdir(dir)).sort() };
}

/** Fields of the resume state that `keepPart` writes, apart from size and digest. */
export interface NoteFields {
  readonly task?: string;
  readonly index?: number;
  readonly etag?: string;
  readonly total?: number;
}

/** Writes the resume state that a failed download leaves beside these bytes. */
export async function writeNote(path: string, content: Buffer, fields: NoteFields = {}): Promise<void> {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const note = { task: taskWith().id, index: 0, etag: '"v1"', size: content.length, sha256, ...fields };
  await writeFile(`${path}.part.json`, JSON.stringify(note));
}

/** Writes what a failed download keeps for the next one: a partial file and its resume state. */
export async function keepPart(path: string, content: Buffer, fields: NoteFields = {}): Promise<void> {
  await writeFile(`${path}.part`, content);
  await writeNote(path, content, fields);
}
