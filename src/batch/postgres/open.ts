import { BatchError } from "../error.ts";
import { RULES, type OptionRules } from "../../shared/option-rules.ts";
import { assertOptions, TEXT } from "../assert-options.ts";
import { PgBossBatch, type BatchDetails } from "./batch.ts";
import { createBoss, createPool, poolOf, type Loaders } from "./connect.ts";
import { Database, failure, type SqlPool } from "./database.ts";
import { Queues, type PgBossInstance, type QueueNames } from "./queues.ts";
import { createBatch, createTables } from "./tables.ts";

/** Options for opening a batch on pg-boss. */
export interface PgBossBatchOptions {
  /** Name of the batch. All workers of a batch use the same name. */
  readonly batch: string;
  /**
   * URL of the PostgreSQL database (13 or later). A pg-boss is started on it unless `boss` is given.
   * @default none: give it or `boss`
   */
  readonly connectionString?: string | undefined;
  /** A started pg-boss 10. The batch neither starts nor stops it. @default one of its own */
  readonly boss?: PgBossInstance | undefined;
  /** Pool of `pg` for the rows of the batch, in the database of `boss`. @default that of `boss` */
  readonly pool?: SqlPool | undefined;
  /** Schema of pg-boss. @default "pgboss" */
  readonly schema?: string | undefined;
  /**
   * Names of the queues, which only this batch may use. @default "evolink-NAME-create", "evolink-NAME-poll",
   * "evolink-NAME-save"
   */
  readonly queues?: Partial<QueueNames> | undefined;
  /** Milliseconds after which the job of a crashed worker is handed out again. At least a second. @default 90_000 */
  readonly expireIn?: number | undefined;
  /**
   * Milliseconds for which a statement is retried while the database cannot be reached. Opening gives up after 15
   * seconds in any case. @default 120_000
   */
  readonly retryTimeout?: number | undefined;
  /** Loads the packages `pg` and `pg-boss`. @default imports of them */
  readonly load?: Loaders | undefined;
}

/** Options of a batch on pg-boss. */
const PG_BOSS_OPTIONS = {
  batch: {
    description: "a name",
    accepts: (value) => typeof value === "string" && value !== "" && !/\p{Cc}/u.test(value),
  },
  connectionString: TEXT,
  boss: RULES.any,
  pool: RULES.any,
  schema: {
    description: "a plain name, of at most 50 letters, digits and _",
    accepts: (value) => typeof value === "string" && /^[A-Za-z_]\w{0,49}$/.test(value),
  },
  queues: RULES.any,
  expireIn: {
    description: "a number from 1000",
    accepts: (value) => typeof value === "number" && value >= 1000 && Number.isFinite(value),
  },
  retryTimeout: RULES.positive,
  load: RULES.any,
} satisfies OptionRules<PgBossBatchOptions>;

/** Milliseconds for which opening is retried, while a server starts. */
const OPEN_TIMEOUT = 15_000;
const EXPIRE_IN = 90_000;

/**
 * Opens or creates a batch on pg-boss, for several workers on several machines. Close it at the end.
 *
 * @throws {BatchError} `library` when `pg` or `pg-boss` is not installed, `journal` when the database fails, `input`
 * for wrong options.
 * @example
 * const batch = await openPgBossBatch({ connectionString: "postgres://user@db.example.com/videos", batch: "films" });
 * await batch.enqueue(readItems(await readFile("films.jsonl")));
 * const { exitCode } = await batch.work({ maxCredits: 2000, outDir: "videos" });
 * await batch.close();
 */
export async function openPgBossBatch(options: PgBossBatchOptions): Promise<PgBossBatch> {
  const {
    batch,
    boss,
    connectionString,
    schema = "pgboss",
    load,
    expireIn = EXPIRE_IN,
    retryTimeout = 120_000,
  } = options;
  assertOptions(options, PG_BOSS_OPTIONS);
  const names = queueNames(batch, options.queues);
  if (boss !== undefined) {
    const database = new Database(options.pool ?? poolOf(boss), retryTimeout);
    const queues = new Queues(boss, { batch, names, schema, expireIn });
    return opened(database, queues, {
      batch,
      expireIn,
      name: `schema ${schema}, batch ${batch}`,
      close: () => Promise.resolve(),
    });
  }
  if (connectionString === undefined) throw new BatchError("input", "Pass a connectionString, or a boss.");
  const pool = await createPool(connectionString, load);
  const database = new Database(pool, retryTimeout);
  const started = await createBoss(patient(database), schema, load).catch((error: unknown) =>
    closing(pool.end(), error),
  );
  const close = (): Promise<void> => started.stop({ graceful: false }).finally(() => pool.end());
  try {
    await database.transaction(createTables, OPEN_TIMEOUT);
    await started.start();
    const queues = new Queues(started, { batch, names, schema, expireIn });
    return await opened(database, queues, { batch, expireIn, name: `${pool.name}, batch ${batch}`, close });
  } catch (error) {
    return closing(close(), failure(error));
  }
}

function queueNames(batch: string, given: Partial<QueueNames> = {}): QueueNames {
  const own = `evolink-${batch}`;
  return { create: `${own}-create`, poll: `${own}-poll`, save: `${own}-save`, ...given };
}

/** Runs the statements of pg-boss with the retries of the batch: all of them are idempotent. */
function patient(database: Database): { executeSql(text: string, values: unknown[]): Promise<{ rows: unknown[] }> } {
  return { executeSql: (text, values) => database.statement((client) => client.query(text, values)) };
}

async function closing(closed: Promise<void>, error: unknown): Promise<never> {
  await closed.catch(() => undefined);
  throw error;
}

async function opened(database: Database, queues: Queues, details: Omit<BatchDetails, "id">): Promise<PgBossBatch> {
  const id = await database.transaction(async (client) => {
    await createTables(client);
    return createBatch(client, details.batch);
  }, OPEN_TIMEOUT);
  await queues.create().catch((error: unknown) => {
    throw failure(error);
  });
  return new PgBossBatch(database, queues, { ...details, id });
}
