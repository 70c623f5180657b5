import { TaskFailedError, WaitTimeoutError, type Task } from "../../sdk/index.ts";
import { reportNoResult } from "../batch-event.ts";
import type { JournalEvent } from "../entry.ts";
import { dropJob, endJob, messageOf, type JobContext, type Next } from "./job-context.ts";
import type { FetchedJob } from "./queues.ts";
import type { GuardRow } from "./rows.ts";

/** Milliseconds for which one job polls a task; then another job continues. */
const MAX_SLICE = 30_000;

/** How following a task ended. */
interface Polled {
  readonly event?: JournalEvent;
  readonly next: Next;
  /** Called once it is recorded. */
  readonly report: () => void;
}

/** Follows an item's task for a while, and writes down its end. */
export async function pollJob(context: JobContext, job: FetchedJob, row: GuardRow | undefined): Promise<void> {
  const { key } = job.data;
  if (row?.job !== job.id || row.entry.state !== "accepted" || row.entry.taskId === undefined)
    return dropJob(context, "poll", job);
  const left = context.wait.maxWait - (row.followed ?? 0);
  const { event, next, report } = await poll(context, key, row.entry.taskId, left);
  await endJob(context, "poll", job, event, next);
  report();
}

async function poll(context: JobContext, key: string, taskId: string, left: number): Promise<Polled> {
  const { client, onEvent, saving, stop, wait } = context;
  try {
    // Of a task that is known, an id of any form is right, and the first poll comes after an interval.
    const known = { id: taskId, status: "pending" } as Task;
    const task = await client.tasks.wait(known, {
      ...{ interval: wait.interval, maxWait: Math.max(1, Math.min(left, MAX_SLICE)), signal: stop },
      onProgress: ({ status, progress }) => onEvent({ event: "progress", key, taskId, status, progress }),
    });
    const { results } = task;
    return {
      event: { type: "ended", key, completed: true, results: results.length },
      next: saving === undefined || results.length === 0 ? "nothing" : { step: "save" },
      report: () => {
        onEvent({ event: "completed", key, taskId, results });
        if (results.length === 0) reportNoResult(onEvent, key, taskId);
      },
    };
  } catch (error) {
    return broken(context, key, taskId, { error, isLast: left <= MAX_SLICE });
  }
}

function broken(
  { onEvent, stop }: JobContext,
  key: string,
  taskId: string,
  { error, isLast }: { readonly error: unknown; readonly isLast: boolean },
): Polled {
  const message = messageOf(error);
  if (error instanceof TaskFailedError) {
    return {
      event: { type: "ended", key, completed: false, message },
      next: "nothing",
      report: () => onEvent({ event: "failed", key, taskId, message }),
    };
  }
  if (stop.aborted || (error instanceof WaitTimeoutError && !isLast)) {
    return { next: { step: "poll" }, report: () => undefined };
  }
  return { next: "nothing", report: () => onEvent({ event: "left", key, message }) };
}
