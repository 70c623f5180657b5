import type { Fetch } from "./options.ts";

/** What became of one attempt to send a request. */
export type Outcome =
  /** A whole answer came. */
  | { readonly kind: "answer"; readonly status: number; readonly headers: Headers; readonly text: string }
  /** The request provably never left. */
  | { readonly kind: "unsent"; readonly cause: unknown }
  /** The request left, or may have, and no whole answer came. What did come is kept. */
  | { readonly kind: "lost"; readonly cause: unknown; readonly status?: number; readonly headers?: Headers; readonly text?: string }
  /** The request could not be built: nothing to repeat. */
  | { readonly kind: "invalid"; readonly cause: unknown }
  /** The caller aborted. */
  | { readonly kind: "aborted"; readonly cause: unknown; readonly sent: boolean };

/** An outcome after which it may make sense to go on. */
export type Tried = Exclude<Outcome, { kind: "aborted" | "invalid" }>;

/** What an operation needs from an attempt, in openapi-fetch's terms. */
export interface AttemptInit {
  readonly signal: AbortSignal;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly parseAs: "text";
}

/** Stands in for `Request` in openapi-fetch: carries what `fetch(url, init)` takes and costs nothing. */
export class PlainRequest {
  readonly method: string;
  constructor(readonly url: string, readonly init: RequestInit) {
    this.method = init.method ?? "GET";
  }
}

/**
 * Sends a request once. Settles when the whole answer was read, when `timeout` milliseconds are over or when `signal` aborts,
 * whichever comes first, even if `fetch` ignores its signal. Never rejects.
 */
export function attempt(
  send: (init: AttemptInit) => Promise<unknown>,
  { fetch, timeout, signal }: { readonly fetch: Fetch; readonly timeout: number; readonly signal?: AbortSignal | undefined },
): Promise<Outcome> {
  const exchange = new Exchange(fetch);
  return new Promise((settle) => {
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      settle(outcome);
      if (outcome.kind !== "answer") exchange.controller.abort(outcome.cause);
    };
    const abort = (): void => end({ kind: "aborted", cause: signal?.reason, sent: exchange.sent });
    const timer = setTimeout(() => {
      const cause = new DOMException(`no whole answer within ${String(timeout)} ms`, "TimeoutError");
      end(exchange.failed(cause));
    }, timeout);
    if (signal?.aborted === true) {
      abort();
      return;
    }
    signal?.addEventListener("abort", abort, { once: true });
    send({ signal: exchange.controller.signal, fetch: exchange.run, parseAs: "text" }).then(
      () => end(exchange.answer()),
      (cause: unknown) => end(exchange.failed(cause)),
    );
  });
}

/** One exchange over `fetch`, and what is known of it so far. */
class Exchange {
  readonly controller = new AbortController();
  sent = false;
  response: Response | undefined;
  private readonly chunks: Uint8Array[] = [];

  constructor(private readonly fetch: Fetch) {}

  /** Given to openapi-fetch in place of `fetch`: sends, reads the whole body, and hands over the text. */
  readonly run = async (request: Request): Promise<Response> => {
    // openapi-fetch declares the global Request here; it was given PlainRequest to construct.
    const { url, init } = request as unknown as PlainRequest;
    this.sent = true;
    // Called without a receiver: browsers refuse a `fetch` that has one.
    const { fetch } = this;
    const response = await fetch(url, init);
    this.response = response;
    await this.read(response);
    // openapi-fetch reads no more of a Response than this.
    const { ok, status, headers } = response;
    return { ok, status, headers, text: () => Promise.resolve(this.text) } as Response;
  };

  private async read(response: Response): Promise<void> {
    if (response.body === null) return;
    const reader = response.body.getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) this.chunks.push(chunk.value);
  }

  /** What came of the body. Decoded at the end, because one whole chunk, the common case, is decoded several times faster than a stream. */
  private get text(): string {
    const decoder = new TextDecoder();
    const last = this.chunks.length - 1;
    return this.chunks.map((chunk, index) => decoder.decode(chunk, { stream: index < last })).join("");
  }

  answer(): Outcome {
    if (this.response === undefined) return this.failed(new Error("the operation ended without an answer"));
    const { status, headers } = this.response;
    return { kind: "answer", status, headers, text: this.text };
  }

  failed(cause: unknown): Outcome {
    if (!this.sent) return { kind: "invalid", cause };
    if (this.response === undefined) return { kind: isProvablyUnsent(cause) ? "unsent" : "lost", cause };
    return { kind: "lost", cause, status: this.response.status, headers: this.response.headers, text: this.text };
  }
}

/** System calls of Node's errors that come before anything is sent. */
const BEFORE_SENDING = new Set(["connect", "getaddrinfo"]);

/** Codes of errors before anything is sent: undici, Bun, and the certificate checks of TLS (OpenSSL's X509_V_ERR names). */
const UNSENT =
  /^(UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_\w+|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_SSL_(WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|(SSLV3_|TLSV1_)ALERT_(HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNRECOGNIZED_NAME)))$/;

/** Whether the runtime's own error code proves that nothing was sent. Browsers give no such code: there nothing is proven. */
export function isProvablyUnsent(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, syscall, cause, errors } = error as Record<string, unknown>;
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isProvablyUnsent);
  if (BEFORE_SENDING.has(String(syscall)) || UNSENT.test(String(code))) return true;
  return isProvablyUnsent(cause);
}
