import { DocumentError } from "./document-error.ts";

/** Maximum size of a file of a document, in bytes. */
export const MAX_BYTES = 20 * 1024 * 1024;

/** Options of fetching a page. */
export interface FetchOptions {
  /** Used to fetch. @default the global `fetch` */
  readonly fetch?: typeof fetch;
  /** Time limit of the whole response, in milliseconds. @default 15000 */
  readonly timeout?: number;
  /** Maximum size of the body, in bytes. @default 20 MiB */
  readonly maxBytes?: number;
}

/** A fetched page. */
export interface Page {
  readonly url: string;
  readonly text: string;
}

const MAX_REDIRECTS = 5;

/**
 * Fetches a text. Follows only redirects on the same host.
 * @throws DocumentError on a redirect to another host, a status other than 200, a body that is too large, a response
 * that is not complete in time, and a failed connection.
 */
export async function fetchText(address: string, options: FetchOptions = {}): Promise<Page> {
  const signal = AbortSignal.timeout(options.timeout ?? 15_000);
  try {
    return await follow(new URL(address), options, signal);
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    const reason = signal.aborted ? `no complete response within ${options.timeout ?? 15_000} ms` : describe(error);
    throw new DocumentError(`${address} could not be read: ${reason}.`, { cause: error });
  }
}

async function follow(start: URL, options: FetchOptions, signal: AbortSignal): Promise<Page> {
  let url = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await (options.fetch ?? fetch)(url, {
      redirect: "manual",
      signal,
      headers: { accept: "text/markdown, application/yaml, application/json, text/plain;q=0.9" },
    });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      const next = new URL(location, url);
      if (next.host !== start.host || next.protocol !== start.protocol)
        throw new DocumentError(`${start.href} redirects to another place, ${next.origin}, which is not followed.`);
      await response.body?.cancel();
      url = next;
      continue;
    }
    if (response.status !== 200) throw new DocumentError(`${url.href} responded with the status ${response.status}.`);
    return { url: url.href, text: await limited(response, options.maxBytes ?? MAX_BYTES, url.href) };
  }
  throw new DocumentError(`${start.href} redirects more than ${MAX_REDIRECTS} times.`);
}

async function limited(response: Response, maxBytes: number, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new DocumentError(`${url} is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
