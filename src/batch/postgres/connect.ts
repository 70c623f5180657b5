import type { Pool, PoolClient } from "pg";
import { BatchError } from "../error.ts";

/** Loads the `pg` package. */
export type LoadPg = () => Promise<typeof import("pg")>;

/** Connects lazily to a database. Throws a `BatchError` (`library`) when `pg`, an optional peer of this package, is not installed. */
export async function connect(url: string, load: LoadPg = () => import("pg")): Promise<Database> {
  const pg = await load().catch((cause: unknown) => {
    throw new BatchError("library", "A journal in PostgreSQL needs the package pg: npm install pg", cause);
  });
  // Connections of a pool that lose their server while idle are replaced; without a listener they would end the process.
  const pool = new pg.default.Pool({ connectionString: url, max: 4 }).on("error", () => undefined);
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
    // A connection that is lost between two queries says so by an event, which would end the process; the next query says it as well.
    const ignore = (): void => undefined;
    client.on("error", ignore);
    try {
      await client.query("BEGIN");
      await client.query("SET LOCAL synchronous_commit TO on");
      const result = await work(client);
      await client.query("COMMIT");
      client.off("error", ignore).release();
      return result;
    } catch (error) {
      // A connection that cannot even roll back is not used again, and keeps its listener for what it may still say.
      const lost = await client.query("ROLLBACK").then(() => false, () => true);
      if (lost) client.release(true);
      else client.off("error", ignore).release();
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
  throw new BatchError("journal", `The database failed: ${error instanceof Error ? error.message : String(error)}`, error);
}
