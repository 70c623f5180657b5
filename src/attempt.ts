import { onAbort } from "./aborts.ts";
import type { Fetch } from "./options.ts";

/** What became of one attempt to send a request. */
export type Outcome =
  /** A whole answer came. */
  | { readonly kind: "answer"; readonly status: number; readonly headers: Headers; readonly text: string }
  /** The request provably never left. */
  | { readonly kind: "unsent"; readonly cause: unknown; readonly headers?: undefined; readonly text?: undefined }
  /** The request left, or may have, and no whole answer came. What did come is kept. */
  | { readonly kind: "lost"; readonly cause: unknown; readonly status?: number; readonly headers?: Headers; readonly text?: string }
  /** The request could not be built: nothing to repeat. */
  | { readonly kind: "invalid"; readonly cause: unknown }
  /** The caller aborted. What came of the body is kept. */
  | { readonly kind: "aborted"; readonly cause: unknown; readonly sent: boolean; readonly text?: string };

/** An outcome after which it may make sense to go on. */
export type Tried = Exclude<Outcome, { kind: "aborted" | "invalid" }>;

/** What an operation gets from an attempt, in openapi-fetch's terms. */
export interface AttemptInit {
  readonly signal: AbortSignal;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly headers: Readonly<Record<string, string>>;
}

/** How to send. */
export interface Sending {
  readonly fetch: Fetch;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until the whole answer has to be there. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/** Stands in for `Request` in openapi-fetch: carries what `fetch(url, init)` takes and costs nothing. */
export class PlainRequest {
  constructor(readonly url: string, readonly init: RequestInit) {}
}

/** All that openapi-fetch is told of an answer, which is read here: that it has nothing left to read. */
const READ = { status: 204, headers: new Map() } as unknown as Response;

/**
 * Sends a request once. Settles when the whole answer was read, when `timeout` milliseconds are over or when `signal` aborts,
 * whichever comes first, even if `fetch` ignores its signal. Never rejects.
 */
export function attempt(send: (init: AttemptInit) => Promise<unknown>, { fetch, headers, timeout, signal }: Sending): Promise<Outcome> {
  if (signal?.aborted === true) return Promise.resolve({ kind: "aborted", cause: signal.reason as unknown, sent: false });
  return new Promise((settle) => {
    const controller = new AbortController();
    const chunks: Uint8Array[] = [];
    let sent = false;
    let response: Response | undefined;
    const run = async (request: Request): Promise<Response> => {
      // openapi-fetch declares the global Request here; it was given PlainRequest to construct.
      const { url, init } = request as unknown as PlainRequest;
      sent = true;
      response = await fetch(url, init);
      const reader = response.body?.getReader();
      for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read()) chunks.push(chunk.value);
      end({ kind: "answer", ...asFarAsItCame(response, chunks) });
      return READ;
    };
    const came = () => response && asFarAsItCame(response, chunks);
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      forget();
      settle(outcome);
      if (outcome.kind !== "answer") controller.abort(outcome.cause);
    };
    const fail = (cause: unknown): void => {
      if (sent && (response !== undefined || !isProvablyUnsent(cause))) end({ kind: "lost", cause, ...came() });
      else end({ kind: sent ? "unsent" : "invalid", cause });
    };
    const timer = setTimeout(() => fail(new DOMException(`no whole answer within ${String(timeout)} ms`, "TimeoutError")), timeout);
    const forget = onAbort(signal, () => end({ kind: "aborted", cause: signal?.reason, sent, ...came() }));
    send({ signal: controller.signal, fetch: run, headers }).catch(fail);
  });
}

/** An answer, its body decoded at the end: one whole chunk, the common case, is decoded several times faster than a stream. */
function asFarAsItCame({ status, headers }: Response, chunks: readonly Uint8Array[]): { status: number; headers: Headers; text: string } {
  const decoder = new TextDecoder();
  const last = chunks.length - 1;
  return { status, headers, text: chunks.map((chunk, index) => decoder.decode(chunk, { stream: index < last })).join("") };
}

/** System calls of Node's errors that come before anything is sent. */
const BEFORE_SENDING = new Set(["connect", "getaddrinfo"]);

/**
 * Codes of errors before anything is sent: undici, Bun, and the certificate checks of TLS (OpenSSL's X509_V_ERR names). For a blocked
 * port (Fetch standard, "port blocking") undici gives no code, only a message.
 */
const UNSENT =
  /^(bad port|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|(DEPTH_ZERO_)?SELF_SIGNED_CERT(_IN_CHAIN)?|UNABLE_TO_\w+|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_SSL_(WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|(SSLV3_|TLSV1_)ALERT_(HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNRECOGNIZED_NAME)))$/;

/** Whether the runtime's own error proves that nothing was sent. Browsers say nothing of the kind: there nothing is proven. */
export function isProvablyUnsent(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { message, code = message, syscall, cause, errors } = error as Record<string, unknown>;
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isProvablyUnsent);
  if (BEFORE_SENDING.has(String(syscall)) || UNSENT.test(String(code))) return true;
  return isProvablyUnsent(cause);
}
