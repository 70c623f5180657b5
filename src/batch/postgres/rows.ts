import type { PoolClient } from "pg";
import type { Spent } from "../budget.ts";
import type { JournalEntry, JournalEvent } from "../entry.ts";

/** Every entry of a batch, in the order of the items. */
export async function entriesOf(client: PoolClient, batch: string): Promise<JournalEntry[]> {
  const { rows } = await client.query<{ entry: JournalEntry }>(
    "SELECT entry FROM evolink_batch_entry WHERE batch = $1 ORDER BY position",
    [batch],
  );
  return rows.map(({ entry }) => entry);
}

/** An entry, locked until the end of the transaction; with an owner, only if that one has a lease on it that still runs. */
export async function entryOf(
  client: PoolClient,
  batch: string,
  key: string,
  owner?: string,
): Promise<JournalEntry | undefined> {
  const found = `
    SELECT entry FROM evolink_batch_entry
    WHERE batch = $1 AND key = $2 AND ($3::uuid IS NULL OR (owner = $3 AND lease_until > clock_timestamp()))
    FOR UPDATE`;
  const { rows } = await client.query<{ entry: JournalEntry }>(found, [batch, key, owner ?? null]);
  return rows[0]?.entry;
}

/** Adds the entries that are not there yet, in their order behind those that are. */
export async function insert(client: PoolClient, batch: string, entries: readonly JournalEntry[]): Promise<void> {
  const added = `
    INSERT INTO evolink_batch_entry (batch, key, position, state, entry)
    SELECT $1, new.entry ->> 'key', COALESCE((SELECT max(position) FROM evolink_batch_entry WHERE batch = $1), 0) + new.number, new.entry ->> 'state', new.entry
    FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS new (entry, number)
    ON CONFLICT (batch, key) DO NOTHING`;
  await client.query(added, [batch, JSON.stringify(entries)]);
}

/** Stores an entry and the event that made it so. */
export async function keep(
  client: PoolClient,
  batch: string,
  entry: JournalEntry,
  event: JournalEvent,
  worker: string,
): Promise<void> {
  const text = JSON.stringify(entry);
  await client.query("UPDATE evolink_batch_entry SET state = $3, entry = $4 WHERE batch = $1 AND key = $2", [
    batch,
    entry.key,
    entry.state,
    text,
  ]);
  await client.query("INSERT INTO evolink_batch_event (batch, key, worker, event) VALUES ($1, $2, $3, $4)", [
    batch,
    entry.key,
    worker,
    JSON.stringify(event),
  ]);
}

/** What the batch has spent on all items but one. A sum in the database, as it is made before each paid request. */
export async function spentBesides(client: PoolClient, batch: string, key: string): Promise<Spent> {
  const sums = `
    SELECT COALESCE(sum(credits), 0) AS known,
      COALESCE(sum(estimate) FILTER (WHERE credits IS NULL), 0) AS open,
      GREATEST(1, COALESCE(max(credits / NULLIF(estimate, 0)), 1)) AS factor
    FROM (
      SELECT (entry ->> 'credits')::float8 AS credits, (entry ->> 'estimate')::float8 AS estimate
      FROM evolink_batch_entry WHERE batch = $1 AND key <> $2 AND state NOT IN ('waiting', 'refused')
    ) AS prices`;
  const { rows } = await client.query<Spent>(sums, [batch, key]);
  const [spent = { known: 0, open: 0, factor: 1 }] = rows;
  return spent;
}
