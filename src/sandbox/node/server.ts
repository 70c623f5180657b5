import { getRequestListener, RequestError, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { SandboxCore } from "../create.ts";
import { ConnectionReset } from "../http-error.ts";

/** Time limit of `close` for running responses, in real milliseconds. */
const CLOSING_MS = 2_000;

/** A sandbox behind a socket. */
export interface Listening {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /** Stops accepting requests, waits for running responses, then closes every connection. */
  close(): Promise<void>;
}

/** Options of the server. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /**
   * Whether the process only runs this server. Then @hono/node-server may replace the global Request and Response by
   * faster ones, which halves the time of a response.
   */
  readonly ownsProcess: boolean;
}

/**
 * Serves an app over HTTP/1.1. Rejects with the system's error when the port is taken or the host is not this
 * machine's.
 */
export async function listen(core: SandboxCore, { host, port, ownsProcess }: ListenOptions): Promise<Listening> {
  const running = new Map<ServerResponse, IncomingMessage>();
  // Node's own response to a request without Host has no body; the app's error responses have one.
  const server = createServer({
    requireHostHeader: false,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
  });
  // The server does not support HTTP/2.
  const respond = getRequestListener((request, env) => serve(core, request, env as HttpBindings), {
    overrideGlobalObjects: ownsProcess,
    errorHandler: (error) => rejectRequest(core, error),
  });
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    running.set(response, request);
    response.on("close", () => running.delete(response)).on("error", () => undefined);
    void respond(request, response);
  };
  server.on("request", handle).on("checkExpectation", handle);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => rejectBytes(core, error, socket));
  server.on("connect", (_request, socket: Duplex) => {
    socket.on("error", () => undefined);
    socket.end(onTheWire(core, 405, "CONNECT is not possible here"));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return { url: urlOf(server, host), close: () => shut(server, running) };
}

async function serve({ app }: SandboxCore, request: Request, { incoming, outgoing }: HttpBindings): Promise<Response> {
  try {
    if (hasDotSegment(incoming.url ?? "")) throw new RequestError("the path has dot segments");
    assertOneHost(incoming);
    return await app.fetch(request, { readBody: (limit: number) => read(incoming, limit) });
  } catch (error) {
    if (!(error instanceof ConnectionReset)) throw error;
    incoming.socket.resetAndDestroy();
    outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
}

/** Returns whether a path has dot segments, which URL parsers would resolve to another path. */
function hasDotSegment(target: string): boolean {
  const [path = ""] = target.split(/[?#]/, 1);
  return path.split("/").some((segment) => [".", ".."].includes(segment.replaceAll(/%2e/gi, ".")));
}

/**
 * Throws a `RequestError` unless a request names exactly one host (RFC 9112, section 3.2). Node takes the first of
 * several, and a proxy perhaps another; without one, the controls could not check that they were called at localhost.
 * This also holds for HTTP/1.0.
 */
function assertOneHost({ rawHeaders, headers }: IncomingMessage): void {
  const count = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === "host").length;
  if (count > 1) throw new RequestError("it has more than one Host");
  if ((headers.host ?? "") === "") throw new RequestError("it has no Host");
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/** Closes connections without a complete request, for which `close` does not wait. */
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

/** Reads a body as a stream. Rejects when the request ends before its body. */
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

/** Responds to HTTP with an invalid target or Host. */
function rejectRequest({ errorReply }: SandboxCore, error: unknown): Response {
  const message = error instanceof Error ? error.message : String(error);
  const { headers, body } = errorReply(400, `The request cannot be read: ${message}`);
  return new Response(body, { status: 400, headers });
}

/** Responds to bytes that are no HTTP, too long or too slow. */
function rejectBytes(core: SandboxCore, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(onTheWire(core, statusOf(error), `The request cannot be read: ${error.message}`));
}

function statusOf({ code }: NodeJS.ErrnoException): number {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
}

function onTheWire({ errorReply }: SandboxCore, status: number, message: string): string {
  const { headers, body } = errorReply(status, message);
  const all = { ...headers, "Content-Length": String(Buffer.byteLength(body)), Connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${body}`;
}
