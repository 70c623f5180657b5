import {
  getTaskPolling,
  taskErrorCodeNewAttempt,
  taskStatusSuccessful,
  taskStatusTerminal,
} from "../generated/constants.ts";
import type { Task } from "../generated/types.ts";
import type { TaskNews } from "./callback/news.ts";
import { onAbort } from "./aborts.ts";
import { AbortError, ConnectionError, EvoLinkError, hide, sentence, TaskFailedError, UnexpectedAnswerError, WaitTimeoutError } from "./errors.ts";
import { onceEach } from "./once-each.ts";
import { checkOptions, WAIT } from "./option-names.ts";
import type { Drift, WaitOptions } from "./options.ts";
import { checkTaskId } from "./prepare.ts";
import { pause } from "./retry.ts";
import { RateLimitError, ServerError } from "./status-errors.ts";
import type { Release } from "./turns.ts";

/** What a wait needs of its client. */
export interface Waiter {
  /** Reads a task once, within `deadline` milliseconds. */
  readonly look: (id: string, how: { signal: AbortSignal | undefined; deadline: number; onDrift: (drift: Drift) => void }) => Promise<Task>;
  /** Milliseconds between two looks where the caller gives none and the contract's are not meant. */
  readonly interval: number | undefined;
  readonly onDrift: (drift: Drift) => void;
  /** Told of what a function of the caller threw. */
  readonly onThrown: (error: unknown) => void;
  readonly release: Release;
}

/** After failed looks, and while callbacks are given, looks are at most this many times rarer. */
const RAREST = 4;

/** Follows a task to its end. Whatever it throws carries the task's id, the task as last seen, and `resume()`. */
export function wait(waiter: Waiter, start: Task | string, options: WaitOptions): Promise<Task> {
  const seen: Seen = isTask(start) ? { id: start.id, task: start, fresh: true } : { id: start, fresh: false };
  return follow(waiter, seen, options);
}

const isTask = (start: Task | string): start is Task => typeof start === "object" && (start as unknown) !== null;

/** What is known of the task; `fresh` when it comes from its creation just now. */
interface Seen {
  readonly id: string;
  task?: Task;
  fresh: boolean;
  /** Whether a look showed the task. */
  looked?: boolean;
}

/** A look that failed in passing, with the time when the next may be made (0: at any time). */
interface Fault {
  readonly cause: EvoLinkError;
  readonly retryAt: number;
}

async function follow(waiter: Waiter, seen: Seen, options: WaitOptions): Promise<Task> {
  const news = options.callbacks === undefined ? undefined : new News(seen.id, options.callbacks, options.signal);
  try {
    return outcomeOf(await untilTerminal(waiter, seen, options, news));
  } catch (thrown) {
    const error = thrown instanceof EvoLinkError ? thrown : new EvoLinkError(`The wait for ${seen.id} broke off`, { cause: thrown });
    const resume = (more: WaitOptions = {}): Promise<Task> => follow(waiter, { ...seen, fresh: false }, { ...options, signal: undefined, ...more });
    error.taskId = seen.id;
    throw hide(error, { task: seen.task, resume });
  } finally {
    news?.end();
  }
}

async function untilTerminal(waiter: Waiter, seen: Seen, options: WaitOptions, news: News | undefined): Promise<Task> {
  checkOptions(options, WAIT);
  // An id that came from the vendor is right, whatever its form.
  if (seen.task === undefined) checkTaskId(seen.id);
  const { maxWait = getTaskPolling.max_wait_seconds * 1000 } = options;
  const given = options.interval ?? waiter.interval;
  const interval = (given ?? getTaskPolling.interval_seconds * 1000) * (news === undefined ? 1 : RAREST);
  const signal = news?.signal ?? options.signal;
  const ends = Date.now() + maxWait;
  const lastLook = ends - Math.min(interval, 1000, maxWait / 10);
  const onDrift = onceEach(options.onDrift ?? waiter.onDrift, ({ pointer, keyword, value = "" }) => `${pointer} ${keyword} ${value}`);
  let delay = !seen.fresh ? 0 : given === undefined ? firstDelay(seen.task, interval) : interval;
  let fault: Fault | undefined;
  for (let faults = 0; ; ) {
    const known = news?.task ?? seen.task;
    if (known !== undefined && isTerminal(known)) return known;
    const late = Date.now() >= lastLook;
    const waited = await pause(late ? ends - Date.now() : Math.min(delay, lastLook - Date.now()), signal, waiter.release);
    if (news?.task !== undefined) continue;
    if (!waited) throw new AbortError(`The wait for ${seen.id} was aborted${known === undefined ? "" : "; the task goes on"}`, true, options.signal?.reason);
    if (late) throw timedOut(seen, maxWait, faults, fault?.cause);
    const failed = await lookAgain(waiter, seen, { onDrift, ends, signal, news, options });
    // What the end of the wait cut short says less than the failure before.
    fault = failed !== undefined && Date.now() >= ends ? (fault ?? failed) : failed;
    faults = fault === undefined ? 0 : faults + 1;
    const jittered = interval * Math.min(RAREST, 2 ** faults) * (0.9 + Math.random() / 5);
    delay = Math.max(jittered, (fault?.retryAt ?? 0) - Date.now());
  }
}

