import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { text } from "node:stream/consumers";
import type { Steps } from "./smoke.ts";

const ID = "task-unified-1757169743-7cvnl5zw";

/** What the smoke talks to: the API as far as the smoke needs it, and files for a browser. */
export interface SmokeServer {
  readonly url: string;
  /** How many requests came whose answer was lost. Each would have been paid. */
  readonly lost: () => number;
  /** What a page reported. */
  readonly reported: Promise<Steps>;
  readonly close: () => Promise<void>;
}

/** Serves on loopback; `files` is the folder that a browser loads its modules from. */
export async function startServer(files: string): Promise<SmokeServer> {
  let lost = 0;
  let looks = 0;
  let report: (steps: Steps) => void = () => undefined;
  const reported = new Promise<Steps>((resolve) => {
    report = resolve;
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? "", "http://loopback").pathname;
    const body = await text(request);
    const json = (status: number, value: unknown): unknown =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (path === "/report") {
      report(JSON.parse(body) as Steps);
      response.end();
    } else if (!path.startsWith("/v1/")) await sendFile(response, join(files, normalize(path)));
    else if (request.headers.authorization !== "Bearer test-key")
      json(401, envelope("unauthorized", "authentication_error"));
    else if (request.method === "GET")
      json(
        200,
        looks++ === 0 ? task("processing") : { ...task("completed"), results: ["https://media.example.com/a.mp4"] },
      );
    else if (body.includes("no credits")) json(402, envelope("insufficient_quota", "insufficient_quota"));
    else if (body.includes("lost answer")) {
      lost += 1;
      request.socket.destroy();
    } else json(200, task("pending"));
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    lost: () => lost,
    reported,
    close,
  };
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

const envelope = (code: string, type: string) => ({ error: { code, message: "refused", type } });

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const content = await readFile(path).catch(() => undefined);
  const type = /\.m?js$/.test(path) ? "text/javascript" : "text/html";
  response.writeHead(content === undefined ? 404 : 200, { "content-type": type }).end(content);
}
