import { sleep } from "../../shared/time.ts";
import { BatchError } from "../error.ts";

/** The part of a client of `pg` that is used. Spelled out, so that the types of this package compile without `pg`. */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  on(event: "error", listener: (error: Error) => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
  release(destroy?: boolean): void;
}

/** The part of a `Pool` of `pg` that is used. */
export interface SqlPool {
  connect(): Promise<SqlClient>;
}

/** Rows of a query. The compiler does not check `Row` against the statement. */
export async function rowsOf<Row>(client: SqlClient, text: string, values: unknown[] = []): Promise<Row[]> {
  return (await client.query(text, values)).rows as Row[];
}

/**
 * SQLSTATE classes and codes (PostgreSQL, appendix A) of temporary failures: connections, restarts, too many clients
 * and deadlocks.
 */
const PASSING = /^(08...|57P0[1-5]|53300|40001|40P01|23505|55P03)$/;

/** Milliseconds between the retries of a transaction; the last value repeats. */
const DELAYS = [100, 300, 1000, 3000];

/** A database with retried transactions. */
export class Database {
  readonly #pool: SqlPool;
  readonly #retryTimeout: number;

  /** @param retryTimeout Milliseconds for which a transaction is retried while the database cannot be reached. */
  constructor(pool: SqlPool, retryTimeout: number) {
    this.#pool = pool;
    this.#retryTimeout = retryTimeout;
  }

  /**
   * Runs a transaction that is on the server's disk when this resolves, whatever the server's default is. Retries it
   * while the database cannot be reached, so it has to be idempotent: the response to a COMMIT may be lost.
   *
   * @param maxRetryTimeout Upper limit of the `retryTimeout` for this transaction, in milliseconds.
   * @throws {BatchError} `journal`, when the time is over or the statement itself is wrong.
   */
  transaction<T>(work: (client: SqlClient) => Promise<T>, maxRetryTimeout = Infinity): Promise<T> {
    return this.#retrying(
      async (client) => {
        // Two statements in one round trip.
        await client.query("BEGIN; SET LOCAL synchronous_commit TO on");
        const result = await work(client);
        await client.query("COMMIT");
        return result;
      },
      Math.min(maxRetryTimeout, this.#retryTimeout),
    );
  }

  /** Runs a single statement like `transaction`. */
  statement<T>(work: (client: SqlClient) => Promise<T>): Promise<T> {
    return this.#retrying(work, this.#retryTimeout);
  }

  async #retrying<T>(work: (client: SqlClient) => Promise<T>, retryTimeout: number): Promise<T> {
    const ends = performance.now() + retryTimeout;
    for (let failures = 0; ; failures++) {
      try {
        return await this.#once(work);
      } catch (error) {
        if (error instanceof BatchError) throw error;
        const delay = DELAYS[Math.min(failures, DELAYS.length - 1)] ?? 0;
        if (!passes(error) || performance.now() + delay > ends) throw failure(error);
        await sleep(delay);
      }
    }
  }

  async #once<T>(work: (client: SqlClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    // A connection that is lost between two queries emits an error event, which would end the process without a
    // listener.
    client.on("error", ignore);
    let usable = false;
    try {
      const result = await work(client);
      usable = true;
      return result;
    } catch (error) {
      usable = await client.query("ROLLBACK").then(
        () => true,
        () => false,
      );
      throw error;
    } finally {
      // The pool listens to the connections that it gets back, not to those that it ends.
      if (usable) client.off("error", ignore);
      client.release(!usable);
    }
  }
}

const ignore = (): void => undefined;

/**
 * Returns whether a failure is temporary. An error without a severity comes from the connection, not from the server.
 */
function passes(error: unknown): boolean {
  const { code, severity } = Object(error) as { readonly code?: unknown; readonly severity?: unknown };
  return severity === undefined || PASSING.test(String(code));
}

/** Converts a failure of the database into a `BatchError`. */
export function failure(error: unknown): BatchError {
  if (error instanceof BatchError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new BatchError("journal", `The database failed: ${message}`, error);
}
