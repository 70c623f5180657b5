import { sleep } from "../../shared/time.ts";
import { createJob } from "./create-job.ts";
import { rowsOf } from "./database.ts";
import { messageOf, type JobContext, type JobHandler } from "./job-context.ts";
import { pollJob } from "./poll-job.ts";
import type { Step } from "./queues.ts";
import { rowsByKey } from "./rows.ts";
import { saveJob } from "./save-job.ts";

/**
 * Maximum and minimum milliseconds between two fetches of due jobs: the maximum while there are none, the minimum so
 * that a fetch takes several. A fetch sorts all waiting jobs of its queue, so its cost grows with the batch.
 */
const IDLE = 500;
const BUSY = 100;

/**
 * Runs the jobs of a batch until none is left.
 *
 * It takes jobs with `fetch` of pg-boss, not `work`. `work` of version 10.4 does not wait until the end of a job is
 * written, so a connection that is lost at that moment ends the process by an unhandled rejection. With `fetch`, the
 * end of a job and its effects are one transaction.
 */
export class Worker {
  readonly #context: JobContext;
  readonly #concurrency: number;
  readonly #isHalted: () => boolean;
  readonly #onFailure: () => void;
  readonly #running: Record<Step, Set<string>> = { create: new Set(), poll: new Set(), save: new Set() };
  #failure: Error | undefined;
  #wake = new AbortController();

  /**
   * @param concurrency Maximum number of concurrent videos of this worker, from create request to end; `onFailure` is
   * called once the database fails.
   */
  constructor(
    context: JobContext,
    options: { readonly concurrency: number; readonly isHalted: () => boolean; readonly onFailure: () => void },
  ) {
    this.#context = context;
    this.#concurrency = options.concurrency;
    this.#isHalted = options.isHalted;
    this.#onFailure = options.onFailure;
  }

  /** Resolves when nothing is left to do; rejects when the database fails. In-flight requests complete first. */
  async run(): Promise<void> {
    const { stop } = this.#context;
    try {
      while (!stop.aborted && this.#failure === undefined && (await this.#round()));
    } catch (error) {
      this.#fail(error);
    }
    while (this.#busy > 0) await sleep(20);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Fetches due jobs, then waits. Resolves to whether there may be more. */
  async #round(): Promise<boolean> {
    this.#wake = new AbortController();
    const fetched = await this.#fetch();
    await sleep(BUSY);
    if (fetched > 0) return true;
    if (this.#busy === 0 && !(await this.#isWorkLeft())) return false;
    const { stop } = this.#context;
    await sleep(IDLE, AbortSignal.any([stop, this.#wake.signal]));
    return true;
  }

  get #busy(): number {
    return Object.values(this.#running).reduce((sum, jobs) => sum + jobs.size, 0);
  }

  async #fetch(): Promise<number> {
    const { saving } = this.#context;
    const polls = await this.#take("poll", pollJob, 2 * this.#concurrency);
    const saves = saving === undefined ? 0 : await this.#take("save", saveJob, this.#concurrency);
    const creates = this.#isHalted() ? 0 : await this.#take("create", createJob, await this.#free());
    return polls + saves + creates;
  }

  async #take(step: Step, handle: JobHandler, most: number): Promise<number> {
    const { batch, database, queues } = this.#context;
    const running = this.#running[step];
    const jobs = await queues.fetch(step, most - running.size);
    if (jobs.length === 0) return 0;
    const keys = jobs.map(({ data }) => data.key);
    const rows = await database.statement((client) => rowsByKey(client, batch, keys));
    for (const job of jobs) {
      const name = `${job.id} ${job.retryCount}`;
      running.add(name);
      void handle(this.#context, job, rows.get(job.data.key))
        .catch(this.#fail)
        .finally(() => {
          running.delete(name);
          this.#wake.abort();
        });
    }
    return jobs.length;
  }

  /** Resolves to the number of create jobs that may start: the concurrency less the videos in progress. */
  async #free(): Promise<number> {
    const { batch, database, saving, worker } = this.#context;
    const states = saving === undefined ? ["accepted"] : ["accepted", "completed"];
    const [inHand] = await database.statement((client) =>
      rowsOf<{ count: number }>(
        client,
        `SELECT count(*)::int AS count FROM evolink_guard
         WHERE scope = $1 AND job IS NOT NULL AND state = ANY ($2) AND worker = $3`,
        [batch, states, worker],
      ),
    );
    return this.#concurrency - (inHand?.count ?? 0);
  }

  /**
   * Resolves to whether any job is left for this worker or for another one that it may have to replace.
   */
  async #isWorkLeft(): Promise<boolean> {
    const { batch, database, saving } = this.#context;
    const creating = this.#isHalted() ? [] : ["waiting", "refused", "unknown", "begun"];
    const states = [...creating, "accepted", ...(saving === undefined ? [] : ["completed"])];
    const [left] = await database.statement((client) =>
      rowsOf<{ some: boolean }>(
        client,
        "SELECT EXISTS (SELECT FROM evolink_guard WHERE scope = $1 AND job IS NOT NULL AND state = ANY ($2)) AS some",
        [batch, states],
      ),
    );
    return left?.some === true;
  }

  readonly #fail = (error: unknown): void => {
    this.#failure ??= error instanceof Error ? error : new Error(messageOf(error));
    this.#onFailure();
  };
}
