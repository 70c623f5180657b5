import type { Context as HonoContext } from "hono";
import { MEDIA_TYPE, type Operation } from "./contract.ts";
import { HttpError } from "./http-error.ts";

/** Bindings that a server passes with each request. All are optional. */
export interface Bindings {
  /** Reads the body; resolves to undefined when it is longer than `limit` bytes. Default: from the `Request`. */
  readonly readBody?: (limit: number) => Promise<Uint8Array | undefined>;
}

/** Values that a request records for reports. */
export interface Variables {
  /** The task that the request created or read. */
  taskId: string | undefined;
}

/** The Hono context of a request. */
export type RequestContext = HonoContext<{ Bindings: Bindings; Variables: Variables }>;

/** Maximum size of a request body, in bytes. */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Splits a header at a separator and trims the parts, in linear time.
 */
export const splitHeader = (text: string, separator: string): string[] =>
  text.split(separator).map((part) => part.trim());

/**
 * Returns the origin of a request's URL. The URL is normalized, so its path begins at the first slash after the host.
 */
export function originOf({ req: { url } }: RequestContext): string {
  return url.slice(0, url.indexOf("/", "https://".length));
}

/** Returns the decoded path of a request. Throws an `HttpError` with status 400 when its percent-encoding is broken. */
export function decodedPath(c: RequestContext, operation?: Operation): string {
  const { pathname } = new URL(c.req.url);
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw new HttpError(
      400,
      "The path has a broken percent-encoding",
      operation === undefined ? {} : { operation, param: "task_id" },
    );
  }
}

/** Throws an `HttpError` with status 406 when JSON is not acceptable (RFC 9110, section 12.5.1). */
export function assertAcceptsJson(c: RequestContext): void {
  const accept = c.req.header("accept");
  if (accept === undefined || accept.trim() === "") return;
  const ranges = splitHeader(accept.toLowerCase(), ",").map((range) => splitHeader(range, ";"));
  const isRejected = (parameters: readonly string[]): boolean =>
    parameters.some((parameter) => parameter.startsWith("q=") && Number(parameter.slice(2)) === 0);
  for (const wanted of [MEDIA_TYPE, "application/*", "*/*"]) {
    const found = ranges.find(([range]) => range === wanted);
    if (found === undefined) continue;
    if (!isRejected(found.slice(1))) return;
    break;
  }
  throw new HttpError(406, `Accept: responses are ${MEDIA_TYPE}, got ${JSON.stringify(accept)}`, { param: "Accept" });
}

/**
 * Throws an `HttpError` with status 401 unless the request has a bearer token (RFC 6750), and the expected one if there
 * is one.
 */
export function assertAuthorized(c: RequestContext, expected: string | undefined, operation: Operation): void {
  const [scheme = "", key, ...rest] = (c.req.header("authorization") ?? "").split(" ").filter((part) => part !== "");
  const details = { operation, param: "Authorization" };
  if (scheme.toLowerCase() !== "bearer" || key === undefined || rest.length > 0)
    throw new HttpError(401, "Authorization: is required, as Bearer YOUR_API_KEY", details);
  if (expected !== undefined && key !== expected)
    throw new HttpError(401, "Authorization: this is not the key that the sandbox expects", details);
}

/**
 * Reads a JSON body (RFC 8259). Throws an `HttpError`: 415 for another content type, 413 above 1 MB, 400 when it is
 * malformed.
 */
export async function readJson(c: RequestContext): Promise<unknown> {
  assertJsonContent(c);
  // `c.env` is undefined without a server.
  const read = (c.env as Bindings | undefined)?.readBody ?? ((limit) => readStream(c.req.raw, limit));
  const bytes = await read(MAX_BODY_BYTES);
  if (bytes === undefined) throw new HttpError(413, `The body is longer than ${MAX_BODY_BYTES} bytes`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new HttpError(400, `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readStream(request: Request, limit: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.length > limit ? undefined : bytes;
}

function assertJsonContent(c: RequestContext): void {
  const contentType = c.req.header("content-type") ?? "";
  const [type, ...parameters] = splitHeader(contentType.toLowerCase(), ";");
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (type !== MEDIA_TYPE || (charset !== undefined && !/^"?utf-?8"?$/.test(charset))) {
    throw new HttpError(415, `Content-Type: must be ${MEDIA_TYPE}, got ${JSON.stringify(contentType)}`, {
      param: "Content-Type",
    });
  }
  const encoding = c.req.header("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw new HttpError(415, `Content-Encoding: must be identity, got ${JSON.stringify(encoding)}`, {
      param: "Content-Encoding",
    });
  }
}
