import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on loopback. */
export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A standard handler of requests. When it rejects, the connection is reset. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** Serves a standard handler with `node:http`, at a free port unless one is given. */
export async function serve(answer: Answer, port = 0): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    reply(incoming, outgoing, answer).catch(() => incoming.socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) };
}

/** Resolves to a port that is free now. */
export async function freePort(): Promise<number> {
  const { url, close } = await serve(() => new Response());
  await close();
  return Number(new URL(url).port);
}

/** Passes a request on to another server, with other headers or another body if they are given. */
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

async function reply(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const { method = "GET" } = incoming;
  const body = method === "GET" || method === "HEAD" ? {} : { body: Buffer.concat(chunks) };
  const response = await answer(
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
