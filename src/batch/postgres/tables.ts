import { rowsOf, type SqlClient } from "./database.ts";

/** Id of an advisory lock: creating tables concurrently is not safe. Any number that no other program uses. */
const ADVISORY = 7_219_004_117;

/**
 * The tables of all batches of a database, beside those of pg-boss.
 *
 * - `evolink_guard`: a row per item (or per key of `once`), which records every paid request before and after it.
 *   `entry` has all data of the item; the following columns are for queries and sums. `writer` is the name of the last
 *   write, so that a write whose COMMIT got no response is not repeated. `job` is the current pg-boss job of the item,
 *   null for none; `delivery` counts its deliveries.
 * - `evolink_batch`: a row per batch, which is locked while credits are counted.
 * - `evolink_rate`: when the next request of a batch may be sent, for all its workers.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS evolink_guard (
    scope text NOT NULL,
    key text NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    entry json NOT NULL,
    state text NOT NULL,
    task_id text,
    estimate float8 NOT NULL DEFAULT 0,
    credits float8,
    writer uuid,
    body text,
    hash text,
    job uuid,
    delivery integer NOT NULL DEFAULT 0,
    worker uuid,
    followed_at timestamptz,
    PRIMARY KEY (scope, key)
  );
  CREATE UNIQUE INDEX IF NOT EXISTS evolink_guard_task ON evolink_guard (scope, task_id);
  CREATE INDEX IF NOT EXISTS evolink_guard_job ON evolink_guard (scope, state) WHERE job IS NOT NULL;
  CREATE TABLE IF NOT EXISTS evolink_batch (
    name text PRIMARY KEY,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    created timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS evolink_rate (
    batch text PRIMARY KEY,
    next_request timestamptz NOT NULL
  );
`;

/** Creates the tables unless they are there. */
export async function createTables(client: SqlClient): Promise<void> {
  // Many users may not create tables, and need not when the tables exist.
  const [found] = await rowsOf<{ there: boolean }>(
    client,
    "SELECT to_regclass('evolink_guard') IS NOT NULL AND to_regclass('evolink_rate') IS NOT NULL AS there",
  );
  if (found?.there === true) return;
  await client.query("SELECT pg_advisory_xact_lock($1)", [ADVISORY]);
  await client.query(TABLES);
}

/** Creates a batch unless it is there, and returns its id. */
export async function createBatch(client: SqlClient, batch: string): Promise<string> {
  await client.query("INSERT INTO evolink_batch (name) VALUES ($1) ON CONFLICT DO NOTHING", [batch]);
  const [row] = await rowsOf<{ id: string }>(client, "SELECT id FROM evolink_batch WHERE name = $1", [batch]);
  return String(row?.id);
}
