import type { Task } from "../../../generated/types.ts";
import { callSafely } from "../../shared/call-safely.ts";
import { sleep } from "../../shared/time.ts";
import { assertReplaceable, assertWritable, fileError, hasChanged, type FileVersion } from "./destination.ts";
import { DownloadError, type DownloadReason } from "./download-error.ts";
import type { DownloadFetch } from "./follow-link.ts";
import { IdleTimeout } from "./idle-timeout.ts";
import { assertArguments, type DownloadOptions } from "./options.ts";
import { PartialFile } from "./partial-file.ts";
import { requestHeaders, validateResponse, type Content } from "./response.ts";
import { ResultSource } from "./result-source.ts";
import { retryDelay } from "./retry.ts";
import { tooLarge, writeBody } from "./write-body.ts";

/** A saved result. */
export interface DownloadResult {
  /** The path that was given. */
  readonly path: string;
  /** Length of the file in bytes. */
  readonly bytes: number;
}

/** One call of `download`. */
interface Run {
  readonly task: Task;
  readonly path: string;
  readonly index: number;
  readonly maxBytes: number;
  readonly overwrite: boolean;
  readonly retries: number;
  readonly timeout: number;
  readonly onProgress: DownloadOptions["onProgress"];
  readonly signal: AbortSignal | undefined;
  readonly source: ResultSource;
  readonly file: PartialFile;
  /** The file that `overwrite` may replace. */
  readonly replaces: FileVersion;
}

/**
 * Saves a result of a completed task. The bytes go to a partial file in the same folder, which belongs to this call and
 * is renamed when it is complete. So the path never has half a video or a mixture of two downloads. When the download
 * fails, the received bytes are kept as `<path>.part` with a note in `<path>.part.json`. The next call resumes if the
 * server still has the same version (strong ETag, same length, same last bytes); otherwise it starts from the
 * beginning.
 *
 * The API key is not sent, because a link needs none. Links and redirects have to be https, apart from loopback.
 *
 * @throws {DownloadError} for every failure; `reason` says which.
 * @example
 * ```ts
 * const task = await client.tasks.wait("task-unified-1757169743-7cvnl5zw");
 * const { bytes } = await download(task, "fox.mp4", { client });
 * ```
 */
export async function download(task: Task, path: string, options: DownloadOptions = {}): Promise<DownloadResult> {
  try {
    assertArguments(task, path, options);
    options.signal?.throwIfAborted();
    return await save(await createRun(task, path, options));
  } catch (error) {
    throw toDownloadError(error, task, path, options);
  }
}

/** Milliseconds that storage may need to serve a new file. */
const NOT_FOUND_DELAY = 1_000;

/** Reasons after which the next call cannot use the received bytes. */
const USELESS: ReadonlySet<DownloadReason> = new Set(["exists", "superseded", "too_large"]);

async function createRun(task: Task, path: string, options: DownloadOptions): Promise<Run> {
  const { index = 0, maxBytes = Infinity, overwrite = false, retries = 3, timeout = 60_000 } = options;
  const { client, onProgress, signal } = options;
  const send: DownloadFetch = options.fetch ?? ((url, init) => fetch(url, init));
  const replaces = await assertReplaceable(path, overwrite);
  await assertWritable(path, { overwrite });
  const source = new ResultSource(task, index, send, client, Math.min(NOT_FOUND_DELAY, timeout / 2));
  const file = new PartialFile(path);
  return { task, path, index, maxBytes, overwrite, retries, timeout, onProgress, signal, source, file, replaces };
}

async function save(run: Run): Promise<DownloadResult> {
  const { file, path } = run;
  try {
    await file.takeOver(run.task.id, run.index);
    await attemptWithRetries(run);
    return { path, bytes: file.size };
  } catch (error) {
    const isUseless = error instanceof DownloadError && USELESS.has(error.reason);
    // Another download may have finished meanwhile: then no call will resume this one.
    if (isUseless || (await hasChanged(path, run.replaces).catch(() => true))) await file.discard();
    else await file.keep();
    throw error;
  }
}

async function attemptWithRetries(run: Run): Promise<void> {
  for (let failures = 0; ; failures++) {
    try {
      await attempt(run);
      return;
    } catch (error) {
      const delay = failures < run.retries ? retryDelay(error, failures) : undefined;
      if (delay === undefined || run.signal?.aborted === true) throw error;
      await sleep(delay, run.signal);
      run.signal?.throwIfAborted();
    }
  }
}

async function attempt(run: Run): Promise<void> {
  const { file, task, index, maxBytes } = run;
  const idle = new IdleTimeout(run.timeout, run.signal);
  try {
    const content = await requestContent(run, idle);
    const { start, etag, total } = content;
    if (total !== undefined && total > maxBytes) throw tooLarge(maxBytes, total);
    await file.begin(start, { task: task.id, index, etag, total });
    await writeBody(content, file, maxBytes, (progress) =>
      callSafely(() => run.onProgress?.(progress), failWith(idle)),
    );
    idle.signal.throwIfAborted();
    await file.publish(run.overwrite, run.replaces);
  } finally {
    idle.end();
  }
}

/** Requests the missing bytes, or the whole video when nothing is kept or it cannot be resumed. */
async function requestContent(run: Run, idle: IdleTimeout): Promise<Content> {
  const resume = await run.file.resumeState();
  const response = await run.source.request(requestHeaders(resume), idle.signal);
  const content = await validateResponse(response, resume, idle.signal, () => idle.restart());
  if (content !== undefined) return content;
  await run.file.discard();
  return requestContent(run, idle);
}

function failWith(idle: IdleTimeout): (cause: unknown) => void {
  return (cause) => idle.abort(new DownloadError("aborted", "onProgress failed, which ends the download.", { cause }));
}

function toDownloadError(error: unknown, task: unknown, path: string, options: DownloadOptions): DownloadError {
  const taskId = taskIdOf(task);
  const signal = abortedSignal(options);
  if (signal !== undefined)
    return new DownloadError("aborted", "The download was aborted.", { cause: signal.reason, taskId });
  const known = error instanceof DownloadError ? error : unexpectedError(error, path);
  const { reason, message, cause, status, headers } = known;
  return new DownloadError(reason, message, { cause, status, headers, taskId });
}

/** Converts an error: one that is not of the file system was thrown by a custom `fetch` or its response. */
function unexpectedError(error: unknown, path: string): DownloadError {
  if (error instanceof Error && "syscall" in error) return fileError(path, error);
  return new DownloadError("network", "The download failed; `cause` says why.", { cause: error });
}

function taskIdOf(task: unknown): string | undefined {
  const id: unknown = typeof task === "object" && task !== null ? Reflect.get(task, "id") : undefined;
  return typeof id === "string" ? id : undefined;
}

/** Returns the aborted signal of the options, which may be invalid here. */
function abortedSignal(options: unknown): AbortSignal | undefined {
  const signal: unknown = typeof options === "object" && options !== null ? Reflect.get(options, "signal") : undefined;
  return signal instanceof AbortSignal && signal.aborted ? signal : undefined;
}
