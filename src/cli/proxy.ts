import type { Fetch } from "../sdk/options.ts";
import { UsageError } from "./cli-error.ts";

/**
 * Returns a fetch that sends everything through an HTTP proxy. Node 20 has no proxy of its own, so undici's fetch is
 * used, which is bundled with this program. Throws a `UsageError` for what is no address of one.
 */
export async function fetchThrough(proxy: string): Promise<Fetch> {
  if (!URL.canParse(proxy) || !["http:", "https:"].includes(new URL(proxy).protocol))
    throw new UsageError("--proxy must be the URL of an HTTP proxy: http://HOST:PORT.");
  const { fetch, ProxyAgent } = await import("undici");
  const dispatcher = new ProxyAgent(proxy);
  // undici's own types of requests and responses are those of the same standard, declared once more.
  return (url, init) => fetch(url, { ...init, dispatcher } as never) as unknown as Promise<Response>;
}
