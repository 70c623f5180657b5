import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The body of a task just created. */
export const TASK = {
  id: "task-unified-1757169743-7cvnl5zw",
  status: "pending",
  progress: 0,
  task_info: { estimated_time: 300 },
};

/** One exchange as a fault sees it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the client sent as a body. */
  readonly body: string;
  /** Counts a paid creation: from here on it is charged. */
  accept(): void;
}

/** What the server does with one request. */
export type Behaviour = (exchange: Exchange) => void;

/** A real HTTP server that does as it is told and counts. */
export interface FaultyServer {
  readonly url: string;
  /** Requests that arrived. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[];
  /** Creations that were accepted, and so charged. */
  readonly accepted: number;
  close(): Promise<void>;
}

/** Starts a server that answers request number n as `behaviours[n]` says, and all later ones like the last. */
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

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  ({ response }) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

/** Accepts, then does something else than answering well. */
export const accepting =
  (then: Behaviour): Behaviour =>
  (exchange) => {
    exchange.accept();
    then(exchange);
  };

/** The vendor's error envelope. */
export const envelope = (code: string, message = "as the vendor words it"): object => ({
  error: { code, message, type: "api_error" },
});

/** Accepts and answers with the task. */
export const created = accepting(json(200, TASK, { "x-request-id": "request-1" }));

/** Closes the connection with a reset. */
export const reset: Behaviour = ({ request }) => {
  request.socket.resetAndDestroy();
};

/** Never answers. */
export const silence: Behaviour = () => undefined;

/** Announces a whole body and sends a part of it, then stays silent. */
export const stall =
  (part: string): Behaviour =>
  ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write(part);
  };

/** Announces a whole body and closes after a part of it. */
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

/** Answers with a page. */
export const html =
  (status: number): Behaviour =>
  ({ response }) => {
    response.writeHead(status, { "content-type": "text/html" }).end("<!doctype html><title>Sign in</title>");
  };

/** Answers well, byte by byte. */
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
