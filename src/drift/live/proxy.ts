import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { messageOf, type Exchange } from "./exchange.ts";

/** A running recording proxy. */
export interface RecordingProxy {
  /** Its base URL, on loopback. */
  readonly url: string;
  /** Stops it and closes its connections. */
  close(): Promise<void>;
}

/** Options of a recording proxy. */
export interface ProxyOptions {
  /** Base URL to forward requests to. */
  readonly target: string;
  /** Port on loopback; 0, the default, takes a free one. */
  readonly port?: number;
  /** Called with each exchange, which is not stored. */
  readonly onExchange: (exchange: Exchange) => void;
}

const MAX_BODY = 10 * 1024 * 1024;

/** Headers that belong to one connection (RFC 9110, section 7.6.1) or that fetch sets itself. */
const OWN_HEADERS = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "content-encoding",
  "expect",
]);

/**
 * Starts a proxy on loopback that forwards and reports every request. It serves only requests whose `Host` is a
 * loopback host.
 */
export async function startProxy({ target, port = 0, onExchange }: ProxyOptions): Promise<RecordingProxy> {
  const server = createServer((request, response) => {
    pass(request, response, target, onExchange).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(502, { "content-type": "text/plain" });
      response.end(
        `The recording proxy could not forward the request: ${error instanceof Error ? error.message : String(error)}\n`,
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  onExchange: (exchange: Exchange) => void,
): Promise<void> {
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(request.headers.host ?? "")) {
    response.writeHead(421).end("This proxy serves its own machine only.\n");
    return;
  }
  const path = (request.url ?? "/").startsWith("/") ? (request.url ?? "/") : "/";
  const body = await bodyOf(request);
  const headers = Object.entries(request.headers)
    .filter(([name, value]) => !OWN_HEADERS.has(name) && value !== undefined)
    .map(([name, value]) => [name, [value ?? ""].flat().join(", ")] as [string, string]);
  const method = request.method ?? "GET";
  const upstream = await fetch(`${target.replace(/\/$/, "")}${path}`, {
    method,
    headers,
    redirect: "manual",
    ...(body.length > 0 ? { body } : {}),
  });
  const bytes = Buffer.from(await upstream.arrayBuffer());
  response.writeHead(upstream.status, [...upstream.headers].filter(([name]) => !OWN_HEADERS.has(name)).flat());
  response.end(bytes);
  onExchange({
    method: method.toLowerCase(),
    path: path.split("?")[0] ?? path,
    status: upstream.status,
    request: messageOf(request.headers["content-type"], body.toString()),
    response: messageOf(upstream.headers.get("content-type") ?? undefined, bytes.toString()),
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error(`the body is larger than ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
