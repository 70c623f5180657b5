import { download, linksExpireAt } from "../sdk/download/index.ts";
import type { Task } from "../sdk/index.ts";
import { UsageError } from "./cli-error.ts";
import type { Connection } from "./connection.ts";
import { NoResultError } from "./no-result-error.ts";
import { checkOutputFile } from "./output-file.ts";
import { Progress } from "./progress.ts";
import type { Session } from "./session.ts";
import type { WaitingOptions } from "./shared-options.ts";

/** Validates the options of a wait before anything is charged. Throws a `UsageError`. */
export async function checkWaitingOptions({ out, overwrite = false }: WaitingOptions): Promise<void> {
  if (out === undefined && overwrite) throw new UsageError("--overwrite is for --out.");
  if (out !== undefined) await checkOutputFile(out, overwrite);
}

/**
 * Waits for a task, saves its video if requested, and writes the result. Throws the errors of `tasks.wait` and
 * `download`.
 */
export async function follow(
  { output }: Session,
  { client, signal, fetch }: Connection,
  start: Task | string,
  { out, overwrite = false, interval, maxWait }: WaitingOptions,
): Promise<void> {
  const waiting = new Progress(output, "waiting");
  const task = await client.tasks
    .wait(start, {
      signal,
      interval: milliseconds(interval),
      maxWait: milliseconds(maxWait),
      onProgress: ({ status, progress }) => waiting.show(status, progress),
    })
    .finally(() => waiting.end());
  const { results } = task;
  if (results.length === 0) throw new NoResultError(typeof start === "string" ? start : start.id);
  if (out === undefined) {
    const until = linksExpireAt(task);
    if (until !== undefined)
      output.note(`Completed. The links work at least until ${until.toISOString()}; save what you want to keep.`);
    await output.result(results, task);
    return;
  }
  const saving = new Progress(output, "saving");
  const onProgress = ({ received, total }: { readonly received: number; readonly total: number | undefined }): void =>
    saving.show("saving", total === undefined ? undefined : (received * 100) / total);
  const { bytes } = await download(task, out, { client, signal, overwrite, fetch, onProgress }).finally(() =>
    saving.end(),
  );
  output.note(`Completed. ${bytes.toLocaleString("en")} bytes were saved to:`);
  await output.result([out], task);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
