import type { JournalEntry } from "../entry.ts";
import { assertUnambiguous, type Item } from "../items.ts";
import { assertOptions } from "../assert-options.ts";
import { RUN_OPTIONS } from "../run.ts";
import { settle, type Finding } from "../settle.ts";
import { summarize, type Summary } from "../summary.ts";
import type { Database } from "./database.ts";
import { Guard } from "./guard.ts";
import type { Queues } from "./queues.ts";
import { entriesOf } from "./rows.ts";
import { addItems, sendJobs } from "./schedule.ts";
import { WorkerRun, type WorkOptions } from "./worker-run.ts";

/** Options for adding items. */
export interface EnqueueOptions {
  /**
   * Whether the items are the whole batch: other items that were never accepted are removed.
   * @default false
   */
  readonly whole?: boolean | undefined;
  /** With `whole`: whether sent items may be missing. @default false */
  readonly allowChanged?: boolean | undefined;
}

/** Identity and close function of an open batch. */
export interface BatchDetails {
  /** The permanent id of the batch. */
  readonly id: string;
  readonly batch: string;
  readonly name: string;
  readonly expireIn: number;
  readonly close: () => Promise<void>;
}

/**
 * A batch whose items are jobs of pg-boss. Made by `openPgBossBatch`.
 *
 * @example
 * const batch: PgBossBatch = await openPgBossBatch({ connectionString: process.env.DATABASE_URL, batch: "films" });
 */
export class PgBossBatch {
  readonly #database: Database;
  readonly #queues: Queues;
  readonly #details: BatchDetails;
  readonly #guard: Guard;

  /** @internal */
  constructor(database: Database, queues: Queues, details: BatchDetails) {
    this.#database = database;
    this.#queues = queues;
    this.#details = details;
    this.#guard = new Guard(database, details.batch);
  }

  /** Returns its location, for messages. */
  get name(): string {
    return this.#details.name;
  }

  /**
   * Adds items, and a job for each that has work left. Existing items are unchanged, so the same items may be added
   * again.
   *
   * @throws {BatchError} `input` when a body has a member twice; `changed` when an item that was sent has another body;
   * with `whole`, also when it is gone.
   * @example
   * await batch.enqueue(readItems(await readFile("films.jsonl")));
   */
  async enqueue(items: readonly Item[], { whole = false, allowChanged = false }: EnqueueOptions = {}): Promise<void> {
    assertUnambiguous(items);
    const { batch } = this.#details;
    await this.#database.transaction(async (client) => {
      await addItems(client, batch, items, { whole, allowChanged });
      await this.#queues.dropLost(client);
      await sendJobs(client, batch, this.#queues, { create: true, save: false, idempotent: false });
    });
  }

  /**
   * Works until the batch is done or nothing more can be done, and resolves to its summary. Waits for the items of
   * other workers, to take over if they crash.
   *
   * @throws {BatchError} `input` for options that cannot be; `journal` when the database fails for longer than
   * `retryTimeout`; in-flight requests complete first.
   * @example
   * const { exitCode } = await batch.work({ maxCredits: 2000, outDir: "videos" });
   */
  async work(options: WorkOptions = {}): Promise<Summary> {
    assertOptions(options, RUN_OPTIONS);
    const [database, queues, guard] = [this.#database, this.#queues, this.#guard];
    return new WorkerRun({ ...this.#details, database, queues, guard, options }).run();
  }

  /**
   * Returns the summary of the batch: how many items are in each state, and what they cost at most.
   *
   * @example
   * const { counts, credits } = await batch.summary();
   */
  async summary(): Promise<Summary> {
    return summarize([], await this.entries(), {});
  }

  /**
   * Returns the entry of each item, in order.
   *
   * @example
   * const unknown = (await batch.entries()).filter(({ state }) => state === "unknown");
   */
  entries(): Promise<JournalEntry[]> {
    return this.#database.statement((client) => entriesOf(client, this.#details.batch));
  }

  /**
   * Records a person's decision about an item of unknown outcome.
   *
   * @throws {BatchError} `input` when its outcome is not unknown, or the id is not one or is another item's.
   * @example
   * await batch.settle("fox-1", { taskId: "task-unified-1757169743-7cvnl5zw" });
   */
  settle(key: string, finding: Finding): Promise<JournalEntry> {
    return settle(
      { entries: () => this.entries(), record: (event) => this.#guard.record(key, event, undefined) },
      key,
      finding,
    );
  }

  /**
   * Closes the connections and the pg-boss that `openPgBossBatch` created. Those of the caller stay open.
   *
   * @example
   * await batch.close();
   */
  async close(): Promise<void> {
    await this.#details.close();
  }
}
