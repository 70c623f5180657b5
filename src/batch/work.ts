import { createHash } from "node:crypto";
import type { EvoLink } from "../sdk/index.ts";
import { AbortError, TaskFailedError } from "../sdk/index.ts";
import type { Task } from "../../generated/types.ts";
import { sleep } from "../shared/time.ts";
import { create, type Created } from "./create.ts";
import type { JournalEntry, JournalEvent } from "./entry.ts";
import type { Item } from "./items.ts";
import type { Journal } from "./journal.ts";
import { reportNoResult, type BatchEvent } from "./batch-event.ts";
import type { PaidRequests } from "./paid-request.ts";
import { save, type Saving } from "./save.ts";

/** Dependencies of the work on an item. */
export interface BatchContext {
  readonly journal: Journal;
  readonly items: ReadonlyMap<string, Item>;
  readonly client: EvoLink;
  readonly paidRequests: PaidRequests;
  readonly maxCredits: number | undefined;
  readonly idempotent: boolean;
  readonly saving: Saving | undefined;
  /** Milliseconds, as `WaitOptions` has them. */
  readonly wait: { readonly interval: number | undefined; readonly maxWait: number | undefined };
  /** Aborted to stop the run: waits end, in-flight requests complete. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: BatchEvent) => void;
  /** Called when no other video should be created. */
  readonly onHalt: (reason: string) => void;
}

/** Performs the remaining steps of an item: create, follow, save. Rejects only when the journal fails. */
export async function work(context: BatchContext, entry: JournalEntry): Promise<void> {
  const { taskId } = entry;
  if (taskId !== undefined) return follow(context, entry, taskId);
  const item = context.items.get(entry.key);
  if (item === undefined) return context.journal.release(entry.key, "leave");
  const created = await create(context.client, context.paidRequests, item, {
    log: {
      begin: (event) => context.journal.begin(event, context.maxCredits),
      record: (event) => context.journal.record(event),
    },
    ...{ attempts: entry.attempt, stop: context.stop },
    idempotencyKey: context.idempotent ? (entry.idempotencyKey ?? keyFor(context.journal.id, item.key)) : undefined,
  });
  await settle(context, item, created);
}

/** Returns the idempotency key of an item: the same in every run, different in every batch. */
export function keyFor(batch: string, key: string): string {
  return `batch-${createHash("sha256").update(`${batch} ${key}`).digest("hex")}`;
}

async function settle(context: BatchContext, item: Item, created: Created): Promise<void> {
  const { event, task, halt } = created;
  if (created.broken !== undefined) throw created.broken;
  const entry = event === undefined ? undefined : await written(context, event);
  if (entry?.state === "accepted" && entry.taskId !== undefined) {
    context.onEvent({
      event: "accepted",
      key: item.key,
      taskId: entry.taskId,
      credits: entry.credits ?? item.estimate,
    });
    return follow(context, entry, task ?? entry.taskId);
  }
  if (entry?.state === "refused" || entry?.state === "unknown") {
    context.onEvent({ event: entry.state, key: item.key, message: entry.message ?? "" });
  }
  if (halt !== undefined) context.onHalt(halt);
  if (created.delay !== undefined) await sleep(created.delay, context.stop);
  await context.journal.release(item.key, created.next === "retry" ? "retry" : "leave");
}

/** Records an event; reports the task id if the journal cannot be written. */
async function written({ journal, onEvent }: BatchContext, event: JournalEvent): Promise<JournalEntry> {
  try {
    return await journal.record(event);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (event.type === "accepted") onEvent({ event: "unrecorded", key: event.key, taskId: event.taskId, message });
    throw error;
  }
}

async function follow(context: BatchContext, { key, state }: JournalEntry, known: Task | string): Promise<void> {
  const { journal, client, onEvent } = context;
  try {
    const task =
      state === "completed"
        ? await client.tasks.get(idOf(known), { signal: context.stop })
        : await ended(context, key, known);
    if ((task.results ?? []).length === 0) {
      reportNoResult(onEvent, key, task.id);
    } else if (context.saving !== undefined) {
      const files = await save(key, task, context.saving);
      await journal.record({ type: "saved", key, files }).catch(broken);
      onEvent({ event: "saved", key, files });
    }
  } catch (error) {
    if (error instanceof JournalError) throw error.reason;
    if (error instanceof TaskFailedError) await failed(context, key, error);
    else if (!(error instanceof AbortError) && !context.stop.aborted)
      onEvent({ event: "left", key, message: error instanceof Error ? error.message : String(error) });
  }
  await journal.release(key, "leave");
}

async function ended(
  { client, wait, stop, journal, onEvent }: BatchContext,
  key: string,
  known: Task | string,
): Promise<Task> {
  const taskId = idOf(known);
  const task = await client.tasks.wait(known, {
    ...wait,
    signal: stop,
    onProgress: ({ status, progress }) => onEvent({ event: "progress", key, taskId, status, progress }),
  });
  const { results } = task;
  await journal.record({ type: "ended", key, completed: true, results: results.length }).catch(broken);
  onEvent({ event: "completed", key, taskId, results });
  return task;
}

async function failed(
  { journal, onEvent }: BatchContext,
  key: string,
  { message, taskId }: TaskFailedError,
): Promise<void> {
  await journal.record({ type: "ended", key, completed: false, message });
  onEvent({ event: "failed", key, taskId, message });
}

const idOf = (known: Task | string): string => (typeof known === "string" ? known : known.id);

/** Marks a failure of the journal, to distinguish it from those of the API and of a download. */
class JournalError extends Error {
  constructor(readonly reason: Error) {
    super("the journal failed");
  }
}

function broken(reason: unknown): never {
  // A journal rejects with an error.
  throw new JournalError(reason as Error);
}
