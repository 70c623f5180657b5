import type { EvoLink } from "../../sdk/index.ts";
import type { BatchEvent } from "../batch-event.ts";
import type { JournalEntry, JournalEvent } from "../entry.ts";
import type { PaidRequests } from "../paid-request.ts";
import type { Saving } from "../save.ts";
import type { Database } from "./database.ts";
import type { Delivery, Guard } from "./guard.ts";
import type { FetchedJob, Queues, Step } from "./queues.ts";
import type { GuardRow } from "./rows.ts";
import type { SharedRate } from "./shared-rate.ts";

/** Dependencies of the jobs of a worker. */
export interface JobContext {
  /** Name of the batch. */
  readonly batch: string;
  /** The permanent id of the batch, from which idempotency keys are made. */
  readonly batchId: string;
  /** Id of the worker. */
  readonly worker: string;
  readonly database: Database;
  readonly guard: Guard;
  readonly queues: Queues;
  readonly rate: SharedRate;
  readonly client: EvoLink;
  readonly paidRequests: PaidRequests;
  /**
   * Milliseconds for a create request with all its retries, so that its job ends before it would be delivered again.
   */
  readonly deadline: number;
  readonly maxCredits: number | undefined;
  readonly idempotent: boolean;
  readonly saving: Saving | undefined;
  /** Milliseconds, as `WaitOptions` has them. */
  readonly wait: { readonly interval: number | undefined; readonly maxWait: number };
  /** Aborted to stop the worker. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: BatchEvent) => void;
  /** Called with the reason when this worker should create no more videos. */
  readonly onHalt: (reason: string) => void;
}

/** Performs a job of an item; the row was read after the delivery. */
export type JobHandler = (context: JobContext, job: FetchedJob, row: GuardRow | undefined) => Promise<void>;

/** Returns the delivery of a job. */
export const deliveryOf = ({ id, retryCount }: FetchedJob): Delivery => ({ job: id, delivery: retryCount });

/** The next step of an item: a job after a delay in milliseconds, or nothing in this run. */
export type Next = { readonly step: Step; readonly delay?: number } | "nothing";

/**
 * Ends a job in one transaction: records the event, completes the job and sends the next one. A job that is no longer
 * current only records the event, unless the event has the item's task.
 */
export async function endJob(
  { guard, queues }: JobContext,
  step: Step,
  job: FetchedJob,
  event: JournalEvent | undefined,
  next: Next,
): Promise<JournalEntry> {
  const { key } = job.data;
  return guard.record(key, event, deliveryOf(job), async (client, entry, { isCarrier, changed }) => {
    await queues.complete(client, step, job.id);
    if (changed && entry.state === "accepted")
      return { job: await queues.sendOne(client, "poll", key), isFollowed: true };
    if (!isCarrier) return {};
    return { job: next === "nothing" ? null : await queues.sendOne(client, next.step, key, next.delay) };
  });
}

/** Ends a job that is no longer the current one of its item. */
export async function dropJob({ database, queues }: JobContext, step: Step, job: FetchedJob): Promise<void> {
  await database.transaction((client) => queues.complete(client, step, job.id));
}

/** Returns the message of an error. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
