import { sleep } from "../../shared/time.ts";
import { rowsOf, type Database } from "./database.ts";

/**
 * Spreads the requests of all workers of a batch evenly over time: each reserves the next free slot in the database.
 */
export class SharedRate {
  readonly #database: Database;
  readonly #batch: string;
  readonly #perSecond: number | undefined;

  /** @param perSecond Requests a second, over all workers; undefined for no limit. */
  constructor(database: Database, batch: string, perSecond: number | undefined) {
    this.#database = database;
    this.#batch = batch;
    this.#perSecond = perSecond;
  }

  /**
   * Resolves to true when a request may be sent, and to false, without a reservation, when that would take longer than
   * `longest` milliseconds or the signal aborts.
   */
  async acquire(longest: number, signal: AbortSignal | undefined): Promise<boolean> {
    const perSecond = this.#perSecond;
    if (perSecond === undefined) return signal?.aborted !== true;
    const wait = await this.#database.statement(async (client) => {
      // Uses the server's clock, because the clocks of workers differ.
      const [reserved] = await rowsOf<{ wait: number }>(
        client,
        `INSERT INTO evolink_rate AS rate (batch, next_request) VALUES ($1, clock_timestamp() + $2 * interval '1 s')
         ON CONFLICT (batch) DO UPDATE
           SET next_request = GREATEST(rate.next_request, clock_timestamp()) + $2 * interval '1 s'
           WHERE rate.next_request < clock_timestamp() + $3 * interval '1 ms'
         RETURNING extract(epoch FROM next_request - clock_timestamp())::float8 * 1000 - $2 * 1000 AS wait`,
        [this.#batch, 1 / perSecond, longest],
      );
      return reserved?.wait;
    });
    if (wait === undefined) return false;
    return sleep(Math.max(0, wait), signal);
  }
}
