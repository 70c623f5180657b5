import type { Fetch } from "../options.ts";

interface Deno {
  readonly createHttpClient: (options: { readonly poolMaxIdlePerHost: number }) => unknown;
}

/**
 * The runtime's `fetch`, kept from sending a POST again by itself. Deno's does so when a connection that it had kept open breaks before
 * the answer, even if the server had accepted the request; so its POSTs go over new connections. Browsers do the same and
 * cannot be kept from it; Node, Bun and workerd do not.
 */
export function sentOnce(fetch: Fetch): Fetch {
  const { Deno: deno } = globalThis as { readonly Deno?: Deno };
  if (deno === undefined) return fetch;
  let client: unknown;
  return (url, init) => {
    if (init.method !== "POST") return fetch(url, init);
    client ??= deno.createHttpClient({ poolMaxIdlePerHost: 0 });
    return fetch(url, { ...init, client } as RequestInit);
  };
}
