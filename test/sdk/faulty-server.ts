import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** The body of a task that was just created. */
export const TASK = {
  id: "task-unified-1757169743-7cvnl5zw",
  status: "pending",
  progress: 0,
  task_info: { estimated_time: 300 },
};

/** One request and its response, as a behaviour gets them. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The request body. */
  readonly body: string;
  /** Counts the create request as accepted, and so charged. */
  accept(): void;
}

/** Handles one request. */
export type Behaviour = (exchange: Exchange) => void;

/** A real HTTP server that misbehaves on demand and counts. */
export interface FaultyServer {
  readonly url: string;
  /** Received requests. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[];
  /** Number of create requests that were accepted, and so charged. */
  readonly accepted: number;
  close(): Promise<void>;
}

/** Starts a server that handles request number n with `behaviours[n]`, and all later ones with the last. */
export async function startFaultyServer(behaviours: readonly Behaviour[], port = 0): Promise<FaultyServer> {
  const requests: FaultyServer["requests"][number][] = [];
  let accepted = 0;
  const server: Server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    request.on("end", () => {
      const behaviour = behaviours[Math.min(requests.length, behaviours.length - 1)];
      requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      behaviour?.({ request, response, body, accept: () => (accepted += 1) });
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    get accepted() {
      return accepted;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Responds with JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  ({ response }) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

/** Accepts the create request, then continues with another behaviour. */
export const accepting =
  (then: Behaviour): Behaviour =>
  (exchange) => {
    exchange.accept();
    then(exchange);
  };

/** Creates an error body in the vendor's format. */
export const envelope = (code: string, message = "as the vendor words it"): object => ({
  error: { code, message, type: "api_error" },
});

/** Accepts the create request and responds with the task. */
export const created = accepting(json(200, TASK, { "x-request-id": "request-1" }));

/** Closes the connection with a reset. */
export const reset: Behaviour = ({ request }) => {
  request.socket.resetAndDestroy();
};

/** Never responds. */
export const noResponse: Behaviour = () => undefined;

/** Announces 1000 bytes, sends `part` and nothing more. */
export const stall =
  (part: string): Behaviour =>
  ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write(part);
  };

/** Announces 1000 bytes, sends `part` and closes the connection. */
export const cutOff =
  (part: string): Behaviour =>
  ({ request, response }) => {
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": "1000",
      "x-request-id": "request-1",
    });
    response.write(part, () => setTimeout(() => request.socket.destroy(), 20));
  };

/** Responds with an HTML page. */
export const html =
  (status: number): Behaviour =>
  ({ response }) => {
    response.writeHead(status, { "content-type": "text/html" }).end("<!doctype html><title>Sign in</title>");
  };

/** Responds with a complete body in ten chunks over `milliseconds`. */
export const slowly =
  (body: unknown, milliseconds: number): Behaviour =>
  ({ response }) => {
    const text = JSON.stringify(body);
    response.writeHead(200, { "content-type": "application/json" });
    const step = setInterval(() => {
      response.write(text.slice(sent, (sent += Math.ceil(text.length / 10))));
      if (sent < text.length) return;
      clearInterval(step);
      response.end();
    }, milliseconds / 10);
    let sent = 0;
  };

/** Returns `startFaultyServer` for the tests of a file, after which the servers close. */
export function closingAfterAll(): typeof startFaultyServer {
  const servers: FaultyServer[] = [];
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
  });
  return async (...parameters) => {
    const server = await startFaultyServer(...parameters);
    servers.push(server);
    return server;
  };
}
