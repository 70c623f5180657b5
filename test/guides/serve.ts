import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on loopback. */
export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Handles a request. When it rejects, the connection is reset. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** Serves a handler with `node:http`, on a free port by default. */
export async function serve(handler: Handler, port = 0): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    reply(incoming, outgoing, handler).catch(() => incoming.socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) };
}

/** Returns a free port. */
export async function freePort(): Promise<number> {
  const { url, close } = await serve(() => new Response());
  await close();
  return Number(new URL(url).port);
}

/** Forwards a request to another server, with changed headers or another body if they are given. */
export async function passOn(
  request: Request,
  target: string,
  change: { headers?: Record<string, string>; body?: string } = {},
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of ["host", "connection", "content-length", "transfer-encoding"]) headers.delete(name);
  for (const [name, value] of Object.entries(change.headers ?? {})) headers.set(name, value);
  const body = change.body ?? (request.method === "GET" ? undefined : await request.text());
  return fetch(`${target}${pathname}${search}`, {
    method: request.method,
    headers,
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
  });
}

async function reply(incoming: IncomingMessage, outgoing: ServerResponse, handler: Handler): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const { method = "GET" } = incoming;
  const body = method === "GET" || method === "HEAD" ? {} : { body: Buffer.concat(chunks) };
  const response = await handler(
    new Request(`http://${incoming.headers.host ?? ""}${incoming.url ?? ""}`, { method, headers, ...body }),
  );
  const sent = Object.fromEntries(
    [...response.headers].filter(
      ([name]) => !["content-encoding", "content-length", "transfer-encoding"].includes(name),
    ),
  );
  outgoing.writeHead(response.status, sent).end(Buffer.from(await response.arrayBuffer()));
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
