import { randomUUID } from "node:crypto";
import { getTaskPolling } from "../../../generated/constants.ts";
import { EvoLink } from "../../sdk/index.ts";
import type { JournalEntry } from "../entry.ts";
import { BatchError } from "../error.ts";
import type { Item } from "../items.ts";
import { PaidRequests } from "../paid-request.ts";
import type { BatchOptions } from "../run.ts";
import { settle, type Finding } from "../settle.ts";
import { summarize, type Summary } from "../summary.ts";
import { createBoss, createPool, poolOf, type Loaders } from "./connect.ts";
import { Database, failure, type SqlPool } from "./database.ts";
import { Guard } from "./guard.ts";
import type { JobContext } from "./job-context.ts";
import { Queues, type PgBossInstance, type QueueNames } from "./queues.ts";
import { entriesOf } from "./rows.ts";
import { addItems, sendJobs } from "./schedule.ts";
import { SharedRate } from "./shared-rate.ts";
import { createBatch, createTables } from "./tables.ts";
import { Worker } from "./worker.ts";

/** How a batch on pg-boss is opened. */
export interface PgBossBatchOptions {
  /** Name of the batch. Workers of one batch are given the same name. */
  readonly batch: string;
  /** URL of the PostgreSQL database (13 or later). A pg-boss is started on it unless `boss` is given. */
  readonly connectionString?: string | undefined;
  /** A pg-boss 10 that is started already. It is neither started nor stopped here. */
  readonly boss?: PgBossInstance | undefined;
  /** Pool of `pg` for the rows of the batch, in the database of `boss`. @default that of `boss` */
  readonly pool?: SqlPool | undefined;
  /** Schema of pg-boss. @default "pgboss" */
  readonly schema?: string | undefined;
  /** Names of the queues, which are the batch's own. @default "evolink-NAME-create", "evolink-NAME-poll", "evolink-NAME-save" */
  readonly queues?: Partial<QueueNames> | undefined;
  /** Milliseconds after which a job is handed out again whose worker has died. At least a second. @default 90_000 */
  readonly expireIn?: number | undefined;
  /** Milliseconds for which a statement is repeated while the database cannot be reached. @default 120_000 */
  readonly patience?: number | undefined;
  /** Loads the packages `pg` and `pg-boss`. @default imports of them */
  readonly load?: Loaders | undefined;
}

/** How a worker works: as a run of `runBatch`, with the limits held for all workers of the batch together. */
export type WorkOptions = Omit<BatchOptions, "allowChanged">;

/** How items are added to a batch. */
export interface EnqueueOptions {
  /** Whether the items are the whole batch: those that are not among them and were never accepted are forgotten. @default false */
  readonly whole?: boolean | undefined;
  /** With `whole`: whether items that were sent may be gone. @default false */
  readonly allowChanged?: boolean | undefined;
}

/** Milliseconds for which opening is repeated: a server that has just been started answers by then. */
const OPEN_PATIENCE = 15_000;
/** Milliseconds for a create request with all its retries. Its job, which writes it down as well, ends within `expireIn`. */
const MAX_DEADLINE = 60_000;
const EXPIRE_IN = 90_000;
/** Milliseconds between two looks for jobs whose workers have died: with `expireIn`, they move on within two minutes. */
const EXPIRY_INTERVAL = 10_000;

/**
 * Opens or creates a batch on pg-boss, for several workers on several machines. Close it at the end.
 *
 * @throws {BatchError} `library` when `pg` or `pg-boss` is not installed, `journal` when the database fails, `input` for wrong options.
 * @example
 * const batch = await openPgBossBatch({ connectionString: "postgres://user@db.example.com/videos", batch: "films" });
 * await batch.enqueue(readItems(await readFile("films.jsonl")));
 * const { exitCode } = await batch.work({ maxCredits: 2000, outDir: "videos" });
 * await batch.close();
 */
