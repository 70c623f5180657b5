import { randomUUID } from "node:crypto";
import { BatchError } from "../error.ts";
import type { SqlClient } from "./database.ts";

/** Runs a statement for pg-boss. */
export interface BossDatabase {
  executeSql(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The used part of a `PgBoss`, declared here so that the types of this package compile without `pg-boss`. */
export interface PgBossInstance {
  createQueue(name: string): Promise<void>;
  insert(jobs: BossJob[], options?: { db?: BossDatabase }): Promise<unknown>;
  fetch(name: string, options: { batchSize: number; includeMetadata: true }): Promise<unknown[]>;
  complete(name: string, id: string, data?: object, options?: { db?: BossDatabase }): Promise<unknown>;
  expire(): Promise<void>;
  getDb(): object;
}

/** A job that is inserted. */
interface BossJob {
  id: string;
  name: string;
  data: object;
  startAfter?: string;
  retryLimit: number;
  expireInSeconds: number;
  keepUntil: Date;
}

/** The kinds of jobs of an item. */
export type Step = "create" | "poll" | "save";

/** Names of the queues. */
export type QueueNames = Readonly<Record<Step, string>>;

/** A job that pg-boss delivers. */
export interface FetchedJob {
  readonly id: string;
  readonly data: { readonly batch: string; readonly key: string };
  /** Number of earlier deliveries. */
  readonly retryCount: number;
}

// A job is delivered again whenever its worker crashes, and kept until it is done. The guard decides what may be
// repeated.
const RETRY_LIMIT = 1_000_000;
const KEPT_MS = 10 * 365 * 24 * 3600 * 1000;

/** Options of the queues of a batch. */
export interface QueuesOptions {
  readonly batch: string;
  readonly names: QueueNames;
  /** Schema of pg-boss. */
  readonly schema: string;
  /** Milliseconds until a job is delivered again. */
  readonly expireIn: number;
}

/** The three queues of a batch. */
export class Queues {
  readonly names: QueueNames;
  readonly #boss: PgBossInstance;
  readonly #batch: string;
  readonly #schema: string;
  readonly #expireInSeconds: number;

  constructor(boss: PgBossInstance, { batch, names, schema, expireIn }: QueuesOptions) {
    this.names = names;
    this.#batch = batch;
    this.#boss = boss;
    this.#schema = schema;
    this.#expireInSeconds = Math.max(1, Math.round(expireIn / 1000));
  }

  /** Creates the queues unless they are there. */
  async create(): Promise<void> {
    for (const name of Object.values(this.names)) await this.#boss.createQueue(name);
  }

  /** Fetches due jobs for this worker. Empty when there are none, or when the database cannot be reached. */
  async fetch(step: Step, most: number): Promise<FetchedJob[]> {
    if (most < 1) return [];
    const name = this.names[step];
    // The caller chooses the type of job data in pg-boss.
    const jobs = (await this.#boss.fetch(name, { batchSize: most, includeMetadata: true })) as FetchedJob[];
    for (const { data } of jobs) this.#assertOwn(name, data);
    return jobs;
  }

  #assertOwn(queue: string, data: unknown): void {
    const { batch } = Object(data) as { readonly batch?: unknown };
    if (batch === this.#batch) return;
    throw new BatchError(
      "input",
      `The queue ${queue} has jobs that are not of the batch ${this.#batch}: give each batch queues of its own.`,
    );
  }

  /**
   * Makes jobs of crashed workers available again. pg-boss itself does so only in its maintenance, every two minutes by
   * default.
   */
  async expire(): Promise<void> {
    await this.#boss.expire();
  }

  /** Inserts jobs into a queue, and records them in the items' rows as the current jobs. */
  async send(client: SqlClient, step: Step, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const jobs = await this.#insert(client, step, keys, 0);
    await client.query(
      `UPDATE evolink_guard SET job = sent.job, delivery = 0
       FROM unnest($2::text[], $3::uuid[]) AS sent (key, job) WHERE scope = $1 AND evolink_guard.key = sent.key`,
      [this.#batch, keys, jobs],
    );
  }

  /**
   * Inserts a job that is due after `delay` milliseconds. Returns its id, which the caller writes into the item's row.
   */
  async sendOne(client: SqlClient, step: Step, key: string, delay = 0): Promise<string> {
    const [job = ""] = await this.#insert(client, step, [key], delay);
    return job;
  }

  async #insert(client: SqlClient, step: Step, keys: readonly string[], delay: number): Promise<string[]> {
    // Jobs of a transaction have the same time, so their ids keep their order.
    const prefix = randomUUID().slice(0, -12);
    const jobs = keys.map((key, index) => ({
      ...{
        id: prefix + index.toString(16).padStart(12, "0"),
        name: this.names[step],
        data: { batch: this.#batch, key },
        retryLimit: RETRY_LIMIT,
      },
      // Seconds use the server's clock; a date would depend on this machine's clock.
      ...(delay > 0 ? { startAfter: String(delay / 1000) } : {}),
      ...{ expireInSeconds: this.#expireInSeconds, keepUntil: new Date(Date.now() + KEPT_MS) },
    }));
    await this.#boss.insert(jobs, { db: within(client) });
    return jobs.map(({ id }) => id);
  }

  /** Completes a job. Does nothing when it has already ended. */
  async complete(client: SqlClient, step: Step, job: string): Promise<void> {
    await this.#boss.complete(this.names[step], job, undefined, { db: within(client) });
  }

  /** Clears the job of each item whose job no longer exists, for example because a person deleted it. */
  async dropLost(client: SqlClient): Promise<void> {
    await client.query(
      `UPDATE evolink_guard SET job = NULL
       WHERE scope = $1 AND job IS NOT NULL AND NOT EXISTS (
         SELECT FROM ${this.#schema}.job
         WHERE name = ANY ($2) AND id = evolink_guard.job AND state IN ('created', 'retry', 'active'))`,
      [this.#batch, Object.values(this.names)],
    );
  }
}

/** Runs statements of pg-boss in a transaction. */
function within(client: SqlClient): BossDatabase {
  return { executeSql: (text, values) => client.query(text, values) };
}
