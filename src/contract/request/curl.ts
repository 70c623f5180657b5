import type { SendableRequest } from "../case.ts";

const SECRETS: readonly string[] = ["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"];

// Linux takes 128 KiB for one argument of a program; what the shell itself prints has no limit. UTF-8 needs up to three
// bytes for a unit of UTF-16.
const MAX_ARGUMENT = 40_000;

/** Returns the address of a request at a server whose base may have a path of its own. */
export function urlOf(baseUrl: string, { path, query }: SendableRequest): string {
  const search = query.map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join("&");
  return `${baseUrl.replace(/\/+$/, "")}${path}${search === "" ? "" : `?${search}`}`;
}

/**
 * Returns a command for a POSIX shell that repeats a request exactly. Secrets among the common headers are read from
 * variables of the shell, such as `$AUTHORIZATION`; what belongs to the request itself is written out.
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

// curl leaves out a header that ends with a colon, and sends an empty one that ends with a semicolon.
function header(name: string, text: string): string {
  return quote(text === "" ? `${name};` : `${name}: ${text}`);
}

function variable(name: string): string {
  return `"${name}: $${name.toUpperCase().replaceAll("-", "_")}"`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
