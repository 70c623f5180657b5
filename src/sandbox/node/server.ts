import { getRequestListener, RequestError, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { App } from "../app.ts";
import { ConnectionReset, errorEnvelope, HttpError } from "../http-error.ts";

/** How long `close` waits for running responses, in real milliseconds. */
const CLOSING_MS = 2_000;

/** A sandbox behind a socket. */
export interface Listening {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /** Takes no more requests, lets running responses finish, then closes every connection. */
  close(): Promise<void>;
}

/** Serves an app over HTTP/1.1. Rejects with the system's error when the port is taken or the host is not this machine's. */
export async function listen(app: App, host: string, port: number): Promise<Listening> {
  const running = new Map<ServerResponse, IncomingMessage>();
  // Node's own response to a request without Host has no body; the app's responses have.
  const server = createServer({
    requireHostHeader: false,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
  });
  // HTTP/2 is not served.
  const respond = getRequestListener((request, env) => serve(app, request, env as HttpBindings), {
    hostname: "localhost",
    // Replacing the global Request and Response would change them for the whole process that started the sandbox.
    overrideGlobalObjects: false,
    errorHandler: (error) => refusalOf(app, error),
  });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    running.set(response, request);
    response.on("close", () => running.delete(response)).on("error", () => undefined);
    void respond(request, response);
  };
  server.on("request", answer).on("checkExpectation", answer);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => void refuseBytes(app, error, socket));
  server.on("connect", (_request, socket: Duplex) => {
    socket.on("error", () => undefined);
    void onTheWire(app, 405, "CONNECT is not possible here").then((text) => socket.end(text));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return { url: urlOf(server, host), close: () => shut(server, running) };
}

async function serve(app: App, request: Request, { incoming, outgoing }: HttpBindings): Promise<Response> {
  try {
    if (hasDotSegment(incoming.url ?? "")) throw new RequestError("the path has dot segments");
    return await app.fetch(request, { readBody: (limit: number) => read(incoming, limit) });
  } catch (error) {
    if (!(error instanceof ConnectionReset)) throw error;
    incoming.socket.resetAndDestroy();
    outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
}

/** Whether a path has segments that URL parsers resolve: what was asked is not what would be served. */
function hasDotSegment(target: string): boolean {
  const [path = ""] = target.split(/[?#]/, 1);
  return path.split("/").some((segment) => [".", ".."].includes(segment.replaceAll(/%2e/gi, ".")));
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/** A request that has not come whole is not waited for: nothing was promised to it. */
async function shut(server: Server, running: ReadonlyMap<ServerResponse, IncomingMessage>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const whole = [...running].filter(([, request]) => request.complete);
  const finished = whole.map(([response]) => new Promise((resolve) => response.once("close", resolve)));
  let limit: NodeJS.Timeout | undefined;
  await Promise.race([Promise.all(finished), new Promise((resolve) => (limit = setTimeout(resolve, CLOSING_MS)))]);
  clearTimeout(limit);
  server.closeAllConnections();
  await closed;
}

/** Reads a body as it comes. Rejects when the request ends before its body does. */
async function read(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  return await new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

/** The response to what is HTTP but no request: a broken target or Host. */
function refusalOf(app: App, error: unknown): Promise<Response> {
  const message = error instanceof Error ? error.message : String(error);
  return refusal(app, 400, `The request cannot be read: ${message}`);
}

/** The contract's error envelope with the headers of every response, for a request that the app does not see. */
async function refusal(app: App, status: number, message: string): Promise<Response> {
  const { headers } = await app.request("/v1");
  headers.set("Content-Type", "application/json");
  return new Response(JSON.stringify(errorEnvelope(new HttpError(status, message))), { status, headers });
}

/** Responds to what is no HTTP, too long or too slow. */
async function refuseBytes(app: App, error: NodeJS.ErrnoException, socket: Duplex): Promise<void> {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(await onTheWire(app, statusOf(error), `The request cannot be read: ${error.message}`));
}

function statusOf({ code }: NodeJS.ErrnoException): number {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
}

async function onTheWire(app: App, status: number, message: string): Promise<string> {
  const response = await refusal(app, status, message);
  const text = await response.text();
  const all = {
    ...Object.fromEntries(response.headers),
    "Content-Length": Buffer.byteLength(text),
    Connection: "close",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${text}`;
}
