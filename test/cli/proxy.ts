import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";

/** A proxy for tests. */
export interface TestProxy {
  readonly url: string;
  /** The `host:port` of every requested tunnel. */
  readonly targets: readonly string[];
  close(): Promise<void>;
}

/** Starts an HTTP proxy on loopback that tunnels (CONNECT, RFC 9110) to any target. */
export async function startProxy(): Promise<TestProxy> {
  const targets: string[] = [];
  const server = createServer();
  server.on("connect", ({ url = "" }, client, head) => {
    targets.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.write(head);
      target.pipe(client).pipe(target);
    });
    for (const socket of [client, target]) socket.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
