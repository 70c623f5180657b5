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

/** A port at which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A server of TCP that does this with each connection once the first bytes came. */
export function tcpServer(onFirstBytes: (socket: Socket) => void): Promise<number> {
  return listen(createServer((socket) => socket.once("data", () => onFirstBytes(socket))));
}

/** A proxy that answers CONNECT with this text and closes. */
export function proxyThatAnswers(text: string): Promise<number> {
  const server = createHttpServer();
  server.on("connect", (_request: IncomingMessage, socket: Socket) => socket.end(text));
  return listen(server);
}

/** An HTTP server that does this with each whole request. */
export function httpServer(onRequest: (request: IncomingMessage) => void): Promise<number> {
  return listen(createHttpServer((request) => void request.resume().on("end", () => onRequest(request))));
}

/** An HTTPS server that does this with each whole request. */
export function httpsServer(options: ServerOptions, onRequest: (request: IncomingMessage) => void): Promise<number> {
  return listen(createHttpsServer(options, (request) => void request.resume().on("end", () => onRequest(request))));
}

/**
 * A TCP tunnel to an HTTPS server that writes these bytes to the client, outside of TLS, when a whole request has
 * arrived.
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
