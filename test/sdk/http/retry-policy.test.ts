// Protects money: for every way in which an attempt can end, whether the request is retried and which outcome is known.
import { describe, expect, test } from "vitest";
import { decide, retryDelay, type RetryDecision, type RetryRules } from "../../../src/sdk/http/retry-policy.ts";
import type { AttemptResult, FailedAttempt } from "../../../src/sdk/http/send-once.ts";

/** The kinds of requests. A read is never charged. */
const REQUESTS = [
  { request: "a read", charged: false, idempotent: false },
  { request: "a create request", charged: true, idempotent: false },
  { request: "a create request with an idempotency key", charged: true, idempotent: true },
] as const;

type RequestName = (typeof REQUESTS)[number]["request"];

interface Case {
  readonly name: string;
  readonly result: AttemptResult;
  readonly outcome: RetryDecision["outcome"];
  /** The kinds of requests that are retried. */
  readonly retried: readonly RequestName[];
}

const ALL: readonly RequestName[] = REQUESTS.map(({ request }) => request);
const NONE: readonly RequestName[] = [];
const UNLESS_CHARGED_TWICE: readonly RequestName[] = ["a read", "a create request with an idempotency key"];

function response(status: number, data?: unknown, headers: Record<string, string> = {}): AttemptResult {
  const sent = { status, headers: new Headers(headers) };
  return { kind: "response", response: new Response(), ...sent, data, text: "", requestId: undefined };
}

function failure(kind: FailedAttempt["kind"], sent: boolean, status = 0): AttemptResult {
  return { kind, sent, status, headers: undefined, requestId: undefined, text: "", cause: undefined };
}

function statuses(
  list: readonly number[],
  outcome: RetryDecision["outcome"],
  retried: readonly RequestName[],
): readonly Case[] {
  return list.map((status) => ({ name: String(status), result: response(status), outcome, retried }));
}

const quota = (error: unknown): AttemptResult => response(429, { error });

const CASES: readonly Case[] = [
  ...statuses([200, 201, 202, 204, 299], "unknown", UNLESS_CHARGED_TWICE),
  ...statuses([300, 301, 302, 303, 304, 307, 308, 399], "unknown", UNLESS_CHARGED_TWICE),
  ...statuses([400, 401, 402, 403, 404, 405, 406, 407, 410, 411, 412, 413, 414, 415, 416, 417], "refused", NONE),
  ...statuses([418, 421, 422, 423, 424, 425, 426, 428, 431, 451, 499], "refused", NONE),
  ...statuses([408, 409], "unknown", UNLESS_CHARGED_TWICE),
  ...statuses([429], "not-accepted", ALL),
  ...statuses([500, 501, 502, 503, 504, 505, 507, 508, 511], "unknown", UNLESS_CHARGED_TWICE),
  ...statuses([520, 521, 522, 523, 524, 525, 526, 530, 599], "unknown", UNLESS_CHARGED_TWICE),
  ...statuses([0, 100, 101, 199, 600, 999], "unknown", UNLESS_CHARGED_TWICE),
  {
    name: "429 with the code insufficient_quota",
    result: quota({ code: "insufficient_quota" }),
    outcome: "refused",
    retried: NONE,
  },
  {
    name: "429 with the type insufficient_quota",
    result: quota({ code: 1113, type: "insufficient_quota" }),
    outcome: "refused",
    retried: NONE,
  },
  {
    name: "500 with the code insufficient_quota, which does not prove a refusal",
    result: response(500, { error: { code: "insufficient_quota" } }),
    outcome: "unknown",
    retried: UNLESS_CHARGED_TWICE,
  },
  { name: "429 with another code", result: quota({ code: "rate_limited" }), outcome: "not-accepted", retried: ALL },
  { name: "429 with error null", result: quota(null), outcome: "not-accepted", retried: ALL },
  { name: "429 with error as a string", result: quota("insufficient_quota"), outcome: "not-accepted", retried: ALL },
  { name: "429 with body null", result: response(429, null), outcome: "not-accepted", retried: ALL },
  {
    name: "503 with the code insufficient_quota",
    result: response(503, { error: { code: "insufficient_quota" } }),
    outcome: "unknown",
    retried: UNLESS_CHARGED_TWICE,
  },
  { name: "not sent", result: failure("not-sent", false), outcome: "not-accepted", retried: ALL },
  {
    name: "connection lost before a response",
    result: failure("connection-lost", true),
    outcome: "unknown",
    retried: UNLESS_CHARGED_TWICE,
  },
  {
    name: "connection lost in the body of a 200",
    result: failure("connection-lost", true, 200),
    outcome: "unknown",
    retried: UNLESS_CHARGED_TWICE,
  },
  {
    name: "connection lost in the body of a 400",
    result: failure("connection-lost", true, 400),
    outcome: "unknown",
    retried: UNLESS_CHARGED_TWICE,
  },
  { name: "aborted before sending", result: failure("aborted", false), outcome: "not-accepted", retried: NONE },
  { name: "aborted after sending", result: failure("aborted", true), outcome: "unknown", retried: NONE },
  {
    name: "aborted in the body of a response",
    result: failure("aborted", true, 200),
    outcome: "unknown",
    retried: NONE,
  },
];

describe.each(REQUESTS)("$request", ({ request, ...rules }) => {
  test.each(CASES)("$name", ({ result, outcome, retried }) => {
    expect(decide(result, rules)).toEqual({ retry: retried.includes(request), outcome });
  });
});

test("of all statuses, only 429 makes a create request without an idempotency key retryable", () => {
  const rules: RetryRules = { charged: true, idempotent: false };
  const retried = Array.from({ length: 600 }, (_, status) => status).filter(
    (status) => decide(response(status), rules).retry,
  );

  expect(retried).toEqual([429]);
});

describe("the delay before a retry", () => {
  const lost = failure("connection-lost", true);
  const sample = (retries: number, result = lost): number[] =>
    Array.from({ length: 500 }, () => retryDelay(retries, result));

  test.each([
    { retries: 0, longest: 500 },
    { retries: 1, longest: 1_000 },
    { retries: 2, longest: 2_000 },
    { retries: 3, longest: 4_000 },
    { retries: 4, longest: 8_000 },
    { retries: 5, longest: 8_000 },
    { retries: 100, longest: 8_000 },
    { retries: 1_000_000, longest: 8_000 },
  ])("before retry $retries is at most $longest ms, at least three quarters of it, and has jitter", (one) => {
    const delays = sample(one.retries);

    expect(Math.max(...delays)).toBeLessThanOrEqual(one.longest);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(one.longest * 0.75);
    expect(new Set(delays).size).toBeGreaterThan(100);
  });

  test.each([
    { name: "a longer Retry-After takes precedence", value: "30", from: 30_000, to: 30_000 },
    { name: "a shorter Retry-After does not shorten the delay", value: "0", from: 375, to: 500 },
    { name: "an invalid Retry-After is ignored", value: "-1", from: 375, to: 500 },
    { name: "a huge Retry-After is ten years", value: "9".repeat(30), from: 315_360_000_000, to: 315_360_000_000 },
  ])("$name", ({ value, from, to }) => {
    const delays = sample(0, response(429, undefined, { "retry-after": value }));

    expect(Math.min(...delays)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...delays)).toBeLessThanOrEqual(to);
  });
});
