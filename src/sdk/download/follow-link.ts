import { abortable } from "../../shared/abortable.ts";
import { isLoopback } from "../../shared/loopback.ts";
import { DownloadError } from "./download-error.ts";

/** The part of `fetch` that a download uses. */
export type DownloadFetch = (url: string, init: RequestInit) => Promise<Response>;

const MAX_REDIRECTS = 5;

/**
 * Requests a link and follows its redirects (RFC 9110, section 15.4): to https only, and to http only from one loopback
 * address to another. Sends the given headers and never `Authorization`. Rejects links with user information.
 *
 * @throws {DownloadError} with the reason `unsafe_link` or `network`.
 */
export async function followLink(
  fetch: DownloadFetch,
  link: unknown,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  let url = parseLink(link);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await send(fetch, url, { headers, signal, redirect: "manual", credentials: "omit" });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) return response;
    await discardBody(response);
    url = parseLink(location, url);
  }
  throw new DownloadError("unsafe_link", `More than ${MAX_REDIRECTS} redirects, the last to ${withoutQuery(url)}.`);
}

/** Releases the connection of an unread response. */
export async function discardBody(response: Response): Promise<void> {
  // A custom fetch may return a body that is no web stream.
  const body: unknown = response.body;
  if (body instanceof ReadableStream) await body.cancel().catch(() => undefined);
}

async function send(
  fetch: DownloadFetch,
  url: URL,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<Response> {
  try {
    const response = await abortable(fetch(url.href, init), init.signal);
    if (typeof response.status === "number" && typeof response.headers.get === "function") return response;
  } catch (cause) {
    init.signal.throwIfAborted();
    throw new DownloadError("network", `No response from ${withoutQuery(url)}.`, { cause });
  }
  throw new DownloadError("network", "The `fetch` option did not return a Response.");
}

function parseLink(link: unknown, base?: URL): URL {
  if (typeof link !== "string" || !URL.canParse(link, base))
    throw new DownloadError("unsafe_link", "The link is not a URL.");
  const url = new URL(link, base);
  const isLocal = url.protocol === "http:" && isLoopback(url.href) && (base === undefined || isLoopback(base.href));
  if ((url.protocol === "https:" || isLocal) && url.username === "" && url.password === "") return url;
  throw new DownloadError(
    "unsafe_link",
    `Only https links without user information are followed, and http on loopback: ${withoutQuery(url)}.`,
  );
}

/** Returns a URL for messages: without user information, and without the query, which may hold a signature. */
function withoutQuery({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}
