import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * A request of `node:http`. Behind a body parser, such as `express.json()`, `body` is what the parser made of the body.
 */
export type NodeRequest = IncomingMessage & { readonly body?: unknown };

/**
 * Adapts a callback handler to `node:http` and Express, also behind a body parser. The body is counted as it arrives; a
 * parser in front of the handler has a limit of its own. Every error becomes a response, so the returned promise does
 * not reject.
 *
 * @example
 * ```ts
 * createServer(nodeCallback(handler)).listen(8080); // node:http
 * app.post("/hooks/video", nodeCallback(handler)); // Express
 * ```
 */
export function nodeCallback(
  handler: (request: Request) => Promise<Response>,
): (req: NodeRequest, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    const response = await handler(toWebRequest(req));
    // The framework may have responded meanwhile, after its time limit.
    if (res.headersSent) return;
    res.writeHead(response.status, Object.fromEntries(response.headers));
    res.end(await response.text());
    // Drops the rest of a rejected body as it arrives: a reset connection could take the response with it.
    req.resume();
  };
}

/** Passes on what the handler reads. Other methods become GET: a `Request` rejects some, such as TRACE. */
function toWebRequest(req: NodeRequest): Request {
  const [, ...query] = (req.url ?? "").split("?");
  const url = `http://localhost/?${query.join("?")}`;
  if (req.method !== "POST") return new Request(url);
  const headers = new Headers();
  for (const name of ["content-type", "content-length"] as const) {
    const value = req.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  const body = req.readableEnded ? serializeParsedBody(req.body) : createBodyStream(req);
  return new Request(url, { method: "POST", headers, body, duplex: "half" } as RequestInit);
}

function serializeParsedBody(body: unknown): BodyInit {
  if (typeof body === "string" || body instanceof Uint8Array) return body as string | Uint8Array<ArrayBuffer>;
  try {
    return JSON.stringify(body ?? null, (_name, value: unknown) => (typeof value === "bigint" ? Number(value) : value));
  } catch {
    // No JSON parser returns such a value: the handler rejects a body that is not JSON.
    return "";
  }
}

/**
 * Converts a stream. Unlike `Readable.toWeb`, it leaves the connection open when cancelled, so that an error response
 * can still be sent.
 */
function createBodyStream(req: IncomingMessage): ReadableStream<Uint8Array> {
  let cancelled = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      req.on("data", (chunk: Uint8Array) => {
        if (cancelled) return;
        controller.enqueue(chunk);
        req.pause();
      });
      req.on("end", () => cancelled || controller.close());
      req.on("error", (error) => controller.error(error));
      req.pause();
    },
    pull: () => void req.resume(),
    cancel: () => {
      cancelled = true;
    },
  });
}
