import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { EvoLink } from "../sdk/index.ts";
import { download, DownloadError, type DownloadFetch } from "../sdk/download/index.ts";
import type { Task } from "../../generated/types.ts";
import { syncFolder } from "./file/folder.ts";

/** Options for saving results. */
export interface Saving {
  readonly folder: string;
  readonly client: EvoLink;
  readonly fetch: DownloadFetch | undefined;
  readonly signal: AbortSignal;
}

/**
 * Saves every result of a completed task as `KEY.TASK.mp4`, the second one as `KEY.TASK.2.mp4` and so on, and returns
 * the paths. An existing file of that name is not fetched again: the name contains the task id, and downloads get their
 * name only when they are complete. Throws a `DownloadError`.
 */
export async function save(key: string, task: Task, { folder, client, fetch, signal }: Saving): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [index, link] of (task.results ?? []).entries()) {
    const number = index === 0 ? "" : `.${index + 1}`;
    const path = resolve(join(folder, `${key}.${encodeURIComponent(task.id)}${number}${extensionOf(link)}`));
    await download(task, path, { index, client, fetch, signal }).catch(unlessSaved);
    files.push(path);
  }
  if (files.length === 0) throw new DownloadError("no_result", `Task ${task.id} is completed and has no results.`);
  await syncFolder(folder);
  return files;
}

function unlessSaved(error: unknown): void {
  if (!(error instanceof DownloadError && error.reason === "exists")) throw error;
}

function extensionOf(link: string): string {
  const path = URL.canParse(link) ? new URL(link).pathname : "";
  return /\.[a-z0-9]{2,4}$/i.exec(path)?.[0] ?? ".mp4";
}
