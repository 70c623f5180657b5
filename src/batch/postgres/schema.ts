import type { PoolClient } from "pg";

/** Any number that no other program locks by: the creation of tables is not safe to do twice at the same time. */
const ADVISORY = 7_219_004_117;

/**
 * The tables of all batches of a database. `entry` is what is known of an item, and the columns beside it are what is searched by;
 * `event` is its history, for people. An item belongs to `owner` until `lease_until`, on the server's clock.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS evolink_batch (
    name text PRIMARY KEY,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    created timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS evolink_batch_entry (
    batch text NOT NULL REFERENCES evolink_batch ON DELETE CASCADE,
    key text NOT NULL,
    position integer NOT NULL,
    state text NOT NULL,
    entry jsonb NOT NULL,
    owner uuid,
    lease_until timestamptz,
    parked boolean NOT NULL DEFAULT false,
    PRIMARY KEY (batch, key)
  );
  CREATE INDEX IF NOT EXISTS evolink_batch_entry_state ON evolink_batch_entry (batch, state, position);
  CREATE TABLE IF NOT EXISTS evolink_batch_event (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch text NOT NULL REFERENCES evolink_batch ON DELETE CASCADE,
    key text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    worker uuid NOT NULL,
    event jsonb NOT NULL
  );
`;

/** Creates the tables unless they are there, and returns the id of a batch, which is created as well. */
export async function prepare(client: PoolClient, batch: string): Promise<string> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [ADVISORY]);
  await client.query(TABLES);
  await client.query("INSERT INTO evolink_batch (name) VALUES ($1) ON CONFLICT DO NOTHING", [batch]);
  const { rows } = await client.query<{ id: string }>("SELECT id FROM evolink_batch WHERE name = $1", [batch]);
  return String(rows[0]?.id);
}
