import { taskResultsLifetimeSeconds } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";
import { abortable } from "../../shared/abortable.ts";
import { sleep } from "../../shared/time.ts";
import type { TaskReader } from "../callback/task-reader.ts";
import { DownloadError } from "./download-error.ts";
import { discardBody, followLink, type DownloadFetch } from "./follow-link.ts";
import { linksExpireAt } from "./links-expire-at.ts";
import { readStart } from "./body-reader.ts";

/** Statuses of storage services for a link whose permission is over. */
const EXPIRED = new Set([403, 404, 410]);

/** Text of S3 and compatible services in a 400 or 401 for an old signature. */
const EXPIRED_TEXT = /Expired/i;

/** One result of a task, behind a link that may have to be read again. */
export class ResultSource {
  readonly #fetch: DownloadFetch;
  readonly #index: number;
  readonly #notFoundDelay: number;
  #client: TaskReader | undefined;
  #task: Task;
  #toleratesNotFound = true;
  #failedRenewal: DownloadError | undefined;

  /**
   * @param notFoundDelay Milliseconds until a link is tried again that responded 404: storage may lag behind the task.
   */
  constructor(task: Task, index: number, fetch: DownloadFetch, client: TaskReader | undefined, notFoundDelay: number) {
    this.#task = task;
    this.#index = index;
    this.#fetch = fetch;
    this.#client = client;
    this.#notFoundDelay = notFoundDelay;
  }

  /** Requests the file. When the link has expired, reads the task once for a newer one; a first 404 is tried again. */
  async request(headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const link = this.#link();
    const response = await followLink(this.#fetch, link, headers, signal);
    if (!(await isExpired(response, signal))) return response;
    await discardBody(response);
    const failure = await this.#renew(link, response.status, signal);
    if (failure === undefined) return this.request(headers, signal);
    if (response.status !== 404 || !this.#toleratesNotFound) throw failure;
    this.#toleratesNotFound = false;
    await sleep(this.#notFoundDelay, signal);
    signal.throwIfAborted();
    return this.request(headers, signal);
  }

  /** Reads a newer link, at most once. Returns the error to throw when there is none. */
  async #renew(link: unknown, status: number, signal: AbortSignal): Promise<DownloadError | undefined> {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return this.#failedRenewal ?? this.#expired(status);
    try {
      const task = await abortable(client.tasks.get(this.#task.id, { signal }), signal);
      if (task.id !== this.#task.id || resultsOf(task)[this.#index] === undefined) return this.#expired(status);
      this.#task = task;
    } catch (cause) {
      signal.throwIfAborted();
      this.#failedRenewal = this.#expired(status, cause);
      return this.#failedRenewal;
    }
    return this.#link() === link ? this.#expired(status) : undefined;
  }

  #link(): unknown {
    const results = resultsOf(this.#task);
    const link = results[this.#index];
    if (link !== undefined && link !== null) return link;
    const { id, status } = this.#task;
    throw new DownloadError(
      "no_result",
      `Task ${id} (${status}) has ${results.length} results, so none with index ${this.#index}.`,
    );
  }

  #expired(status: number, cause?: unknown): DownloadError {
    const until = linksExpireAt(this.#task);
    const date = until === undefined ? "" : `, at least until ${until.toISOString()}`;
    const hours = taskResultsLifetimeSeconds / 3600;
    const message = `The link responded ${status}, and there is no newer one. Links work for ${hours} hours${date}.`;
    return new DownloadError("expired", message, { status, cause });
  }
}

/** A response may hold null or another type wherever the contract promises a list. */
function resultsOf(task: Task): readonly unknown[] {
  const results: unknown = task.results;
  return Array.isArray(results) ? results : [];
}

async function isExpired(response: Response, signal: AbortSignal): Promise<boolean> {
  if (response.status === 400 || response.status === 401) return EXPIRED_TEXT.test(await readStart(response, signal));
  return EXPIRED.has(response.status);
}
