import type { SendableRequest } from "../case.ts";
import { urlOf } from "../request/curl.ts";

/** A response with its body, or the reason why there is none. */
export type Exchange =
  { readonly status: number; readonly headers: Headers; readonly text: string } | { readonly failure: string };

/** Options for sending requests. */
export interface SendOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  /** Milliseconds for a request and its response. */
  readonly timeout: number;
  /** How often to retry a request after a 429 response. */
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
}

const LONGEST_DELAY = 30_000;
const MAX_BODY_BYTES = 20 * 1024 * 1024;

/**
 * Sends a request. After a 429 response, it retries when `Retry-After` or a growing delay has passed, but never waits
 * for more than 30 seconds. Rejects when the signal is aborted.
 */
export async function send(request: SendableRequest, options: SendOptions): Promise<Exchange> {
  for (let attempt = 0; ; attempt += 1) {
    const exchange = await sendOnce(request, options);
    if ("failure" in exchange || exchange.status !== 429 || attempt >= options.retries) return exchange;
    const delay = retryDelay(exchange.headers.get("retry-after"), attempt);
    if (delay > LONGEST_DELAY) return exchange;
    await sleep(delay, options.signal);
  }
}

async function sendOnce(request: SendableRequest, options: SendOptions): Promise<Exchange> {
  const { signal, timeout } = options;
  signal?.throwIfAborted();
  const timer = AbortSignal.timeout(timeout);
  try {
    const response = await options.fetch(urlOf(options.baseUrl, request), {
      method: request.method,
      headers: headersOf(request, options.headers),
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, timer]) : timer,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    return { status: response.status, headers: response.headers, text: await textOf(response) };
  } catch (error) {
    signal?.throwIfAborted();
    return { failure: timer.aborted ? `timed out after ${timeout} ms` : reasonOf(error) };
  }
}

function headersOf(request: SendableRequest, common: Readonly<Record<string, string>>): Headers {
  const headers = new Headers(common);
  for (const [name, text] of Object.entries(request.headers)) headers.set(name, text);
  return headers;
}

// A service may send an endless body.
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = "";
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new Error(`the response is larger than ${MAX_BODY_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

// The cause names the address and the code; the message is only `fetch failed`.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error) || cause.message === "") return error.message;
  // Node's HTTP parser may throw its internal assertion errors.
  return cause.name === "AssertionError" ? "the response is not valid HTTP" : cause.message;
}

// RFC 9110, section 10.2.3: seconds, or a date.
function retryDelay(retryAfter: string | null, attempt: number): number {
  if (retryAfter === null) return 500 * 2 ** attempt;
  const seconds = Number(retryAfter);
  const delay = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(delay) ? 500 * 2 ** attempt : Math.max(delay, 0);
}

async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", done);
  });
  signal?.throwIfAborted();
}