export async function openPgBossBatch(options: PgBossBatchOptions): Promise<PgBossBatch> {
  const { batch, boss, connectionString, schema = "pgboss", load, expireIn = EXPIRE_IN, patience = 120_000 } = options;
  if (!/^[A-Za-z_]\w{0,49}$/.test(schema))
    throw new BatchError("input", `schema must be a plain name, got ${JSON.stringify(schema)}.`);
  const names = queueNames(batch, options.queues);
  if (boss !== undefined) {
    const database = new Database(options.pool ?? poolOf(boss), patience);
    const queues = new Queues(boss, { names, schema, expireIn });
    return opened(database, queues, {
      batch,
      expireIn,
      name: `schema ${schema}, batch ${batch}`,
      close: () => Promise.resolve(),
    });
  }
  if (connectionString === undefined) throw new BatchError("input", "Pass a connectionString, or a boss.");
  const pool = await createPool(connectionString, load);
  const database = new Database(pool, patience);
  const started = await createBoss(patient(database), schema, load).catch((error: unknown) =>
    closing(pool.end(), error),
  );
  const close = (): Promise<void> => started.stop({ graceful: false }).finally(() => pool.end());
  try {
    await database.transaction(createTables, OPEN_PATIENCE);
    await started.start();
    const queues = new Queues(started, { names, schema, expireIn });
    return await opened(database, queues, { batch, expireIn, name: `${pool.name}, batch ${batch}`, close });
  } catch (error) {
    return closing(close(), failure(error));
  }
}

function queueNames(batch: string, given: Partial<QueueNames> = {}): QueueNames {
  const own = `evolink-${batch}`;
  return { create: `${own}-create`, poll: `${own}-poll`, save: `${own}-save`, ...given };
}

/** Runs the statements of pg-boss as patiently as those of the batch: all that it sends may be done twice. */
function patient(database: Database): { executeSql(text: string, values: unknown[]): Promise<{ rows: unknown[] }> } {
  return { executeSql: (text, values) => database.statement((client) => client.query(text, values)) };
}

async function closing(closed: Promise<void>, error: unknown): Promise<never> {
  await closed.catch(() => undefined);
  throw error;
}

interface Place {
  readonly batch: string;
  readonly name: string;
  readonly expireIn: number;
  readonly close: () => Promise<void>;
}

async function opened(database: Database, queues: Queues, place: Place): Promise<PgBossBatch> {
  const id = await database.transaction(async (client) => {
    await createTables(client);
    return createBatch(client, place.batch);
  }, OPEN_PATIENCE);
  await queues.create().catch((error: unknown) => {
    throw failure(error);
  });
  return new PgBossBatch(database, queues, { ...place, id });
}

/** A batch whose items are jobs of pg-boss. Made by `openPgBossBatch`. */
export class PgBossBatch {
  readonly #database: Database;
  readonly #queues: Queues;
  readonly #place: Place & { readonly id: string };
  readonly #guard: Guard;

  /** @internal */
  constructor(database: Database, queues: Queues, place: Place & { readonly id: string }) {
    this.#database = database;
    this.#queues = queues;
    this.#place = place;
    this.#guard = new Guard(database, place.batch);
  }

  /** Where it is, for messages. */
  get name(): string {
    return this.#place.name;
  }

