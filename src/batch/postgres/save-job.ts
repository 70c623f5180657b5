import { DownloadError } from "../../sdk/download/index.ts";
import { reportNoResult } from "../batch-event.ts";
import { save, type Saving } from "../save.ts";
import { dropJob, endJob, messageOf, type JobContext } from "./job-context.ts";
import type { FetchedJob } from "./queues.ts";
import type { GuardRow } from "./rows.ts";

/** Time limit of a download in one job, in milliseconds; another job resumes the partial file. */
const MAX_SLICE = 60_000;

/** Saves the results of an item's task. */
export async function saveJob(context: JobContext, job: FetchedJob, row: GuardRow | undefined): Promise<void> {
  const { key } = job.data;
  const { saving } = context;
  if (row?.job !== job.id || row.entry.taskId === undefined || saving === undefined)
    return dropJob(context, "save", job);
  const slice = AbortSignal.timeout(MAX_SLICE);
  const files = await saved(context, key, row.entry.taskId, saving, AbortSignal.any([context.stop, slice])).catch(
    (error: unknown) => {
      if (isWithoutResult(error)) reportNoResult(context.onEvent, key, String(row.entry.taskId));
      else if (!context.stop.aborted && !slice.aborted)
        context.onEvent({ event: "left", key, message: messageOf(error) });
      return undefined;
    },
  );
  if (files !== undefined) {
    await endJob(context, "save", job, { type: "saved", key, files }, "nothing");
    context.onEvent({ event: "saved", key, files });
  } else {
    await endJob(context, "save", job, undefined, context.stop.aborted || slice.aborted ? { step: "save" } : "nothing");
  }
}

const isWithoutResult = (error: unknown): boolean => error instanceof DownloadError && error.reason === "no_result";

async function saved(
  { client }: JobContext,
  key: string,
  taskId: string,
  saving: Saving,
  signal: AbortSignal,
): Promise<string[]> {
  return save(key, await client.tasks.get(taskId, { signal }), { ...saving, signal });
}
