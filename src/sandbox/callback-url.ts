import { callbackUrlMaxLength } from "./contract.ts";

/**
 * Returns the one relaxation of the contract: a `callback_url` with `http:` and a local host may pass, so that a
 * receiver under development can be called. Its length is still limited, and user information still rejected. Returns
 * the body as the validator is to see it: without such a URL.
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
