import type { Task } from "../../../generated/types.ts";
import { findOptionProblem, RULES, type OptionRules } from "../../shared/option-rules.ts";
import type { TaskReader } from "../callback/task-reader.ts";
import { DownloadError } from "./download-error.ts";
import type { DownloadFetch } from "./follow-link.ts";

/** How far a download has come, in bytes. */
export interface DownloadProgress {
  /** Bytes that are saved, those of an earlier call included. */
  readonly received: number;
  /** Length of the video; undefined when the server does not announce it. */
  readonly total: number | undefined;
}

/** Options of `download`. */
export interface DownloadOptions {
  /**
   * Called after each chunk that is written. If it throws, or its promise rejects, the download ends with a
   * `DownloadError` (`aborted`).
   *
   * @default none
   */
  readonly onProgress?: ((progress: DownloadProgress) => unknown) | undefined;
  /**
   * Largest video in bytes. A larger one is rejected at once if its length is announced, otherwise as soon as it passes
   * the limit; nothing of it is kept.
   *
   * @default Infinity
   */
  readonly maxBytes?: number | undefined;
  /**
   * Ends the download with a `DownloadError` (`aborted`). Any number of downloads may share one.
   *
   * @default none
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Reads the task again, once, for a newer link when the task's link has expired.
   *
   * @default none, and an expired link ends the download
   */
  readonly client?: TaskReader | undefined;
  /**
   * Which of several results, counted from 0.
   *
   * @default 0
   */
  readonly index?: number | undefined;
  /**
   * Whether to replace a file at the path, once the video is complete.
   *
   * @default false
   */
  readonly overwrite?: boolean | undefined;
  /**
   * Milliseconds without a byte after which an attempt fails.
   *
   * @default 60_000
   */
  readonly timeout?: number | undefined;
  /**
   * The most retries after a broken connection, 408, 429 or 5xx.
   *
   * @default 3
   */
  readonly retries?: number | undefined;
  /**
   * Sends the requests.
   *
   * @default The global `fetch`, looked up for each request.
   */
  readonly fetch?: DownloadFetch | undefined;
}

const OPTION_RULES: OptionRules<DownloadOptions> = {
  onProgress: RULES.callback,
  maxBytes: RULES.positive,
  signal: RULES.signal,
  client: RULES.taskReader,
  index: RULES.index,
  overwrite: RULES.boolean,
  timeout: RULES.positive,
  retries: RULES.count,
  fetch: RULES.callback,
};

/** Throws a `DownloadError` (`invalid_argument`) when the task, the path or an option cannot be used. */
export function assertArguments(task: Task, path: string, options: DownloadOptions): void {
  const problem = findOptionProblem(options, OPTION_RULES) ?? findTaskProblem(task) ?? findPathProblem(path);
  if (problem !== undefined) throw new DownloadError("invalid_argument", problem);
}

function findTaskProblem(task: unknown): string | undefined {
  const isTask = typeof task === "object" && task !== null && typeof Reflect.get(task, "id") === "string";
  return isTask ? undefined : "The task must be an object with an id, as the client returns it.";
}

/** Returns what is wrong with a path before the file system is asked. */
export function findPathProblem(path: unknown): string | undefined {
  if (typeof path !== "string" || path === "") return "The path must be a non-empty string.";
  return path.includes("\0") ? "The path must not contain a NUL character." : undefined;
}
