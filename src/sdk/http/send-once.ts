import { onAbort } from "../../shared/on-abort.ts";
import { isObject } from "../../shared/json.ts";
import { timerDelay } from "../../shared/time.ts";
import type { ClientContext } from "../context.ts";
import { requestIdOf } from "./request-id.ts";
import { readableError } from "./readable-error.ts";
import { readText } from "./read-text.ts";
import { isProvablyUnsent } from "./unsent-errors.ts";

/** A request as `fetch` gets it. */
export interface OutgoingRequest {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Headers; readonly body: string | null };
}

/** The received part of a response, without the API key. */
interface Received {
  /** 0 when no response began. */
  readonly status: number;
  readonly headers: Headers | undefined;
  /** The vendor's id of the request. */
  readonly requestId: string | undefined;
  /** The body, as far as it came. */
  readonly text: string;
}

/** A complete response. */
export interface ReceivedResponse extends Received {
  readonly kind: "response";
  /** The response itself, whose body was read. Its headers may show the API key. */
  readonly response: Response;
  readonly headers: Headers;
  /** The body as JSON; undefined when it is none. */
  readonly data: unknown;
}

/** No complete response. */
interface Failed<Kind> extends Received {
  readonly kind: Kind;
  /** Whether anything was, or may have been, sent. */
  readonly sent: boolean;
  /** Why there is no complete response. It may show the API key. */
  readonly cause: unknown;
}

/**
 * `not-sent`: the request provably never left. `connection-lost`: it left, or may have. `aborted`: the caller ended it.
 */
export type FailedAttempt = Failed<"not-sent"> | Failed<"connection-lost"> | Failed<"aborted">;

/** The result of an attempt to send a request. */
export type AttemptResult = ReceivedResponse | FailedAttempt;

/** Limits of an attempt. */
export interface AttemptLimits {
  /** Milliseconds until the last byte of the response. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends a request once. Resolves when the whole response was read, after `timeout`, or when the signal aborts,
 * whichever comes first, even if `fetch` ignores its signal. Never rejects.
 */
export function sendOnce(
  context: ClientContext,
  request: OutgoingRequest,
  { timeout, signal }: AttemptLimits,
): Promise<AttemptResult> {
  const controller = new AbortController();
  const exchange: Exchange = { sent: false, responded: false, head: undefined, text: "" };
  return new Promise((resolve) => {
    const finish = (result: AttemptResult): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(result);
      if (result.kind !== "response") controller.abort();
    };
    const fail = (kind: FailedAttempt["kind"], cause: unknown): void =>
      finish(failedAttempt(context, exchange, kind, cause));
    const timer = setTimeout(
      () => fail("connection-lost", new DOMException(`timed out after ${Math.round(timeout)} ms`, "TimeoutError")),
      timerDelay(timeout),
    );
    const unsubscribe = onAbort(signal, () => fail("aborted", signal?.reason));
    if (signal?.aborted) {
      fail("aborted", signal.reason);
      return;
    }
    receive(context, request, controller.signal, exchange).then(finish, (thrown: unknown) => {
      const cause = readableError(thrown);
      exchange.sent = exchange.responded || !isProvablyUnsent(cause, context.usesBuiltInFetch());
      fail(exchange.sent ? "connection-lost" : "not-sent", cause);
    });
  });
}

/** Status and headers of a response, read from whatever `fetch` resolved to. */
interface ResponseHead {
  readonly status: number;
  readonly headers: Headers;
}

/** An exchange with the server in progress. */
interface Exchange {
  sent: boolean;
  /** Whether `fetch` resolved. */
  responded: boolean;
  head: ResponseHead | undefined;
  /** The body, as far as it came. */
  text: string;
}

async function receive(
  context: ClientContext,
  { url, init }: OutgoingRequest,
  signal: AbortSignal,
  exchange: Exchange,
): Promise<ReceivedResponse> {
  exchange.sent = true;
  const response = await context.fetch(url, { ...init, signal });
  exchange.responded = true;
  exchange.head = headOf(response);
  await readText(response, context.maxResponseBytes, (piece) => (exchange.text += piece));
  const received = withoutSecrets(context, exchange);
  const headers = received.headers ?? new Headers();
  return { ...received, kind: "response", response, headers, data: parseJson(received.text) };
}

/** Reads status and headers once. Throws if a custom `fetch` resolved to something else than a response. */
function headOf(response: Response): ResponseHead {
  if (!isObject(response) || !Number.isInteger(response.status) || typeof response.text !== "function")
    throw new TypeError("fetch did not resolve to a Response");
  const { status, headers } = response;
  return { status, headers: headers instanceof Headers ? headers : copyHeaders(headers) };
}

/** Copies the headers of node-fetch and its like, which iterate as the standard's do. A mock's object may have none. */
function copyHeaders(headers: unknown): Headers {
  const isIterable = isObject(headers) && Symbol.iterator in headers;
  return new Headers(isIterable ? (headers as unknown as Headers) : undefined);
}

function failedAttempt(
  context: ClientContext,
  exchange: Exchange,
  kind: FailedAttempt["kind"],
  cause: unknown,
): FailedAttempt {
  const received = withoutSecrets(context, exchange);
  return { ...received, kind, sent: exchange.sent, cause: readableError(cause) };
}

function withoutSecrets({ redactor }: ClientContext, { head, text }: Exchange): Received {
  const headers = head && redactor.headers(head.headers);
  return { status: head?.status ?? 0, headers, requestId: requestIdOf(headers), text: redactor.text(text) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
