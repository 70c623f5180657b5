import { contractFingerprintStart } from "../../../generated/constants.ts";
import type { Operation } from "../../../generated/operations.ts";
import { attempt, type Outcome } from "./send-once.ts";
import type { Core } from "../core.ts";
import { EvoLinkError } from "../errors.ts";
import { failure, reasonOf, taskIdIn, type Risk } from "./failure.ts";
import type { Drift, RequestOptions, WithResponse } from "../options.ts";
import { LONGEST_TIMER, meaningOf, pause, pauseBefore } from "./retry-policy.ts";
import { findDrift } from "../validation/validate.ts";

/** What an operation says of its request. */
export interface How {
  /** The body as JSON, of a request that costs money. */
  readonly paid?: string;
  /** Whether a repetition of a paid request is known to be recognised. */
  readonly idempotent?: boolean;
  /** Whether repetitions are somebody else's business. */
  readonly once?: boolean;
  readonly onDrift?: ((drift: Drift) => void) | undefined;
}

/** Milliseconds that a repetition of a paid request has for its answer at the least: cut short, its outcome would be unknown. */
const PAID_AT_LEAST = 1_000;

/** The path of a request: wait for its turn, send, see what it means, answer or repeat or throw. */
export async function request<T>(
  core: Core,
  operation: Operation<T>,
  options: RequestOptions,
  how: How = {},
): Promise<WithResponse<T>> {
  const { timeout = core.timeout, deadline = core.deadline, signal } = options;
  const { paid, idempotent, once } = how;
  const url = core.baseUrl + operation.path;
  const name = `${operation.method} ${url}`;
  const init = initOf(core, operation, options, paid);
  const ends = Date.now() + deadline;
  const least = paid === undefined ? 0 : Math.min(PAID_AT_LEAST, timeout);
  let risk: (Risk & { readonly outcome: Outcome }) | undefined;
  let last: Outcome = { kind: "not sent", sent: false, status: 0, text: "", cause: "no turn before the deadline" };
  for (let count = 0; ; count++) {
    await core.turn(ends, signal);
    const left = Math.min(timeout, ends - Date.now(), LONGEST_TIMER);
    if (left > 0) last = await attempt(core, url, init, left, signal);
    const success = understood(core, operation, last, how.onDrift);
    core.log(success ? "debug" : "warn", `${name}: ${last.kind === "answer" ? last.status : reasonOf(last)}`);
    if (success) return success;
    const meaning = meaningOf(last);
    if (meaning === "unknown" && last.sent && paid !== undefined)
      risk = { outcome: last, paid, taskId: risk?.taskId ?? taskIdIn(last) };
    const wait = pauseBefore(count, last);
    const mayRepeat =
      !once && (meaning === "not accepted" || (meaning === "unknown" && (paid === undefined || idempotent)));
    if (last.kind === "aborted" || !mayRepeat || Date.now() + wait + least >= ends)
      throw failure(name, last.kind === "aborted" ? last : (risk?.outcome ?? last), risk);
    await pause(wait, signal);
  }
}

/** What is sent each time, of several headers of one name the last. Throws an `EvoLinkError` when a header is one that HTTP forbids. */
function initOf(
  { headers, redact }: Core,
  { method, headers: parameters }: Operation<unknown>,
  options: RequestOptions,
  body: string | undefined,
): RequestInit {
  const all = new Headers(body === undefined ? {} : { "content-type": "application/json" });
  try {
    for (const [name, value] of [headers, options.headers, parameters].flatMap((some) => Object.entries(some ?? {})))
      if (value !== undefined) all.set(name, value);
  } catch (cause) {
    throw new EvoLinkError(`headers: ${redact(String(cause))}`, { cause: redact(cause) });
  }
  return { method, headers: all, redirect: "manual", body: body ?? null };
}

/** A success that has what the contract requires; other departures from the contract are told as drift. */
function understood<T>(
  core: Core,
  { answer }: Operation<T>,
  { kind, status, headers, requestId, data }: Outcome,
  tell = core.onDrift,
): WithResponse<T> | undefined {
  if (kind !== "answer" || !headers || status < 200 || status >= 300) return undefined;
  const drifts: Drift[] = findDrift(answer, data);
  if (
    drifts.some(
      ({ keyword, pointer }) =>
        /^(type|required)$/.test(keyword) && ["", ...(answer.required ?? [])].includes(pointer.slice(1)),
    )
  )
    return undefined;
  const value = headers.get("x-contract-fingerprint");
  if (value?.startsWith(contractFingerprintStart) === false)
    drifts.push({
      pointer: "",
      keyword: "fingerprint",
      value,
      message: "the server speaks another contract (fingerprint)",
    });
  for (const drift of drifts) core.guard("onDrift", () => tell(drift));
  return { data: data as T, status, headers, requestId };
}
