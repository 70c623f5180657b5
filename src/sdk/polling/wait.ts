import {
  getTaskPolling,
  taskErrorCodeNewAttempt,
  taskStatusSuccessful,
  taskStatusTerminal,
} from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";
import { onAbort } from "../../shared/on-abort.ts";
import type { Core } from "../core.ts";
import {
  AbortError,
  attach,
  ConnectionError,
  EvoLinkError,
  TaskFailedError,
  UnexpectedAnswerError,
  WaitTimeoutError,
} from "../errors.ts";
import { onceEach } from "../../shared/dedupe.ts";
import { checkOptions, WAIT } from "../option-names.ts";
import type { Drift, RequestOptions, WaitOptions } from "../options.ts";
import { assertTaskId } from "../validation/serialize-request.ts";
import { pause } from "../http/retry-policy.ts";
import { RateLimitError, ServerError } from "../status-errors.ts";

/** What a wait needs of its client. */
export interface Waiter extends Pick<Core, "guard" | "onDrift" | "release"> {
  /** Reads a task once. */
  readonly look: (id: string, options: RequestOptions, onDrift: (drift: Drift) => void) => Promise<Task>;
  /** Milliseconds between two looks where the caller gives none and the contract's are not meant. */
  readonly interval: number | undefined;
}

/** Errors of a look after which the next may see the task. */
const PASSING = [RateLimitError, ConnectionError, UnexpectedAnswerError, ServerError];

/** What is known of the task. */
interface Seen {
  readonly id: string;
  task: Task | undefined;
}

// Statuses that the contract does not know come as well.
const SUCCESSFUL: readonly string[] = taskStatusSuccessful;
const TERMINAL: readonly string[] = taskStatusTerminal;

/** After failed looks, and while callbacks are given, looks are at most this many times rarer. */
const RAREST = 4;

/**
 * Follows a task to its end, with options that were checked and `more`, which were not; `fresh` when the task comes from its creation
 * just now. Whatever it throws carries the task's id, the task as last seen, and `resume()`.
 */
export async function follow(
  waiter: Waiter,
  start: Task | string,
  options: WaitOptions,
  more: WaitOptions = {},
  fresh = true,
): Promise<Task> {
  const all = { ...options, ...more };
  const { id = start as string } = Object(start) as Partial<Task>;
  const seen: Seen = { id, task: id === start ? undefined : (start as Task) };
  const news = newsOf(seen.id, all);
  try {
    checkOptions(more, WAIT);
    // An id that came from the vendor is right, whatever its form.
    if (!seen.task) assertTaskId(seen.id);
    seen.task = await terminal(waiter, seen, all, news, fresh);
    const { status, error: { code, message } = {} } = seen.task;
    if (SUCCESSFUL.includes(status)) return seen.task;
    const [newAttempt] = Object.entries(taskErrorCodeNewAttempt).find(
      ([, codes]: readonly [string, readonly (string | undefined)[]]) => codes.includes(code),
    ) ?? ["unknown"];
    const story = [`Task ${id} ${status}`, code, message].filter(Boolean).join(": ");
    throw new TaskFailedError(`${story} (a new paid attempt: ${newAttempt})`, { code, newAttempt });
  } catch (thrown) {
    const error =
      thrown instanceof EvoLinkError
        ? thrown
        : new EvoLinkError(`The wait for ${seen.id} broke off`, { cause: thrown });
    error.taskId = seen.id;
    const resume = (again?: WaitOptions): Promise<Task> =>
      follow(waiter, seen.task ?? seen.id, { ...all, signal: undefined }, again, false);
    throw attach(error, { task: seen.task, resume });
  } finally {
    news.end();
  }
}

async function terminal(waiter: Waiter, seen: Seen, options: WaitOptions, news: News, fresh: boolean): Promise<Task> {
  const { maxWait = getTaskPolling.max_wait_seconds * 1000, callbacks, interval: given = waiter.interval } = options;
  const interval = (given ?? getTaskPolling.interval_seconds * 1000) * (callbacks ? RAREST : 1);
  const ends = Date.now() + maxWait;
  const onDrift = onceEach(
    options.onDrift ?? waiter.onDrift,
    ({ pointer, keyword, value = "" }) => `${pointer} ${keyword} ${value}`,
  );
  // A task just created is not done at once: the first look comes at half its estimate, at most as late as the rarest look.
  const half = (seen.task?.task_info?.estimated_time ?? 0) * 500;
  let delay = fresh && seen.task ? Math.max(interval, given === undefined ? Math.min(half, RAREST * interval) : 0) : 0;
  let fault: EvoLinkError | undefined;
  for (let faults = 0; ;) {
    const known = news.task() ?? seen.task;
    if (known && TERMINAL.includes(known.status)) return known;
    const waited = await pause(Math.min(delay, ends - Date.now()), news.signal, waiter.release);
    if (news.task()) continue;
    if (!waited)
      throw new AbortError(`The wait for ${seen.id} was aborted, the task was not`, {
        sent: true,
        cause: options.signal?.reason,
      });
    if (Date.now() >= ends) {
      const last = `${known ? `, last known as ${known.status}` : ""}${fault ? ` (${fault.message})` : ""}`;
      throw new WaitTimeoutError(`${seen.id} was not seen to end in ${maxWait} ms, resume() waits again${last}`, {
        cause: fault,
      });
    }
    try {
      const task = await waiter.look(seen.id, { signal: news.signal, deadline: ends - Date.now() }, onDrift);
      if (task.id !== seen.id) throw new UnexpectedAnswerError(`asked for ${seen.id}, got ${task.id}`);
      seen.task = task;
      fault = undefined;
      faults = 0;
      waiter.guard("onProgress", () => options.onProgress?.(task));
    } catch (error) {
      if (!news.task() && !PASSING.some((Class) => error instanceof Class)) throw error;
      // What the end of the wait cut short says nothing, unless there is nothing else to say.
      if (Date.now() < ends || !(fault ?? seen.task)) fault = error as EvoLinkError;
      faults += 1;
    }
    const jittered = interval * Math.min(RAREST, 2 ** faults) * (0.9 + Math.random() / 5);
    delay = Math.max(jittered, +((fault as RateLimitError | undefined)?.retryAt ?? 0) - Date.now());
  }
}

/** News of one task from callbacks, and the signal that ends a pause or a look: news, or the caller's. */
interface News {
  readonly task: () => Task | undefined;
  readonly signal: AbortSignal | undefined;
  readonly end: () => void;
}

function newsOf(id: string, { callbacks, signal }: WaitOptions): News {
  let found: Task | undefined;
  const task = (): Task | undefined => found;
  if (!callbacks) return { task, signal, end: task };
  const controller = new AbortController();
  const stop = (): void => controller.abort(signal?.reason);
  const unsubscribe = callbacks.subscribe(id, (news) => {
    found = news;
    stop();
  });
  const forget = onAbort(signal, stop);
  if (signal?.aborted) stop();
  return {
    task,
    signal: controller.signal,
    end: () => {
      unsubscribe();
      forget();
    },
  };
}
