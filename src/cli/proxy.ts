import type { Fetch } from "../sdk/options.ts";
import { UsageError } from "./cli-error.ts";

/**
 * Returns a fetch that sends all requests through an HTTP proxy. Node 20 has no proxy support, so it uses the bundled
 * undici. Throws a `UsageError` for an invalid proxy URL.
 */
export async function fetchThrough(proxy: string): Promise<Fetch> {
  if (!URL.canParse(proxy) || !["http:", "https:"].includes(new URL(proxy).protocol))
    throw new UsageError("--proxy must be the URL of an HTTP proxy: http://HOST:PORT.");
  const { fetch, ProxyAgent } = await import("undici");
  const dispatcher = new ProxyAgent(proxy);
  // undici declares its own types for the same standard.
  return (url, init) => fetch(url, { ...init, dispatcher } as never) as unknown as Promise<Response>;
}
