import { RESET, type Incoming } from "./answer.ts";
import type { App } from "./app.ts";

/** `fetch` that hands the request to the app itself: no socket. Its origin does not matter; a path alone will do. */
export function inProcessFetch(app: App): typeof fetch {
  return async (input, init) => {
    const request = new Request(
      typeof input === "string" && input.startsWith("/") ? `http://sandbox.invalid${input}` : input,
      init,
    );
    request.signal.throwIfAborted();
    const outcome = await Promise.race([app.handle(incomingOf(request)), aborted(request.signal)]);
    if (outcome === RESET)
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }),
      });
    const { status, headers, body } = outcome;
    if (request.method === "HEAD" || status === 204) return new Response(null, { status, headers });
    return new Response(typeof body === "function" ? streamOf(body) : (body as BodyInit), { status, headers });
  };
}

function incomingOf(request: Request): Incoming {
  return {
    method: request.method,
    target: request.url,
    headers: Object.fromEntries(request.headers),
    async body(limit) {
      const bytes = new Uint8Array(await request.arrayBuffer());
      return bytes.length > limit ? undefined : bytes;
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    // The reason is what `fetch` rejects with, whatever the caller made it.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function streamOf(stream: (write: (text: string) => void, end: () => void) => () => void): ReadableStream<Uint8Array> {
  let stop = (): void => undefined;
  return new ReadableStream({
    start(controller) {
      const encoder = new TextEncoder();
      stop = stream(
        (text) => controller.enqueue(encoder.encode(text)),
        () => controller.close(),
      );
    },
    cancel: () => stop(),
  });
}
