import type { Pool, PoolClient } from "pg";
import { BatchError } from "../error.ts";

/** Loads the `pg` package. */
export type LoadPg = () => Promise<typeof import("pg")>;

/** Connects lazily to a database. Throws a `BatchError` (`library`) when `pg`, an optional peer of this package, is not installed. */
export async function connect(url: string, load: LoadPg = () => import("pg")): Promise<Database> {
  const pg = await load().catch((cause: unknown) => {
    throw new BatchError("library", "A journal in PostgreSQL needs the package pg: npm install pg", cause);
  });
  const pool = new pg.default.Pool({ connectionString: url, max: 4 });
  // A connection that is lost while nobody asks anything says so by an event, which would end the process if nobody listened. The pool
  // replaces it, or the next query fails. Listening from the very first moment: the pool itself does not while a connection is in use.
  pool.on("error", () => undefined).on("connect", (client) => client.on("error", () => undefined));
  return new Database(pool);
}

const PAUSES = [500, 1000, 2000, 4000, 8000];

/** A database, and the one way in which it is written to. */
export class Database {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Where it is, without user and password. */
  get name(): string {
    const { host = "", port, database = "" } = this.#pool.options;
    return `postgres://${host}:${port}/${database}`;
  }

  /**
   * Does something in one transaction that is on the server's disk when this resolves, whatever the server's default is. Rejects
   * with a `BatchError` (`journal`); then it may, when the connection was lost at the very end, have been done all the same.
   */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch(failed);
    try {
      await client.query("BEGIN");
      await client.query("SET LOCAL synchronous_commit TO on");
      const result = await work(client);
      await client.query("COMMIT");
      client.release();
      return result;
    } catch (error) {
      // A connection that cannot even roll back is not used again.
      client.release(
        await client.query("ROLLBACK").then(
          () => false,
          () => true,
        ),
      );
      return failed(error);
    }
  }

  /** As `transaction`, for what may be done twice: repeats it for a quarter of a minute while the database cannot be reached. */
  async patiently<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    for (const pause of PAUSES) {
      try {
        return await this.transaction(work);
      } catch (error) {
        if (!(error instanceof BatchError) || error.reason !== "journal") throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return this.transaction(work);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

function failed(error: unknown): never {
  if (error instanceof BatchError) throw error;
  throw new BatchError(
    "journal",
    `The database failed: ${error instanceof Error ? error.message : String(error)}`,
    error,
  );
}
