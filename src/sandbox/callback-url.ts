import { callbackUrlMaxLength } from "./contract.ts";

/** A URL, or undefined when the text is none. */
export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Whether a host, as `URL.hostname` writes it, is this machine: `localhost`, 127.0.0.0/8 or `[::1]`. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The one relaxation of the contract: the sandbox lets a `callback_url` with `http:` and a loopback host pass, so that a
 * receiver under development can be called. Its length is still limited, and user information still refused.
 * Returns the body as the validator is to see it: without such a URL.
 */
export function withoutLoopbackCallback(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("callback_url" in body)) return body;
  const { callback_url: text, ...rest } = body;
  return typeof text === "string" && isLoopbackCallback(text) ? rest : body;
}

function isLoopbackCallback(text: string): boolean {
  if (text.length > callbackUrlMaxLength) return false;
  const url = parseUrl(text);
  return url?.protocol === "http:" && isLoopback(url.hostname) && url.username === "" && url.password === "";
}