  /**
   * Adds items, and puts a job into the queue for each that has something to be done. What is there already is left alone, so the
   * same items may be added again.
   *
   * @throws {BatchError} `changed` when an item that was sent has another body; with `whole`, also when it is gone.
   */
  async enqueue(items: readonly Item[], { whole = false, allowChanged = false }: EnqueueOptions = {}): Promise<void> {
    const { batch } = this.#place;
    await this.#database.transaction(async (client) => {
      await addItems(client, batch, items, { whole, allowChanged });
      await this.#queues.dropLost(client, batch);
      await sendJobs(client, batch, this.#queues, { create: true, save: false, idempotent: false });
    });
  }

  /**
   * Works until the batch is done, or as far as it can be done, and resolves to how it stands then. Waits for what other workers have
   * in hand, to step in should they die.
   *
   * @throws {BatchError} `journal` when the database fails for longer than `patience`; in-flight requests complete first.
   */
  async work(options: WorkOptions = {}): Promise<Summary> {
    const run = new WorkerRun(this.#database, this.#queues, this.#guard, { ...this.#place, options });
    return run.run();
  }

  /** Returns how the batch stands. */
  async summary(): Promise<Summary> {
    return summarize([], await this.entries(), {});
  }

  /** Returns what is known of each item, in their order. */
  entries(): Promise<JournalEntry[]> {
    return this.#database.statement((client) => entriesOf(client, this.#place.batch));
  }

  /**
   * Writes down what a person found out about an item of unknown outcome.
   *
   * @throws {BatchError} `input` when its outcome is not unknown, or the id is not one or is another item's.
   */
  settle(key: string, finding: Finding): Promise<JournalEntry> {
    return settle(
      { entries: () => this.entries(), record: (event) => this.#guard.record(key, event, undefined) },
      key,
      finding,
    );
  }

  /** Frees what `openPgBossBatch` made: its connections and its pg-boss. Those of the caller stay. */
  async close(): Promise<void> {
    await this.#place.close();
  }
}

/** One call of `work`. */
class WorkerRun {
  readonly #broken = new AbortController();
  readonly #context: JobContext;
  readonly #place: Place;
  readonly #options: WorkOptions;
  #halted: string | undefined;

  constructor(
    database: Database,
    queues: Queues,
    guard: Guard,
    { options, ...place }: Place & { readonly id: string; readonly options: WorkOptions },
  ) {
    this.#place = place;
    this.#options = options;
    this.#context = this.#contextFor(database, queues, guard, place);
  }

  async run(): Promise<Summary> {
    const { batch, database, idempotent, queues, saving } = this.#context;
    await queues.expire().catch(() => undefined);
    await database.transaction(async (client) => {
      await queues.dropLost(client, batch);
      await sendJobs(client, batch, queues, { create: true, save: saving !== undefined, idempotent });
    });
    await this.#reportStart();
    const expiry = setInterval(() => void this.#maintain(), Math.min(EXPIRY_INTERVAL, this.#place.expireIn / 4));
    try {
      await new Worker(this.#context, {
        concurrency: this.#options.concurrency ?? 4,
        isHalted: () => this.#halted !== undefined,
        onFailure: () => this.#broken.abort(),
      }).run();
    } finally {
      clearInterval(expiry);
    }
    const entries = await database.statement((client) => entriesOf(client, batch));
    const interrupted = this.#options.signal?.aborted === true;
    return summarize([], entries, { interrupted, halted: this.#halted, saving: saving !== undefined });
  }

  async #reportStart(): Promise<void> {
    const { batch, database, onEvent } = this.#context;
    const entries = await database.statement((client) => entriesOf(client, batch));
    const { counts } = summarize([], entries, {});
    const finished = counts.completed + counts.saved + counts.failed;
    onEvent({ event: "start", journal: this.#place.name, items: entries.length, finished });
  }

  /** What fails here is made up for the next time. */
  async #maintain(): Promise<void> {
    const { batch, database, queues } = this.#context;
    await queues.expire().catch(() => undefined);
    await database.statement((client) => queues.dropLost(client, batch)).catch(() => undefined);
  }

  #contextFor(database: Database, queues: Queues, guard: Guard, place: Place & { readonly id: string }): JobContext {
    const { client: clientOptions = {}, signal, outDir, interval, maxWait, onEvent = () => undefined } = this.#options;
    const { maxRequestsPerSecond, deadline = MAX_DEADLINE, ...rest } = clientOptions;
    const { batch, id } = place;
    const stop = signal === undefined ? this.#broken.signal : AbortSignal.any([signal, this.#broken.signal]);
    const rate = new SharedRate(database, batch, maxRequestsPerSecond);
    const paidRequests = new PaidRequests(rest.fetch, rate);
    const client = new EvoLink({
      onWarning: (message) => onEvent({ event: "note", message }),
      ...rest,
      fetch: paidRequests.fetch,
    });
    return {
      ...{
        batch,
        batchId: id,
        worker: randomUUID(),
        database,
        guard,
        queues,
        rate,
        client,
        paidRequests,
        stop,
        onEvent,
      },
      ...{ maxCredits: this.#options.maxCredits, idempotent: this.#options.idempotent ?? false },
      deadline: Math.min(deadline, MAX_DEADLINE),
      saving:
        outDir === undefined ? undefined : { folder: outDir, client, fetch: this.#options.downloadFetch, signal: stop },
      wait: { interval, maxWait: maxWait ?? getTaskPolling.max_wait_seconds * 1000 },
      onHalt: (message) => this.#halt(message),
    };
  }

  #halt(message: string): void {
    if (this.#halted !== undefined) return;
    this.#halted = message;
    this.#context.onEvent({ event: "halt", message });
  }
}
