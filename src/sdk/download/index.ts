import { setTimeout as pause } from "node:timers/promises";
import type { Task } from "../../../generated/types.ts";
import { contentOf, requestHeaders, type Content } from "./content.ts";
import { DownloadError, type DownloadReason } from "./error.ts";
import type { DownloadFetch } from "./link.ts";
import { Part, refuseExisting } from "./part.ts";
import { Patience } from "./patience.ts";
import { save, tooLarge, type Progress } from "./save.ts";
import { Source } from "./source.ts";
import type { TaskReader } from "../callback/task-reader.ts";

export { DownloadError, type DownloadReason } from "./error.ts";
export { linksExpireAt } from "./expiry.ts";
export type { DownloadFetch } from "./link.ts";
export type { Progress } from "./save.ts";
export type { TaskReader } from "../callback/task-reader.ts";

/** Options of `download`. */
export interface DownloadOptions {
  /** Called after every piece that is written. What it throws ends the download. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Largest file in bytes. A larger one is refused at once if announced, else when it passes the limit; nothing is kept. Default: no limit. */
  readonly maxBytes?: number | undefined;
  /** Ends the download with a `DownloadError` (`aborted`). */
  readonly signal?: AbortSignal | undefined;
  /** Asked, once, for a newer link when the task's has expired. */
  readonly client?: TaskReader | undefined;
  /** Which of several results, counted from 0. Default 0. */
  readonly index?: number | undefined;
  /** Whether a file at the path is replaced, once the new one is complete. Default false. */
  readonly overwrite?: boolean | undefined;
  /** Milliseconds without a byte after which an attempt is given up. Default 60,000. */
  readonly timeout?: number | undefined;
  /** How often an attempt is repeated that broke off or got 408, 429 or 5xx. Reading a result costs nothing. Default 3. */
  readonly retries?: number | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: DownloadFetch | undefined;
}

/** A saved result. */
export interface Downloaded {
  readonly path: string;
  /** Length of the file. */
  readonly bytes: number;
}

interface Job extends Pick<DownloadOptions, "onProgress" | "signal"> {
  readonly task: Task;
  readonly path: string;
  readonly index: number;
  readonly maxBytes: number;
  readonly overwrite: boolean;
  readonly retries: number;
  readonly timeout: number;
  readonly source: Source;
  readonly part: Part;
}

const REPEATABLE: ReadonlySet<DownloadReason> = new Set(["network", "incomplete"]);

/**
 * Saves a result of a completed task. The bytes go to `<path>.part` in the same folder, which gets its name when it is complete and
 * as long as announced; so at `path` there is never half a file. What came before an abort or a fault is kept there, with
 * a note in `<path>.part.json`, and the next call goes on with it if the server can tell that the file is the same (strong
 * ETag); else it starts anew. A server that announces no length is believed when it ends its answer properly.
 *
 * The key is not sent: a link carries its own permission. Only https is asked and followed, apart from loopback.
 * Throws a `DownloadError`; what `onProgress` throws passes through.
 */
export async function download(task: Task, path: string, options: DownloadOptions = {}): Promise<Downloaded> {
  const {
    index = 0,
    maxBytes = Infinity,
    overwrite = false,
    retries = 3,
    timeout = 60_000,
    onProgress,
    signal,
  } = options;
  const source = new Source(task, index, options.fetch ?? ((url, init) => fetch(url, init)), options.client);
  const job = {
    task,
    path,
    source,
    part: new Part(path),
    index,
    maxBytes,
    overwrite,
    retries,
    timeout,
    onProgress,
    signal,
  };
  try {
    signal?.throwIfAborted();
    await refuseExisting(path, overwrite);
    return { path, bytes: await repeated(job) };
  } catch (error) {
    throw described(error, job);
  }
}

async function repeated(job: Job): Promise<number> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt(job);
    } catch (error) {
      if (failures >= job.retries || job.signal?.aborted || !isRepeatable(error)) throw error;
      await pause(250 * 2 ** failures, undefined, job.signal && { signal: job.signal });
    }
  }
}

function isRepeatable(error: unknown): boolean {
  if (!(error instanceof DownloadError)) return false;
  const { reason, status = 0 } = error;
  return REPEATABLE.has(reason) || (reason === "refused" && (status === 408 || status === 429 || status >= 500));
}

async function attempt(job: Job): Promise<number> {
  const patience = new Patience(job.timeout, job.signal);
  try {
    const content = await ask(job, patience.signal);
    const { total, from } = content;
    if (total !== undefined && total > job.maxBytes) throw tooLarge(job.maxBytes, total);
    const file = await job.part.open(from, { task: job.task.id, index: job.index, etag: content.etag, total });
    const bytes = await save(content, file, { maxBytes: job.maxBytes, signal: patience.signal }, (progress) => {
      patience.heard();
      job.onProgress?.(progress);
    }).finally(() => file.sync().finally(() => file.close()));
    job.signal?.throwIfAborted();
    await job.part.finish(job.overwrite);
    return bytes;
  } catch (error) {
    if (error instanceof DownloadError && error.reason === "too_large") await job.part.discard();
    throw error;
  } finally {
    patience.end();
  }
}

/** Asks for what is missing, or for the whole when nothing is kept or what is kept is of no use. */
async function ask(job: Job, signal: AbortSignal): Promise<Content> {
  const kept = await job.part.kept(job.task.id, job.index);
  const response = await job.source.open(requestHeaders(kept), signal);
  const content = contentOf(response, kept);
  if (content !== undefined) return content;
  await response.body?.cancel();
  await job.part.discard();
  return ask(job, signal);
}

function described(error: unknown, { task, path, signal }: Job): unknown {
  if (signal?.aborted)
    return about(task, new DownloadError("aborted", "The download was aborted.", { cause: signal.reason }));
  if (error instanceof DownloadError) return about(task, error);
  if (error instanceof Error && "syscall" in error)
    return about(task, new DownloadError("file", `${path} could not be written.`, { cause: error }));
  return error;
}

function about(task: Task, error: DownloadError): DownloadError {
  error.taskId = task.id;
  return error;
}
