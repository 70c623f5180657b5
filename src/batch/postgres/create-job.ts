import { create, type Created } from "../create.ts";
import type { JournalEntry, JournalEvent } from "../entry.ts";
import { KEY_TRUSTED_MS } from "../journal.ts";
import { keyFor } from "../work.ts";
import type { VideoGenerationRequest } from "../../sdk/index.ts";
import { deliveryOf, dropJob, endJob, messageOf, type JobContext, type Next } from "./job-context.ts";
import type { FetchedJob } from "./queues.ts";
import type { GuardRow } from "./rows.ts";

/** Maximum wait of a job for its slot under `maxRps`, and delay until it is retried, in milliseconds. */
const MAX_RATE_WAIT = 20_000;
const RATE_RETRY = 5_000;

/** Creates the video of an item, or sets the item aside when an earlier delivery of the job had begun to. */
export async function createJob(context: JobContext, job: FetchedJob, known: GuardRow | undefined): Promise<void> {
  const { key } = job.data;
  const row = known && (await context.guard.claim(key, deliveryOf(job), known));
  if (row === undefined) return dropJob(context, "create", job);
  if (row.entry.taskId !== undefined) {
    await endJob(context, "create", job, undefined, { step: "poll" });
    return;
  }
  if (row.entry.state === "unknown" && !mayRetry(context, row.entry)) {
    await endJob(context, "create", job, undefined, "nothing");
    context.onEvent({ event: "unknown", key, message: row.entry.message ?? "" });
    return;
  }
  if (!(await context.rate.acquire(MAX_RATE_WAIT, context.stop))) {
    await endJob(context, "create", job, undefined, { step: "create", delay: context.stop.aborted ? 0 : RATE_RETRY });
    return;
  }
  await settle(context, job, row, await send(context, job, row));
}

/** Returns whether a request of unknown outcome may be retried under its idempotency key, while keys are trusted. */
function mayRetry({ idempotent }: JobContext, { idempotencyKey, begunAt }: JournalEntry): boolean {
  return idempotent && idempotencyKey !== undefined && Date.now() - Date.parse(begunAt ?? "") < KEY_TRUSTED_MS;
}

function send(context: JobContext, job: FetchedJob, { entry, body, hash, estimate }: GuardRow): Promise<Created> {
  const { batchId, client, deadline, guard, idempotent, maxCredits, paidRequests, stop, worker } = context;
  const { key } = job.data;
  // The client validates the body before it sends it.
  const item = { key, keyed: true, line: 0, body: JSON.parse(body ?? "{}") as VideoGenerationRequest };
  return create(
    client,
    paidRequests,
    { ...item, hash: hash ?? "", estimate },
    {
      log: {
        begin: (event) => guard.begin(event, deliveryOf(job), { maxCredits, worker }),
        record: (event) => guard.record(key, event, deliveryOf(job)),
      },
      ...{ attempts: entry.attempt, stop, deadline },
      idempotencyKey: idempotent ? (entry.idempotencyKey ?? keyFor(batchId, key)) : undefined,
    },
  );
}

async function settle(context: JobContext, job: FetchedJob, row: GuardRow, created: Created): Promise<void> {
  const { event, halt } = created;
  const { key } = job.data;
  if (created.broken !== undefined) throw created.broken;
  const entry = await written(context, job, event, nextOf(context, created));
  if (entry.state === "accepted" && entry.taskId !== undefined)
    context.onEvent({ event: "accepted", key, taskId: entry.taskId, credits: entry.credits ?? row.estimate });
  if (event !== undefined && (entry.state === "refused" || entry.state === "unknown"))
    context.onEvent({ event: entry.state, key, message: entry.message ?? "" });
  if (halt !== undefined) context.onHalt(halt);
}

/** Returns an unsent item to other workers when this one stops. */
function nextOf({ stop }: JobContext, { event, next, delay = 0 }: Created): Next {
  if (next === "retry") return { step: "create", delay };
  return stop.aborted && event === undefined ? { step: "create" } : "nothing";
}

/** Records an event; reports the task id if the database cannot be written. */
async function written(
  context: JobContext,
  job: FetchedJob,
  event: JournalEvent | undefined,
  next: Next,
): Promise<JournalEntry> {
  try {
    return await endJob(context, "create", job, event, next);
  } catch (error) {
    if (event?.type === "accepted")
      context.onEvent({ event: "unrecorded", key: event.key, taskId: event.taskId, message: messageOf(error) });
    throw error;
  }
}
