import type { SendableRequest } from "../case.ts";

const SECRETS: readonly string[] = ["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"];

// Linux limits a program argument to 128 KiB; `printf` of the shell has no limit. UTF-8 needs up to three bytes for a
// unit of UTF-16.
const MAX_ARGUMENT = 40_000;

/** Returns the URL of a request; the base URL may have a path. */
export function urlOf(baseUrl: string, { path, query }: SendableRequest): string {
  const search = query.map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join("&");
  return `${baseUrl.replace(/\/+$/, "")}${path}${search === "" ? "" : `?${search}`}`;
}

/**
 * Returns a command for a POSIX shell that sends the same request. It reads secrets in the common headers from shell
 * variables, such as `$AUTHORIZATION`; headers of the request itself are written out.
 */
export function curlOf(baseUrl: string, request: SendableRequest, headers: Readonly<Record<string, string>>): string {
  const own = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()));
  const common = Object.entries(headers).filter(([name]) => !own.has(name.toLowerCase()));
  const shown = [
    ...common.map(([name, text]) => (SECRETS.includes(name.toLowerCase()) ? variable(name) : header(name, text))),
    ...Object.entries(request.headers).map(([name, text]) => header(name, text)),
  ].map((text) => `-H ${text}`);
  const { method, body = "" } = request;
  // With `-X HEAD` curl waits for a body.
  const verb = method === "HEAD" ? ["--head"] : ["-i", `-X ${method}`];
  const command = ["curl", ...verb, quote(urlOf(baseUrl, request)), ...shown].join(" ");
  if (request.body === undefined) return command;
  return body.length > MAX_ARGUMENT
    ? `printf %s ${quote(body)} | ${command} --data-binary @-`
    : `${command} --data-raw ${quote(body)}`;
}

// curl omits a header that ends with a colon, and sends an empty one that ends with a semicolon.
function header(name: string, text: string): string {
  return quote(text === "" ? `${name};` : `${name}: ${text}`);
}

function variable(name: string): string {
  return `"${name}: $${name.toUpperCase().replaceAll("-", "_")}"`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
