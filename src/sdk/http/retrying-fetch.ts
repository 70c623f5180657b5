import type { VideoGenerationRequest } from "../../../generated/types.ts";
import { monotonicNow, sleep } from "../../shared/time.ts";
import type { ClientContext } from "../context.ts";
import { callOf, type Call } from "./call.ts";
import { createError, describe, findTaskId, type UncertainAttempt } from "./create-error.ts";
import { parseSuccess, type Success } from "./response-body.ts";
import { decide, retryDelay, type RetryDecision } from "./retry-policy.ts";
import { sendOnce, type AttemptResult, type OutgoingRequest } from "./send-once.ts";

/** Milliseconds that a retry of a create request needs for its response: cut short, its outcome would be unknown. */
const LEAST_TIME_FOR_CREATE = 1_000;

/** Milliseconds after which nothing can be expected to start listening on this machine. */
const LOOPBACK_DEADLINE = 3_000;

/** The result of an attempt that was never made. */
const NO_ATTEMPT: AttemptResult = {
  kind: "not-sent",
  sent: false,
  status: 0,
  headers: undefined,
  requestId: undefined,
  text: "",
  cause: "maxRequestsPerSecond did not let the request pass before its deadline",
};

/**
 * Sends a request until it succeeds or is not to be sent again. Resolves to a response whose body has what the contract
 * requires, which the call then has as its `success`; rejects with an `EvoLinkError`.
 */
export async function retryingFetch(context: ClientContext, request: Request): Promise<Response> {
  const call = callOf(request);
  const outgoing = outgoingRequest(context, request, call);
  const name = `${request.method} ${context.redactor.text(request.url)}`;
  const startedAt = monotonicNow();
  const endsAt = startedAt + call.deadline;
  let result: AttemptResult = NO_ATTEMPT;
  let uncertain: UncertainAttempt | undefined;
  for (let retries = 0; ; retries++) {
    const mayBeSent = await context.rateLimiter.acquire(endsAt - leastTime(call), call.signal);
    const timeout = Math.min(call.timeout, endsAt - monotonicNow());
    if (mayBeSent) result = await sendOnce(context, outgoing, { timeout, signal: call.signal });
    const success = parseSuccess(call.expects, result);
    if (success !== undefined) return succeed(context, call, name, success);

    const decision = decide(result, { charged: call.charged !== undefined, idempotent: call.idempotent });
    uncertain = uncertainAfter(call, result, decision) ? remember(result, uncertain) : uncertain;
    const delay = retryDelay(retries, result);
    const isLast = !mayBeSent || call.noRetry || !decision.retry || retries >= call.maxRetries;
    const hint = hintFor(context, result, monotonicNow() - startedAt);
    if (isLast || hint !== undefined || monotonicNow() + delay + leastTime(call) >= endsAt) {
      context.log("warn", `${name}: ${describe(result)}`);
      throw createError({ name, request: requestOf(context, call), result, uncertain, hint });
    }
    context.log("info", `${name}: retry ${retries + 1} in ${Math.round(delay)} ms, after ${describe(result)}`);
    await sleep(delay, call.signal);
  }
}

/** Returns the body of a create request as an error shows it. */
function requestOf({ redactor }: ClientContext, { charged }: Call): VideoGenerationRequest | undefined {
  return charged === undefined ? undefined : (JSON.parse(redactor.text(charged)) as VideoGenerationRequest);
}

/** Returns the arguments of `fetch`, for wrappers that support neither `Request` nor streams. */
function outgoingRequest(context: ClientContext, request: Request, call: Call): OutgoingRequest {
  const { url, method, headers, redirect } = request;
  // Added last, so that no other header takes its place.
  context.authorize(headers);
  // The text that became the request's body: reading it back from there would cost a stream.
  const init = { method, headers, body: call.charged ?? null, redirect };
  // Frameworks would serve polls from their cache. Some runtimes without a cache reject the option.
  const isCacheable = method === "GET" && "cache" in Request.prototype;
  return { url, init: isCacheable ? { ...init, cache: "no-store" } : init };
}

function succeed(context: ClientContext, call: Call, name: string, success: Success): Response {
  context.log("debug", `${name}: ${success.status}`);
  for (const drift of success.drifts) context.callSafely("onDrift", () => call.onDrift(drift));
  call.success = success;
  return success.response;
}

/** Returns whether a create request may have been accepted in this attempt. */
function uncertainAfter(call: Call, result: AttemptResult, { outcome }: RetryDecision): boolean {
  return call.charged !== undefined && outcome === "unknown" && (result.kind === "response" || result.sent);
}

function remember(result: AttemptResult, earlier: UncertainAttempt | undefined): UncertainAttempt {
  return { result, taskId: earlier?.taskId ?? findTaskId(result) };
}

function leastTime({ charged, timeout }: Call): number {
  return charged === undefined ? 0 : Math.min(LEAST_TIME_FOR_CREATE, timeout);
}

/** Returns advice when nothing listens on this machine; undefined while a server may still start. */
function hintFor(context: ClientContext, result: AttemptResult, elapsed: number): string | undefined {
  if (!context.isMock || result.kind !== "not-sent" || elapsed < LOOPBACK_DEADLINE) return undefined;
  return `nothing listens on ${context.baseUrl}: start the mock with "npx evolink-video mock", or change the base URL`;
}
