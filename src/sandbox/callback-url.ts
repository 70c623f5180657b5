import { callbackUrlMaxLength } from "./contract.ts";

/**
 * Relaxes the contract for development: a `callback_url` may have `http:` and a local host. Returns the body for the
 * validator, without such a URL. Its length is still limited, and user information is still rejected.
 */
export function withoutLocalCallback(body: unknown, isLocal: (hostname: string) => boolean): unknown {
  if (typeof body !== "object" || body === null || !("callback_url" in body)) return body;
  const { callback_url: text, ...rest } = body;
  return typeof text === "string" && isLocalCallback(text, isLocal) ? rest : body;
}

function isLocalCallback(text: string, isLocal: (hostname: string) => boolean): boolean {
  if (text.length > callbackUrlMaxLength || !URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password } = new URL(text);
  return protocol === "http:" && port !== "0" && isLocal(hostname) && username === "" && password === "";
}
