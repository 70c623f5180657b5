import { onAbort } from "../../shared/on-abort.ts";
import type { Core } from "../core.ts";

/** What became of one attempt to send a request, without the API key. */
export interface Outcome {
  /**
   * `answer`: a whole one came. `not sent`: the request provably never left. `answer lost`: it left, or may have, and no whole answer
   * came; what did come is kept. `aborted`: the caller ended it.
   */
  readonly kind: "answer" | "not sent" | "answer lost" | "aborted";
  /** Whether anything was, or may have been, sent. */
  readonly sent: boolean;
  /** Why there is no whole answer. */
  readonly cause?: unknown;
  /** Of the answer, if one began; else 0. */
  readonly status: number;
  readonly headers?: Headers | undefined;
  /** The vendor's id of the request, from the headers. */
  readonly requestId?: string | undefined;
  /** The body, as far as it came. */
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly data?: unknown;
}

/**
 * Sends a request once. Settles when the whole answer was read, when `timeout` milliseconds are over or when `signal` aborts,
 * whichever comes first, even if `fetch` ignores its signal. Never rejects.
 */
export function attempt(
  { fetch, redact }: Core,
  url: string,
  init: RequestInit,
  timeout: number,
  signal?: AbortSignal,
): Promise<Outcome> {
  return new Promise((settle) => {
    const controller = new AbortController();
    const decoder = new TextDecoder();
    let response: Response | undefined;
    let body = "";
    let sent = false;
    const end = (kind: Outcome["kind"], cause?: unknown): void => {
      clearTimeout(timer);
      forget();
      const text = redact(body);
      const { status = 0, headers } = response ?? {};
      const requestId = headers?.get("x-request-id") ?? headers?.get("x-oneapi-request-id") ?? undefined;
      settle({ kind, sent, cause: redact(cause), status, headers, requestId, text, data: jsonOf(text) });
      if (kind !== "answer") controller.abort();
    };
    const timer = setTimeout(
      () => end("answer lost", new DOMException(`not whole within ${timeout} ms`, "TimeoutError")),
      timeout,
    );
    const forget = onAbort(signal, () => end("aborted", signal?.reason));
    const send = async (): Promise<void> => {
      if (signal?.aborted) {
        end("aborted", signal.reason);
        return;
      }
      sent = true;
      response = await fetch(url, { ...init, signal: controller.signal });
      const reader = response.body?.getReader();
      for (let part; (part = await reader?.read())?.value;) body += decoder.decode(part.value, { stream: true });
      body += decoder.decode();
      end("answer");
    };
    send().catch((cause: unknown) => {
      sent = !!response || !isProvablyUnsent(cause);
      end(sent ? "answer lost" : "not sent", cause);
    });
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Codes of errors before anything is sent: undici, Bun, and the certificate checks and handshakes of TLS (OpenSSL's names). For a
 * blocked port (Fetch standard, "port blocking") undici gives no code, only a message.
 */
const UNSENT =
  /^(bad port|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|(ERR_TLS_)?CERT_|(DEPTH_ZERO_)?SELF_SIGNED_CERT|UNABLE_TO_|ERR_SSL_\w*(VERSION|PROTOCOL|HANDSHAKE|UNRECOGNIZED))/;

/** Whether the runtime's own error proves that nothing was sent. Browsers say nothing of the kind: there nothing is proven. */
export function isProvablyUnsent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { message, code = message, syscall, cause, errors } = error as Error & Readonly<Record<string, unknown>>;
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isProvablyUnsent);
  // These system calls of Node come before anything is sent.
  return syscall === "connect" || syscall === "getaddrinfo" || UNSENT.test(String(code)) || isProvablyUnsent(cause);
}
