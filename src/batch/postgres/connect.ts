import { BatchError } from "../error.ts";
import { failure, type SqlClient, type SqlPool } from "./database.ts";
import type { BossDatabase, PgBossInstance } from "./queues.ts";

/** A pool of connections that this module creates and ends. */
export interface OwnPool extends SqlPool, BossDatabase {
  /** Its location, without user and password. */
  readonly name: string;
  end(): Promise<void>;
}

/**
 * Loads the optional peers of this package. Their types are declared here, so that the types of this package compile
 * without them.
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

/** Creates a pool, which connects on first use. Throws a `BatchError` (`library`) when `pg` is not installed. */
export async function createPool(connectionString: string, load: Loaders = LOADERS): Promise<OwnPool> {
  const { default: pg } = await load.pg().catch(missing);
  const pool = new pg.Pool({
    ...{ connectionString, max: 10, keepAlive: true, application_name: "evolink-video" },
    ...{ connectionTimeoutMillis: CONNECT_TIMEOUT, query_timeout: QUERY_TIMEOUT },
  });
  // An idle connection that is lost emits an error event, which would end the process without a listener. The pool
  // replaces the connection, or the next query fails. The pool itself does not listen while a connection is in use.
  pool.on("error", ignore).on("connect", (client) => client.on("error", ignore));
  // Parses the URL in the same way as the pool's connections.
  const { host, port, database = "" } = new pg.Client({ connectionString });
  return {
    name: `postgres://${host}:${port}/${database}`,
    connect: () => pool.connect(),
    executeSql: (text, values) => pool.query(text, values),
    end: () => pool.end(),
  };
}

/** Creates a pg-boss on a pool. Throws a `BatchError` (`library`) when `pg-boss` is not installed. */
export async function createBoss(db: BossDatabase, schema: string, load: Loaders = LOADERS): Promise<OwnBoss> {
  const { default: PgBoss } = await load.boss().catch(missing);
  // The type of the rows in pg-boss is `any`.
  const boss = new PgBoss({ db: db as { executeSql(): Promise<{ rows: never[] }> }, schema, schedule: false });
  // An error here also occurs for the worker, which retries.
  boss.on("error", ignore);
  return boss;
}

/** A pg-boss that this module starts and stops. */
export interface OwnBoss extends PgBossInstance {
  start(): Promise<unknown>;
  stop(options: { graceful: boolean }): Promise<void>;
}

/** Returns the pool of the caller's pg-boss. Throws a `BatchError` (`input`) when it has none. */
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
