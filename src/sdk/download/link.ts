import { isLoopback } from "../../shared/loopback.ts";
import { DownloadError } from "./error.ts";

/** The part of `fetch` that a download uses. */
export type DownloadFetch = (url: string, init: RequestInit) => Promise<Response>;

const MOST_REDIRECTS = 5;

/**
 * Asks for a link and follows its redirects (RFC 9110, section 15.4), each only to https; http only from one loopback address to
 * another. The headers are those given and never `Authorization`; links with user information are refused.
 * Throws a `DownloadError` (`unsafe_link`, `network`).
 */
export async function openLink(
  fetch: DownloadFetch,
  link: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  let url = safe(link, undefined);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await sent(fetch, url, { headers, signal, redirect: "manual", credentials: "omit" });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) return response;
    await response.body?.cancel();
    url = safe(location, url);
  }
  throw new DownloadError("unsafe_link", `More than ${MOST_REDIRECTS} redirects, the last to ${shown(url)}.`);
}

async function sent(fetch: DownloadFetch, url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url.href, init);
  } catch (cause) {
    throw new DownloadError("network", `No answer from ${shown(url)}.`, { cause });
  }
}

function safe(link: string, from: URL | undefined): URL {
  if (!URL.canParse(link, from)) throw new DownloadError("unsafe_link", "The link is no URL.");
  const url = new URL(link, from);
  const local = url.protocol === "http:" && isLoopback(url.href) && (from === undefined || isLoopback(from.href));
  if ((url.protocol !== "https:" && !local) || url.username !== "" || url.password !== "") {
    throw new DownloadError(
      "unsafe_link",
      `Only https links without user information are followed, and http on loopback: ${shown(url)}.`,
    );
  }
  return url;
}

/** A URL for messages: without user information, and without the query, which may hold a signature. */
function shown({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}
