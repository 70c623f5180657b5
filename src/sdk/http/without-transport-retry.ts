import type { Fetch } from "../options.ts";

interface Deno {
  readonly createHttpClient: (options: { readonly poolMaxIdlePerHost: number }) => unknown;
}

let denoClient: unknown;

/**
 * Calls the runtime's `fetch` and keeps it from retrying a POST on its own. Deno does so when a kept-open connection
 * breaks before the response, even if the server has accepted the request, so its POSTs use new connections. Browsers
 * do the same and cannot be kept from it; Node, Bun and workerd do not.
 */
export const withoutTransportRetry: Fetch = (url, init) => {
  const { Deno: deno } = globalThis as { readonly Deno?: Deno };
  // Looked up for each call: test tools and monitoring replace the global function after the client is made.
  if (deno === undefined || init.method !== "POST") return globalThis.fetch(url, init);
  denoClient ??= deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  return globalThis.fetch(url, { ...init, client: denoClient } as RequestInit);
};
