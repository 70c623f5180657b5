import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Listens on a free port of loopback until the test has finished. Returns the port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Returns a port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a TCP server that calls this for each connection when the first bytes arrive. */
export function tcpServer(onFirstBytes: (socket: Socket) => void): Promise<number> {
  return listen(createServer((socket) => socket.once("data", () => onFirstBytes(socket))));
}

/** Starts a proxy that responds to CONNECT with this text and closes the connection. */
export function proxyThatResponds(text: string): Promise<number> {
  const server = createHttpServer();
  server.on("connect", (_request: IncomingMessage, socket: Socket) => socket.end(text));
  return listen(server);
}

/** Starts an HTTP server that calls this for each complete request. */
export function httpServer(onRequest: (request: IncomingMessage) => void): Promise<number> {
  return listen(createHttpServer((request) => void request.resume().on("end", () => onRequest(request))));
}

/** Starts an HTTPS server that calls this for each complete request. */
export function httpsServer(options: ServerOptions, onRequest: (request: IncomingMessage) => void): Promise<number> {
  return listen(createHttpsServer(options, (request) => void request.resume().on("end", () => onRequest(request))));
}

/**
 * Starts a TCP tunnel to an HTTPS server. It writes these bytes to the client, outside of TLS, when a complete request
 * has arrived.
 */
export async function httpsServerBehindBrokenTunnel(
  options: ServerOptions,
  bytes: Buffer,
  onRequest: () => void,
): Promise<number> {
  const clients = new Set<Socket>();
  const target = await httpsServer(options, () => {
    onRequest();
    for (const client of clients) client.write(bytes);
  });
  const tunnel = createServer((client) => {
    clients.add(client);
    const upstream = connect(target, "127.0.0.1");
    upstream.on("error", () => undefined);
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
  });
  return listen(tunnel);
}
