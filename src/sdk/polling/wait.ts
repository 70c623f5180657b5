import { getTaskPolling, taskStatusSuccessful } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";
import { dedupe } from "../../shared/dedupe.ts";
import { monotonicNow, sleep } from "../../shared/time.ts";
import { assertOptions, WAIT_OPTIONS } from "../assert-options.ts";
import {
  AbortError,
  ConnectionError,
  EvoLinkError,
  NotFoundError,
  RateLimitError,
  ServerError,
  setTaskId,
  UnexpectedAnswerError,
  WaitTimeoutError,
} from "../errors/errors.ts";
import { redactErrors } from "../http/redact-errors.ts";
import type { Redactor } from "../http/redact.ts";
import type { CompletedTask, Drift, RequestOptions, WaitOptions } from "../options.ts";
import { assertIdInPath, assertTaskId } from "../validation/task-id.ts";
import { completedTask, isTerminal, taskFailedError } from "./outcome.ts";
import { subscribeToCallbacks, type CallbackSubscription } from "./callback-subscription.ts";
import type { WakeUpQueue } from "./wake-up-queue.ts";

/** What a wait needs of its client. */
export interface TaskPoller {
  readonly callSafely: (name: string, callback: () => unknown) => void;
  readonly redactor: Redactor;
  readonly onDrift: (drift: Drift) => unknown;
  readonly wakeUpQueue: WakeUpQueue;
  /** Milliseconds between two polls when the caller gives none; undefined for the contract's. */
  readonly defaultInterval: number | undefined;
  /** Reads a task once. */
  readonly poll: (id: string, options: RequestOptions, onDrift: (drift: Drift) => unknown) => Promise<Task>;
}

/** What to wait for. */
export interface WaitRequest {
  readonly start: Task | string;
  /** Options that were checked. */
  readonly options: WaitOptions;
  /** Options that were not, and win. */
  readonly overrides: WaitOptions;
  /** Whether the task was not created just now. */
  readonly isResumed?: boolean;
}

/** Failures of a poll after which the next may succeed. */
const TRANSIENT_ERRORS = [RateLimitError, ConnectionError, UnexpectedAnswerError, ServerError];

/** How many times rarer polls become at most: after failures, and while callbacks are given. */
const MAX_BACKOFF_FACTOR = 4;

/** Milliseconds after a task was created in which the API may not find it yet. */
const NOT_FOUND_GRACE = 30_000;

/** Milliseconds that a timer may be early: it counts whole ones. */
const TIMER_TOLERANCE = 2;

/** Milliseconds that a timer may be late on a busy machine. A later one means that the machine slept. */
const SLEPT = 5_000;

/** A wait in progress. */
interface Wait {
  readonly poller: TaskPoller;
  readonly id: string;
  readonly options: WaitOptions;
  readonly callbacks: CallbackSubscription;
  readonly interval: number;
  readonly maxWait: number;
  readonly onDrift: (drift: Drift) => unknown;
  readonly startedAt: number;
  /** Whether the task was created just now. */
  readonly isNew: boolean;
  /** The task as last read. */
  task: Task | undefined;
  /** Failed polls since the last that succeeded. */
  failures: number;
  lastError: EvoLinkError | undefined;
  /** Whether any poll has found the task. */
  wasFound: boolean;
}

/**
 * Waits for the end of a task and resolves to the completed task. Every error after the options were validated carries
 * the task's id, the task as last read, and `resume()`.
 */
export function waitForTask(poller: TaskPoller, request: WaitRequest): Promise<CompletedTask> {
  return redactErrors(poller.redactor, waitOnce(poller, request));
}

async function waitOnce(poller: TaskPoller, request: WaitRequest): Promise<CompletedTask> {
  const { start } = request;
  assertOptions(request.overrides, WAIT_OPTIONS);
  const options = { ...request.options, ...request.overrides };
  const task = typeof start === "string" ? undefined : start;
  const id = idOf(start);
  let callbacks: CallbackSubscription | undefined;
  let wait: Wait | undefined;
  try {
    assertIdInPath(id);
    // An id that came from the API is right, whatever its form.
    if (task === undefined) assertTaskId(id);
    callbacks = subscribeToCallbacks(id, options, poller.callSafely);
    wait = createWait(poller, { id, task, options, callbacks, isNew: task !== undefined && !request.isResumed });
    wait.task = await pollUntilTerminal(wait);
    if (!isSuccessful(wait.task)) throw taskFailedError(wait.task);
    return completedTask(wait.task, reportDrift(wait));
  } catch (thrown) {
    const error = thrown instanceof EvoLinkError ? thrown : internalError(id, thrown);
    setTaskId(error, id);
    const last = wait?.task ?? task;
    error.task = last;
    const resumed = { start: last ?? id, options: { ...options, signal: undefined }, isResumed: true };
    error.resume = (overrides = {}) => waitForTask(poller, { ...resumed, overrides });
    throw error;
  } finally {
    callbacks?.unsubscribe();
  }
}

/** Returns the id to wait for; the empty one, which is rejected, where the caller gave no task. */
function idOf(start: Task | string): string {
  try {
    return typeof start === "string" ? start : start.id;
  } catch {
    return "";
  }
}

