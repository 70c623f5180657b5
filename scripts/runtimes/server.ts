import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { text } from "node:stream/consumers";
import type { Steps } from "./smoke.ts";

const ID = "task-unified-1757169743-7cvnl5zw";

/** The server of the smoke test: a minimal API, and files for a browser. */
export interface SmokeServer {
  readonly url: string;
  /** Number of create requests whose response was lost. Each would have been charged. */
  readonly lost: () => number;
  /** What a page reported. */
  readonly reported: Promise<Steps>;
  readonly close: () => Promise<void>;
}

/** Starts the server on loopback; `files` is the folder of the browser's modules. */
export async function startServer(files: string): Promise<SmokeServer> {
  let report: (steps: Steps) => void = () => undefined;
  const reported = new Promise<Steps>((resolve) => (report = resolve));
  const counts: Counts = { lost: 0, polls: 0 };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? "", "http://loopback").pathname;
    const body = await text(request);
    if (path.startsWith("/v1/")) {
      respondAsApi(request, response, body, counts);
    } else if (path === "/report") {
      report(JSON.parse(body) as Steps);
      response.end();
    } else {
      await sendFile(response, join(files, normalize(path)));
    }
  };
  const server = createServer((request, response) => void respond(request, response).catch(() => response.destroy()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { url, lost: () => counts.lost, reported, close };
}

/** Counters of the server. */
interface Counts {
  lost: number;
  polls: number;
}

function respondAsApi(request: IncomingMessage, response: ServerResponse, body: string, counts: Counts): void {
  const json = (status: number, value: unknown): unknown =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (request.headers.authorization !== "Bearer test-key") {
    json(401, envelope("unauthorized", "authentication_error"));
  } else if (request.method === "GET") {
    const isFirst = counts.polls === 0;
    counts.polls += 1;
    json(200, isFirst ? task("processing") : { ...task("completed"), results: ["https://media.example.com/a.mp4"] });
  } else if (body.includes("no credits")) {
    json(402, envelope("insufficient_quota", "insufficient_quota"));
  } else if (body.includes("lost response")) {
    counts.lost += 1;
    request.socket.destroy();
  } else {
    json(200, task("pending"));
  }
}

const task = (status: string) => ({
  id: ID,
  created: 1757169743,
  model: "kling-o3-reference-to-video",
  object: "video.generation.task",
  status,
  progress: 0,
  type: "video",
});

const envelope = (code: string, type: string) => ({ error: { code, message: "rejected", type } });

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const content = await readFile(path).catch(() => undefined);
  const type = /\.m?js$/.test(path) ? "text/javascript" : "text/html";
  response.writeHead(content === undefined ? 404 : 200, { "content-type": type }).end(content);
}
