import { assertUnchanged } from "../changed.ts";
import { waiting } from "../entry.ts";
import type { Item } from "../items.ts";
import { KEY_TRUSTED_MS, type WorkerCapabilities } from "../journal.ts";
import { rowsOf, type SqlClient } from "./database.ts";
import type { Queues, Step } from "./queues.ts";
import { entriesOf } from "./rows.ts";

/**
 * Appends new items, and updates existing ones that were not accepted.
 */
export async function addItems(
  client: SqlClient,
  batch: string,
  items: readonly Item[],
  { whole, allowChanged }: { readonly whole: boolean; readonly allowChanged: boolean },
): Promise<void> {
  await client.query("SELECT FROM evolink_batch WHERE name = $1 FOR UPDATE", [batch]);
  assertUnchanged(items, await entriesOf(client, batch), allowChanged || !whole);
  const rows = items.map(({ key, body, hash, estimate }) => ({
    ...{ key, entry: JSON.stringify(waiting(key)), body: JSON.stringify(body), hash, estimate },
  }));
  await client.query(
    `INSERT INTO evolink_guard (scope, key, entry, state, body, hash, estimate)
     SELECT $1, item.key, item.entry::json, 'waiting', item.body, item.hash, item.estimate
     FROM json_to_recordset($2::json) AS item (key text, entry text, body text, hash text, estimate float8)
     ON CONFLICT (scope, key) DO UPDATE SET body = excluded.body, hash = excluded.hash, estimate = excluded.estimate
       WHERE evolink_guard.state IN ('waiting', 'refused') AND evolink_guard.hash IS DISTINCT FROM excluded.hash`,
    [batch, JSON.stringify(rows)],
  );
  if (!whole) return;
  // Removes items that were never accepted and are no longer in the list.
  await client.query(
    "DELETE FROM evolink_guard WHERE scope = $1 AND state IN ('waiting', 'refused') AND key <> ALL ($2)",
    [batch, items.map(({ key }) => key)],
  );
}

/** The next steps of the items of a batch without a job. $2: create, $3: save, $4: idempotent. */
const IDLE_ITEMS = `
  SELECT key, CASE state WHEN 'accepted' THEN 'poll' WHEN 'completed' THEN 'save' ELSE 'create' END AS step
  FROM evolink_guard
  WHERE scope = $1 AND job IS NULL AND body IS NOT NULL AND (
    state = 'accepted'
    OR (state = 'completed' AND $3)
    OR (state IN ('waiting', 'refused') AND $2)
    OR (state = 'unknown' AND $2 AND $4 AND (entry ->> 'idempotencyKey') IS NOT NULL
      AND (entry ->> 'begunAt')::timestamptz > clock_timestamp() - ${KEY_TRUSTED_MS} * interval '1 ms'))
  ORDER BY position
  FOR UPDATE`;

/** Inserts a job for each item that has work left and no job. */
export async function sendJobs(
  client: SqlClient,
  batch: string,
  queues: Queues,
  { create, save, idempotent }: WorkerCapabilities,
): Promise<void> {
  const idle = await rowsOf<{ key: string; step: Step }>(client, IDLE_ITEMS, [batch, create, save, idempotent]);
  for (const step of ["create", "poll", "save"] as const) {
    const keys = idle.filter((item) => item.step === step).map(({ key }) => key);
    await queues.send(client, step, keys);
    if (step !== "poll") continue;
    await client.query("UPDATE evolink_guard SET followed_at = clock_timestamp() WHERE scope = $1 AND key = ANY ($2)", [
      batch,
      keys,
    ]);
  }
}