function reportDrift({ poller, onDrift }: Wait): (drift: Drift) => void {
  return (drift) => poller.callSafely("onDrift", () => onDrift(drift));
}

function internalError(id: string, cause: unknown): EvoLinkError {
  return new EvoLinkError(`The wait for ${id} ended with an internal error`, { cause });
}

function createWait(poller: TaskPoller, about: Pick<Wait, "id" | "task" | "options" | "callbacks" | "isNew">): Wait {
  const { maxWait, interval, onDrift, callbacks } = about.options;
  const ownInterval = interval ?? poller.defaultInterval ?? getTaskPolling.interval_seconds * 1000;
  return {
    ...about,
    poller,
    interval: ownInterval * (callbacks ? MAX_BACKOFF_FACTOR : 1),
    maxWait: maxWait ?? getTaskPolling.max_wait_seconds * 1000,
    onDrift: dedupe(onDrift ?? poller.onDrift, ({ pointer, keyword, value = "" }) => `${pointer} ${keyword} ${value}`),
    startedAt: monotonicNow(),
    failures: 0,
    lastError: undefined,
    wasFound: false,
  };
}

async function pollUntilTerminal(wait: Wait): Promise<Task> {
  const endsAt = wait.startedAt + wait.maxWait;
  let delay = firstDelay(wait);
  for (;;) {
    const known = wait.callbacks.task() ?? wait.task;
    if (known && isTerminal(known)) return known;

    const wakesAt = Math.min(monotonicNow() + delay, endsAt);
    const slept = await sleep(wakesAt - monotonicNow(), wait.callbacks.signal, wait.poller.wakeUpQueue);
    if (wait.callbacks.task()) continue;
    if (!slept) throw abortError(wait);
    // A machine that slept may have missed the task's end: it polls once more before the wait times out.
    const overslept = monotonicNow() - wakesAt > SLEPT;
    if (isOver(endsAt) && !overslept) throw timeoutError(wait);
    await pollOnce(wait, overslept ? Math.max(endsAt, monotonicNow() + SLEPT) : endsAt);
    delay = nextDelay(wait);
  }
}

/**
 * A task created just now is not done at once: the first poll comes at half its estimated time, and no later than any
 * other.
 */
function firstDelay({ task, isNew, interval, options, poller }: Wait): number {
  if (!isNew) return 0;
  const followsContract = options.interval === undefined && poller.defaultInterval === undefined;
  const half = (Number(task?.task_info?.estimated_time) || 0) * 500;
  return followsContract ? Math.max(interval, Math.min(half, MAX_BACKOFF_FACTOR * interval)) : interval;
}

/** Reads the task, and remembers what was read or why that failed. Throws when another poll cannot help. */
async function pollOnce(wait: Wait, endsAt: number): Promise<void> {
  const { poller, id, callbacks, options } = wait;
  try {
    const deadline = endsAt - monotonicNow();
    const task = await poller.poll(id, { signal: callbacks.signal, deadline }, wait.onDrift);
    if (task.id !== id) throw new UnexpectedAnswerError(`asked for ${id}, got ${task.id}`);
    wait.task = task;
    wait.wasFound = true;
    wait.failures = 0;
    wait.lastError = undefined;
    poller.callSafely("onProgress", () => options.onProgress?.(task));
  } catch (error) {
    if (callbacks.task()) return;
    if (!(error instanceof EvoLinkError) || !isTransient(wait, error)) throw error;
    // A poll that the end of the wait cut short explains nothing. It is kept only if there is no other reason.
    if (!isOver(endsAt) || (wait.lastError ?? wait.task) === undefined) wait.lastError = error;
    wait.failures += 1;
  }
}

function isOver(endsAt: number): boolean {
  return endsAt - monotonicNow() < TIMER_TOLERANCE;
}

function isTransient(wait: Wait, error: EvoLinkError): boolean {
  if (TRANSIENT_ERRORS.some((Class) => error instanceof Class)) return true;
  const isInGrace = wait.isNew && !wait.wasFound && monotonicNow() - wait.startedAt < NOT_FOUND_GRACE;
  return error instanceof NotFoundError && isInGrace;
}

function nextDelay({ interval, failures, lastError }: Wait): number {
  const backoff = interval * Math.min(MAX_BACKOFF_FACTOR, 2 ** failures) * (0.9 + Math.random() / 5);
  const retryAt =
    lastError instanceof RateLimitError || lastError instanceof ServerError ? lastError.retryAt : undefined;
  return retryAt === undefined ? backoff : Math.max(backoff, retryAt.getTime() - Date.now());
}

function isSuccessful({ status }: Task): boolean {
  return taskStatusSuccessful.some((successful) => successful === status);
}

function abortError({ id, options }: Wait): AbortError {
  return new AbortError(`The wait for ${id} was aborted, the task was not`, {
    sent: true,
    cause: options.signal?.reason,
  });
}

function timeoutError({ id, maxWait, task, lastError }: Wait): WaitTimeoutError {
  const lastStatus = task ? `, last status ${task.status}` : "";
  const reason = lastError ? ` (${lastError.message})` : "";
  const message = `${id} had not finished when the wait timed out after ${maxWait} ms, resume() waits again`;
  return new WaitTimeoutError(`${message}${lastStatus}${reason}`, { cause: lastError });
}
