import type { IncomingMessage, ServerResponse } from "node:http";

/** A request of `node:http`; behind a body parser, such as `express.json()`, with what the parser made of the body. */
export type NodeRequest = IncomingMessage & { readonly body?: unknown };

/**
 * Lets a callback handler serve `node:http` and Express, also behind a body parser: `createServer(nodeCallback(handler))`,
 * `app.post("/callback", nodeCallback(handler))`. The body is counted as it arrives; a parser in front has a limit of its own.
 */
export function nodeCallback(
  handler: (request: Request) => Promise<Response>,
): (req: NodeRequest, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    const response = await handler(webRequest(req));
    res.writeHead(response.status, Object.fromEntries(response.headers));
    res.end(await response.text());
    // The rest of a refused body is dropped as it comes: a reset connection could take the answer with it.
    req.resume();
  };
}

/** Only what the handler reads. Methods are not passed on: some, such as TRACE, a `Request` refuses to have. */
function webRequest(req: NodeRequest): Request {
  const url = `http://localhost/${/\?.*/.exec(req.url ?? "")?.[0] ?? ""}`;
  if (req.method !== "POST") return new Request(url);
  const headers = new Headers();
  for (const name of ["content-type", "content-length"] as const) {
    const value = req.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  const body = req.readableEnded ? parsedAlready(req.body) : streamOf(req);
  return new Request(url, { method: "POST", headers, body, duplex: "half" } as RequestInit);
}

function parsedAlready(body: unknown): BodyInit {
  if (typeof body === "string" || body instanceof Uint8Array) return body as string | Uint8Array<ArrayBuffer>;
  return JSON.stringify(body ?? null);
}

/** Unlike `Readable.toWeb` it leaves the connection open when cancelled, so that a refusal can still be answered. */
function streamOf(req: IncomingMessage): ReadableStream<Uint8Array> {
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
