import type { AttemptResult } from "./send-once.ts";
import { retryAfter } from "./retry-after.ts";

/** What the policy has to know of a request. */
export interface RetryRules {
  /** Whether the request is charged once it is accepted. */
  readonly charged: boolean;
  /** Whether the server is known to recognise a retry. */
  readonly idempotent: boolean;
}

/** The decision after an attempt that did not succeed. */
export interface RetryDecision {
  readonly retry: boolean;
  /** What is known of the request. `unknown`: it may have been accepted, and a create request then is charged. */
  readonly outcome: "refused" | "not-accepted" | "unknown";
}

/**
 * Decides whether a request is sent again. You are charged once the API accepts a create request, so it is retried only
 * when it was provably not accepted. This function is the only place that decides about that.
 */
export function decide(result: AttemptResult, { charged, idempotent }: RetryRules): RetryDecision {
  // The caller wants no response any more.
  if (result.kind === "aborted") return { retry: false, outcome: result.sent ? "unknown" : "not-accepted" };
  // Nothing reached the server, so it cannot have accepted anything.
  if (result.kind === "not-sent") return { retry: true, outcome: "not-accepted" };
  // A read, and a request that the server recognises, can be retried whatever its outcome.
  const unknown: RetryDecision = { retry: !charged || idempotent, outcome: "unknown" };
  // The server may have accepted the request before the connection was lost.
  if (result.kind === "connection-lost") return unknown;
  // Some gateways respond 429 when the credits are used up. Waiting does not help.
  if (result.status === 429 && isOutOfCredits(result.data)) return { retry: false, outcome: "refused" };
  // Rate limits are checked before a request is accepted.
  if (result.status === 429) return { retry: true, outcome: "not-accepted" };
  // A time-out (408) and a conflict (409) do not show whether the request, or an earlier one, was accepted.
  if (result.status === 408 || result.status === 409) return unknown;
  // Every other 4xx rejects the request, and would reject it again.
  if (result.status >= 400 && result.status < 500) return { retry: false, outcome: "refused" };
  // A failing server, a redirect, and a success with an invalid body: the request may have been accepted.
  return unknown;
}

/** The vendor's error code for insufficient credits; other vendors send it with a 429. */
function isOutOfCredits(data: unknown): boolean {
  const { error } = (data ?? {}) as { readonly error?: { readonly code?: unknown; readonly type?: unknown } | null };
  return error?.code === "insufficient_quota" || error?.type === "insufficient_quota";
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 8_000;

/**
 * Returns the milliseconds before retry number `retries` (from 0): doubling, with jitter, and at least what
 * `Retry-After` asks.
 */
export function retryDelay(retries: number, result: AttemptResult): number {
  const backoff = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** retries) * (0.75 + Math.random() / 4);
  return Math.max(backoff, retryAfter(result.headers) ?? 0);
}
