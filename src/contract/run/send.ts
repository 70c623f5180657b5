import type { SendableRequest } from "../case.ts";
import { urlOf } from "../request/curl.ts";

/** A response that was read, or the reason why there is none. */
export type Exchange =
  { readonly status: number; readonly headers: Headers; readonly text: string } | { readonly failure: string };

/** How requests are sent. */
export interface SendOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  /** Milliseconds for a request and its response. */
  readonly timeout: number;
  /** How often a request that is answered with 429 is sent again. */
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
}

const LONGEST_DELAY = 30_000;

/**
 * Sends a request; after a 429 again, when `Retry-After` or a growing delay has passed. Rejects when the signal is
 * aborted.
 */
export async function send(request: SendableRequest, options: SendOptions): Promise<Exchange> {
  for (let attempt = 0; ; attempt += 1) {
    const exchange = await sendOnce(request, options);
    if ("failure" in exchange || exchange.status !== 429 || attempt >= options.retries) return exchange;
    await sleep(retryDelay(exchange.headers.get("retry-after"), attempt), options.signal);
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
    return { status: response.status, headers: response.headers, text: await response.text() };
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

// `fetch failed` alone helps nobody: the cause names the address and the code.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}

function retryDelay(retryAfter: string | null, attempt: number): number {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const asked = Number.isFinite(seconds) ? seconds * 1000 : 500 * 2 ** attempt;
  return Math.min(Math.max(asked, 0), LONGEST_DELAY);
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
