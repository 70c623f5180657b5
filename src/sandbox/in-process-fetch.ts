import type { App } from "./app.ts";
import { ConnectionReset } from "./http-error.ts";
import type { Site } from "./site.ts";

/** The base of relative URLs without a server: loopback, so that the controls respond. */
const NO_SERVER = "http://localhost";

/** Returns a `fetch` that hands the request to the app itself: no socket. */
export function inProcessFetch(
  app: App,
  site: Site,
): (input: RequestInfo | URL, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const url = typeof input === "string" && input.startsWith("/") ? `${site.serverUrl ?? NO_SERVER}${input}` : input;
    const request = new Request(url, init);
    request.signal.throwIfAborted();
    return Promise.race([respond(app, request), aborted(request.signal)]);
  };
}

async function respond(app: App, request: Request): Promise<Response> {
  const response = await Promise.resolve(app.fetch(request)).catch((error: unknown) => {
    if (error instanceof ConnectionReset) return undefined;
    throw error;
  });
  if (response !== undefined) return response;
  // Rejects like `fetch` in Node.
  const cause = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  throw new TypeError("fetch failed", { cause });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    // `fetch` rejects with the reason of the signal, whatever it is.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
