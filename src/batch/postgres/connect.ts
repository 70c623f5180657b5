import { BatchError } from "../error.ts";
import { failure, type SqlClient, type SqlPool } from "./database.ts";
import type { BossDatabase, PgBossInstance } from "./queues.ts";

/** A pool of connections that was made here, and is ended here. */
export interface OwnPool extends SqlPool, BossDatabase {
  /** Where it is, without user and password. */
  readonly name: string;
  end(): Promise<void>;
}

/**
 * Loads the optional peers of this package. Their types are spelled out, so that those of this package compile without
 * them.
 */
export interface Loaders {
  readonly pg: () => Promise<{ readonly default: PgModule }>;
  readonly boss: () => Promise<{ readonly default: BossClass }>;
}

interface PgModule {
  Pool: new (options: object) => PgPool;
  Client: new (options: { connectionString: string }) => { host: string; port: number; database?: string | undefined };
}

interface PgPool extends SqlPool {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "connect", listener: (client: SqlClient) => void): this;
  end(): Promise<void>;
}

type BossClass = new (options: {
  db: { executeSql(text: string, values: unknown[]): Promise<{ rows: never[] }> };
  schema: string;
  schedule: boolean;
}) => OwnBoss & { on(event: "error", listener: (error: Error) => void): unknown };

const LOADERS: Loaders = { pg: () => import("pg"), boss: () => import("pg-boss") };

/** Milliseconds after which an attempt to connect, and a statement without a response, time out. */
const CONNECT_TIMEOUT = 10_000;
const QUERY_TIMEOUT = 60_000;

/** Makes a pool, which connects when it is first used. Throws a `BatchError` (`library`) when `pg` is not installed. */
export async function createPool(connectionString: string, load: Loaders = LOADERS): Promise<OwnPool> {
  const { default: pg } = await load.pg().catch(missing);
  const pool = new pg.Pool({
    ...{ connectionString, max: 10, keepAlive: true, application_name: "evolink-video" },
    ...{ connectionTimeoutMillis: CONNECT_TIMEOUT, query_timeout: QUERY_TIMEOUT },
  });
  // A connection that is lost while nobody asks anything says so by an event, which would end the process if nobody
  // listened. The pool replaces it, or the next query fails. Listening from the very first moment: the pool itself does
  // not while a connection is in use.
  pool.on("error", ignore).on("connect", (client) => client.on("error", ignore));
  // A client reads the URL as the pool's connections will.
  const { host, port, database = "" } = new pg.Client({ connectionString });
  return {
    name: `postgres://${host}:${port}/${database}`,
    connect: () => pool.connect(),
    executeSql: (text, values) => pool.query(text, values),
    end: () => pool.end(),
  };
}

/** Makes a pg-boss over a pool. Throws a `BatchError` (`library`) when `pg-boss` is not installed. */
export async function createBoss(db: BossDatabase, schema: string, load: Loaders = LOADERS): Promise<OwnBoss> {
  const { default: PgBoss } = await load.boss().catch(missing);
  // pg-boss calls the rows `any`.
  const boss = new PgBoss({ db: db as { executeSql(): Promise<{ rows: never[] }> }, schema, schedule: false });
  // What fails here fails for the worker as well, which repeats it.
  boss.on("error", ignore);
  return boss;
}

/** A pg-boss that is started and stopped here. */
export interface OwnBoss extends PgBossInstance {
  start(): Promise<unknown>;
  stop(options: { graceful: boolean }): Promise<void>;
}

/** Returns the pool of a pg-boss that the caller runs. Throws a `BatchError` (`input`) when it has none. */
export function poolOf(boss: PgBossInstance): SqlPool {
  const { pool } = boss.getDb() as { readonly pool?: SqlPool };
  if (pool !== undefined) return pool;
  throw new BatchError(
    "input",
    "This pg-boss has no pool of its own (it was given a db, or is not started): pass a pool or a connectionString beside boss.",
  );
}

function missing(cause: unknown): never {
  const { code } = Object(cause) as { readonly code?: unknown };
  if (code !== "ERR_MODULE_NOT_FOUND") throw failure(cause);
  throw new BatchError(
    "library",
    "A batch in PostgreSQL needs the packages pg and pg-boss: npm install pg pg-boss@10",
    cause,
  );
}

const ignore = (): void => undefined;
