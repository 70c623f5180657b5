import type { SendableRequest } from "../case.ts";

const SECRETS: readonly string[] = ["authorization", "cookie", "x-api-key"];

/** The address of a request at a server whose base may have a path of its own. */
export function urlOf(baseUrl: string, { path, query }: SendableRequest): string {
  const search = query.map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join("&");
  return `${baseUrl.replace(/\/+$/, "")}${path}${search === "" ? "" : `?${search}`}`;
}

/** A command for a POSIX shell that repeats a request. What authorises it is left out: put your own there. */
export function curlOf(baseUrl: string, request: SendableRequest, headers: Readonly<Record<string, string>>): string {
  const all = Object.entries({ ...headers, ...request.headers });
  const shown = all.map(
    ([name, text]) => `-H ${quote(`${name}: ${SECRETS.includes(name.toLowerCase()) ? "…" : text}`)}`,
  );
  const body = request.body === undefined ? [] : [`--data-raw ${quote(request.body)}`];
  return ["curl", "-i", `-X ${request.method}`, quote(urlOf(baseUrl, request)), ...shown, ...body].join(" ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
