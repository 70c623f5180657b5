import { taskResultsLifetimeSeconds } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";
import type { TaskReader } from "../callback/task-reader.ts";
import { DownloadError } from "./error.ts";
import { linksExpireAt } from "./expiry.ts";
import { openLink, type DownloadFetch } from "./link.ts";

/** One result of a task, behind a link that may have to be looked up again. */
export class Source {
  readonly #fetch: DownloadFetch;
  readonly #index: number;
  #client: TaskReader | undefined;
  #task: Task;

  constructor(task: Task, index: number, fetch: DownloadFetch, client: TaskReader | undefined) {
    this.#task = task;
    this.#index = index;
    this.#fetch = fetch;
    this.#client = client;
  }

  /** Asks for the file; when the link has expired, looks it up again, once in the life of the source. */
  async open(headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const link = linkOf(this.#task, this.#index);
    const response = await openLink(this.#fetch, link, headers, signal);
    if (response.status !== 403 && response.status !== 404 && response.status !== 410) return response;
    await response.body?.cancel();
    await this.#renew(link, response.status, signal);
    return this.open(headers, signal);
  }

  async #renew(link: string, status: number, signal: AbortSignal): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) throw expired(this.#task, status);
    try {
      this.#task = await client.tasks.get(this.#task.id, { signal });
    } catch (cause) {
      throw expired(this.#task, status, cause);
    }
    if (linkOf(this.#task, this.#index) === link) throw expired(this.#task, status);
  }
}

function linkOf({ id, status, results = [] }: Task, index: number): string {
  const link = results[index];
  if (link === undefined)
    throw new DownloadError(
      "no_result",
      `Task ${id}, ${status}, has ${results.length} results, so none of index ${index}.`,
    );
  return link;
}

function expired(task: Task, status: number, cause?: unknown): DownloadError {
  const until = linksExpireAt(task);
  const date = until === undefined ? "" : `, at least until ${until.toISOString()}`;
  const message = `The link answered ${status}, and there is no newer one. Links work for ${taskResultsLifetimeSeconds / 3600} hours${date}.`;
  return new DownloadError("expired", message, cause === undefined ? { status } : { status, cause });
}
