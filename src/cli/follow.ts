import { access, constants, lstat } from "node:fs/promises";
import { dirname } from "node:path";
import { download, linksExpireAt } from "../sdk/download/index.ts";
import type { Task } from "../sdk/index.ts";
import type { Given } from "./arguments.ts";
import { Progress } from "./progress.ts";
import type { Connection, Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/** How a task is followed and where its video goes. */
export interface Following {
  readonly interval: number | undefined;
  readonly maxWait: number | undefined;
  readonly out: string | undefined;
  readonly overwrite: boolean;
}

/** Reads and checks the options of a wait, before anything is paid. Throws a `UsageError`. */
export async function followingOf(given: Given): Promise<Following> {
  const overwrite = given.flag("overwrite") ?? false;
  const out = given.text("out");
  if (out === undefined && overwrite) throw new UsageError("--overwrite is for --out.");
  if (out !== undefined) await checkPlace(out, overwrite);
  return { interval: given.milliseconds("interval"), maxWait: given.milliseconds("max-wait"), out, overwrite };
}

async function checkPlace(out: string, overwrite: boolean): Promise<void> {
  if (out === "-") throw new UsageError("--out needs the name of a file; the video is not written to stdout.");
  const there = await lstat(out).catch(() => undefined);
  if (there?.isDirectory() === true) throw new UsageError(`--out ${out} is a folder.`);
  if (there !== undefined && !overwrite)
    throw new UsageError(`--out ${out} exists; choose another name, or replace it with --overwrite.`);
  await access(dirname(out), constants.W_OK).catch(() => {
    throw new UsageError(`--out ${out}: its folder does not exist or cannot be written to.`);
  });
}

/** Waits for a task, saves its video if asked to, and gives the result. Throws what `tasks.wait` and `download` throw. */
export async function follow(
  { output }: Session,
  connection: Connection,
  start: Task | string,
  following: Following,
): Promise<void> {
  const { interval, maxWait, out, overwrite } = following;
  const { client, signal } = connection;
  const waiting = new Progress(output, "waiting");
  const onProgress = ({ status, progress }: Task): void => waiting.show(status, progress);
  const task = await client.tasks.wait(start, { signal, interval, maxWait, onProgress }).finally(() => waiting.end());
  if (out === undefined) {
    const until = linksExpireAt(task);
    if (until !== undefined)
      output.note(`Completed. The links work at least until ${until.toISOString()}; save what you want to keep.`);
    output.result(task.results.join("\n"), task);
    return;
  }
  const saving = new Progress(output, "saving");
  const onBytes = ({ received, total }: { readonly received: number; readonly total: number | undefined }): void =>
    saving.show("saving", total === undefined ? undefined : (received * 100) / total);
  const { bytes } = await download(task, out, { client, signal, overwrite, onProgress: onBytes }).finally(() =>
    saving.end(),
  );
  output.note(`Completed. ${bytes.toLocaleString("en")} bytes were saved to:`);
  output.result(out, task);
}
