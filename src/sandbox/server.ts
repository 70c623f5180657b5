import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { RESET, type Answer, type Incoming, type Outcome } from "./answer.ts";
import type { App } from "./app.ts";

/** How long `close` waits for answers that are under way, in real milliseconds. */
const CLOSING_MS = 2_000;

/** How many bytes of a stream may wait for its reader. */
const UNREAD_BYTES = 8 * 1024 * 1024;

/** A sandbox behind a socket. */
export interface Listening {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /** Takes no more requests, lets running answers finish, then closes every connection. */
  close(): Promise<void>;
}

/** Serves an app over HTTP/1.1. Rejects with the system's error when the port is taken or the host is not this machine's. */
export async function listen(app: App, host: string, port: number): Promise<Listening> {
  const running = new Map<ServerResponse, IncomingMessage>();
  // Node's own answer to a request without Host has no body; the app's answers have.
  const server = createServer({
    requireHostHeader: false,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
  });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    running.set(response, request);
    response.on("close", () => running.delete(response)).on("error", () => undefined);
    void app.handle(incomingOf(request)).then((outcome) => send(outcome, request, response));
  };
  server.on("request", answer).on("checkExpectation", answer);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => refuse(app, error, socket));
  server.on("connect", (_request, socket: Duplex) => {
    socket.on("error", () => undefined);
    socket.end(onTheWire(app.refuse(405, "CONNECT is not possible here")));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return { url: urlOf(server, host), close: () => shut(server, running) };
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

function incomingOf(request: IncomingMessage): Incoming {
  return {
    method: request.method ?? "",
    target: request.url ?? "",
    headers: request.headers,
    body: (limit) => read(request, limit),
  };
}

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

function send(outcome: Outcome, request: IncomingMessage, response: ServerResponse): void {
  if (outcome === RESET) {
    request.socket.resetAndDestroy();
    return;
  }
  const { status, headers, body } = outcome;
  if (typeof body === "function") {
    response.writeHead(status, headers);
    if (request.method === "HEAD") response.end();
    else
      response.on(
        "close",
        body(
          (text) => pass(text, response),
          () => response.end(),
        ),
      );
    return;
  }
  const length = status === 204 ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length });
  response.end(request.method === "HEAD" || status === 204 ? undefined : body);
}

/** A reader that does not read is let go, before what it was told fills the memory. */
function pass(text: string, response: ServerResponse): void {
  if (response.writableLength > UNREAD_BYTES) response.destroy();
  else response.write(text);
}

/** Answers what is no HTTP, too long or too slow. */
function refuse(app: App, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  socket.end(onTheWire(app.refuse(status, `The request cannot be read: ${error.message}`)));
}

function onTheWire({ status, headers, body }: Answer): string {
  const text = String(body);
  const all = { ...headers, "Content-Length": String(Buffer.byteLength(text)), Connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${text}`;
}
