import type { Drift } from "../options.ts";
import type { ResponseBody, Success } from "./response-body.ts";

/** What `retryingFetch` has to know of a call besides its request. */
export interface Call {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** Milliseconds for all attempts. */
  readonly deadline: number;
  readonly maxRetries: number;
  /**
   * The body of a create request as JSON text, which is charged once it is accepted; undefined for a request that costs
   * nothing.
   */
  readonly charged: string | undefined;
  /** Whether the server is known to recognise a retry. */
  readonly idempotent: boolean;
  /** Whether the caller retries by itself. */
  readonly noRetry: boolean;
  /** What a usable response has for a body. */
  readonly expects: ResponseBody;
  readonly onDrift: (drift: Drift) => unknown;
  /** What `retryingFetch` made of the response, once it has succeeded: openapi-fetch would parse the body again. */
  success?: Success;
}

interface CallRequest extends Request {
  readonly call: Call;
}

/**
 * Returns a call as part of a request's init: openapi-fetch copies init keys that it does not know onto the `Request`.
 * It leaves the body of the response, which `retryingFetch` has read, alone.
 */
export function callInit(call: Call): object {
  return { call, parseAs: "stream" };
}

/** Returns the call that a request was made for. */
export function callOf(request: Request): Call {
  return (request as CallRequest).call;
}
