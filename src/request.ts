import { attempt, type AttemptInit, type Outcome, type Tried } from "./attempt.ts";
import type { Core } from "./core.ts";
import { aborted, failure, jsonOf, noAnswer, outcomeUnknown, requestIdOf, taskIdIn, unbuilt, type Asked } from "./failure.ts";
import { driftOf, newFields, otherContract } from "./drift-of-answers.ts";
import type { Drift, RequestOptions, WithResponse } from "./options.ts";
import { LONGEST_TIMER, meaningOf, pause, pauseBefore, type Meaning } from "./retry.ts";
import { check, type BrokenRule, type Schema } from "./validate.ts";

/** One request, as an operation makes it. */
export interface Call<T> extends Asked {
  /** Calls the generated operation. */
  readonly send: (init: AttemptInit) => Promise<unknown>;
  /** What a success has to be. */
  readonly answer: Schema<T>;
  /** The names that the objects of a success have, by JSON pointer. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Whether a repetition of a paid request is known to be recognised. */
  readonly idempotent?: boolean;
  /** Whether repetitions are somebody else's business. */
  readonly once?: boolean;
  readonly onDrift?: ((drift: Drift) => void) | undefined;
}

/** The path of a request: wait for its turn, send, see what it means, answer or repeat or throw. */
export async function request<T>(core: Core, call: Call<T>, options: RequestOptions): Promise<WithResponse<T>> {
  const { fetch, redact } = core;
  const { timeout = core.timeout, deadline = core.deadline, signal } = options;
  const headers = { ...core.headers, ...options.headers };
  const ends = Date.now() + deadline;
  let uncertain: Tried | undefined;
  let taskId: string | undefined;
  let last: Tried | undefined;
  for (let count = 0; ; count++) {
    await core.turn(ends, signal);
    const left = Math.min(timeout, ends - Date.now(), LONGEST_TIMER);
    const outcome: Outcome = left > 0 ? await attempt(call.send, { fetch, headers, timeout: left, signal }) : (last ?? late());
    if (outcome.kind === "invalid") throw unbuilt(call, outcome.cause, redact);
    if (outcome.kind === "aborted") throw aborted(call, outcome.cause, outcome.sent || uncertain !== undefined, taskId ?? taskIdIn(outcome, redact), redact);
    const { meaning, success } = understand(core, call, outcome);
    core.log(success === undefined ? "warn" : "debug", `${call.name}: ${outcome.kind === "answer" ? String(outcome.status) : noAnswer(outcome, redact)}`);
    if (success !== undefined) return success;
    if (meaning === "unknown") {
      uncertain = outcome;
      taskId ??= taskIdIn(outcome, redact);
    }
    last = outcome;
    const wait = pauseBefore(count, outcome, Date.now());
    if (!mayRepeat(call, meaning) || Date.now() + wait + leastTime(call, timeout) >= ends) {
      throw call.paid !== undefined && uncertain !== undefined ? outcomeUnknown(call, call.paid, uncertain, taskId, redact) : failure(call, outcome, redact);
    }
    if (!(await pause(wait, signal))) throw aborted(call, signal?.reason, uncertain !== undefined, taskId, redact);
  }
}

const late = (): Tried => ({ kind: "unsent", cause: new Error("the deadline was over before its turn came") });

/** Milliseconds that a repetition of a paid request has for its answer at the least: cut short, its outcome would be unknown. */
const PAID_AT_LEAST = 1_000;

function leastTime({ paid }: Call<unknown>, timeout: number): number {
  return paid === undefined ? 0 : Math.min(PAID_AT_LEAST, timeout);
}

/** Money first: a paid request is repeated only if it was certainly not accepted, or if repetitions are recognised. */
function mayRepeat({ paid, idempotent, once }: Call<unknown>, meaning: Meaning): boolean {
  if (once === true || meaning === "refused") return false;
  return meaning === "not accepted" || paid === undefined || idempotent === true;
}

interface Understood<T> {
  readonly meaning: Meaning;
  readonly success?: WithResponse<T>;
}

function understand<T>(core: Core, call: Call<T>, outcome: Tried): Understood<T> {
  const meaning = meaningOf(outcome);
  if (meaning !== "success" || outcome.kind !== "answer") return { meaning };
  const { status, headers, text } = outcome;
  const data = jsonOf(text);
  const broken = check(call.answer, data);
  if (broken.length > 0 && !isUsable(call.answer, data, broken)) return { meaning: "unknown" };
  for (const drift of [...broken.map(driftOf), ...newFields(call.fields, data), ...otherContract(headers)]) (call.onDrift ?? core.onDrift)(drift);
  // Usable: what the contract requires is there. Other departures from it were reported as drift.
  return { meaning, success: { data: data as T, status, headers, requestId: requestIdOf(headers) } };
}

/** Whether an answer that breaks the contract still has all that it requires, each of the right type. */
function isUsable(schema: Schema<unknown>, data: unknown, broken: readonly BrokenRule[]): boolean {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return false;
  const mistyped = new Set(broken.filter(({ keyword }) => keyword === "type").map(({ pointer }) => pointer.split("/")[1]));
  const rest = Object.fromEntries(Object.entries(data).filter(([name]) => !mistyped.has(name)));
  return !check(schema, rest).some(({ keyword, pointer }) => keyword === "required" && pointer.lastIndexOf("/") === 0);
}