/** The error of a wait whose time is over: what was seen last, and what became of the last `faults` looks if they failed. */
function timedOut({ id, task, looked }: Seen, maxWait: number, faults: number, cause: EvoLinkError | undefined): WaitTimeoutError {
  const after = `${String(maxWait)} ms${task === undefined ? "" : ` (last ${looked === true ? "seen" : "known"} as ${task.status})`}`;
  const state = looked === true ? `is not finished after ${after}; the task goes on` : `could not be seen in ${after}`;
  const why = cause === undefined ? "" : ` The last ${faults === 1 ? "look" : `${String(faults)} looks`} failed: ${sentence(cause.message)}`;
  return new WaitTimeoutError(`${id} ${state}. resume() waits again.${why}`, cause === undefined ? {} : { cause });
}

interface Looking {
  readonly onDrift: (drift: Drift) => void;
  readonly ends: number;
  readonly signal: AbortSignal | undefined;
  readonly news: News | undefined;
  readonly options: WaitOptions;
}

/** Looks once. Undefined after a good look. Throws what ends the wait. */
async function lookAgain(waiter: Waiter, seen: Seen, { onDrift, ends, signal, news, options }: Looking): Promise<Fault | undefined> {
  try {
    const task = await waiter.look(seen.id, { signal, deadline: Math.max(1, ends - Date.now()), onDrift });
    if (task.id !== seen.id) {
      const message = `asked for ${seen.id}, got ${task.id}`;
      onDrift({ pointer: "/id", keyword: "const", value: JSON.stringify(task.id), message });
      return { cause: new EvoLinkError(message), retryAt: 0 };
    }
    seen.task = task;
    seen.looked = true;
  } catch (error) {
    if (news?.task !== undefined) return undefined;
    if (error instanceof RateLimitError) return { cause: error, retryAt: error.retryAt?.getTime() ?? 0 };
    if (error instanceof ConnectionError || error instanceof UnexpectedAnswerError || error instanceof ServerError) return { cause: error, retryAt: 0 };
    throw error;
  }
  try {
    options.onProgress?.(seen.task);
  } catch (error) {
    waiter.onThrown(error);
  }
  return undefined;
}

/** A task just created is not done at once: the first look comes at half its estimate, at most as late as the rarest look. */
function firstDelay(task: Task | undefined, interval: number): number {
  const half = (task?.task_info?.estimated_time ?? 0) * 500;
  return Math.max(interval, Math.min(half, RAREST * interval));
}

/** News of one task from callbacks, and the signal that ends a pause or a look: news, or the caller's. */
class News {
  task: Task | undefined;
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal;
  readonly end: () => void;

  constructor(id: string, callbacks: TaskNews, signal: AbortSignal | undefined) {
    const abort = (): void => this.#controller.abort(signal?.reason);
    const unsubscribe = callbacks.subscribe(id, (task) => {
      this.task = task;
      abort();
    });
    if (signal?.aborted === true) abort();
    const forget = onAbort(signal, abort);
    this.end = () => {
      unsubscribe();
      forget();
    };
  }
}

const isTerminal = ({ status }: Task): boolean => (taskStatusTerminal as readonly string[]).includes(status);

function outcomeOf(task: Task): Task {
  if ((taskStatusSuccessful as readonly string[]).includes(task.status)) return task;
  const lists = Object.entries(taskErrorCodeNewAttempt) as [keyof typeof taskErrorCodeNewAttempt, readonly string[]][];
  const code = task.error?.code;
  throw new TaskFailedError(task, lists.find(([, codes]) => code !== undefined && codes.includes(code))?.[0] ?? "unknown");
}
