import type { PoolClient } from "pg";
import type { JournalEntry } from "../entry.ts";
import { KEY_TRUSTED_MS, type WorkerCapabilities } from "../journal.ts";

/** Who looks for what. */
export interface Search {
  readonly batch: string;
  readonly worker: string;
  /** In milliseconds. */
  readonly lease: number;
  /** The items that this worker has the bodies of. */
  readonly keys: readonly string[];
  /** What this worker has in hand already. */
  readonly busy: readonly string[];
  readonly capabilities: WorkerCapabilities;
}

/** What `hasWork` says of an entry, in SQL. $3: create, $4: save, $5: idempotent, $6: own keys. */
const HAS_WORK = `(
  state = 'accepted'
  OR (state = 'completed' AND $4)
  OR (state IN ('waiting', 'refused') AND $3 AND key = ANY ($6))
  OR (state = 'unknown' AND $3 AND $5 AND key = ANY ($6) AND entry ? 'idempotencyKey'
    AND (entry ->> 'begunAt')::timestamptz > clock_timestamp() - ${KEY_TRUSTED_MS} * interval '1 ms')
)`;

const conditions = ({ batch, worker, keys, capabilities }: Search): unknown[] => [
  batch,
  worker,
  capabilities.create,
  capabilities.save,
  capabilities.idempotent,
  keys,
];

/**
 * Leases one item that nobody has: first what is paid for, then in the order of the items. `SKIP LOCKED` lets workers that ask at the same
 * moment get different items instead of waiting for each other.
 */
export async function takeOne(client: PoolClient, search: Search): Promise<JournalEntry | undefined> {
  const taken = `
    UPDATE evolink_batch_entry SET owner = $2, parked = false, lease_until = clock_timestamp() + $8 * interval '1 ms'
    WHERE batch = $1 AND key = (
      SELECT key FROM evolink_batch_entry
      WHERE batch = $1 AND ${HAS_WORK} AND key <> ALL ($7) AND (owner IS NULL OR lease_until < clock_timestamp())
      ORDER BY state IN ('accepted', 'completed') DESC, position
      LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING entry`;
  const { rows } = await client.query<{ entry: JournalEntry }>(taken, [
    ...conditions(search),
    search.busy,
    search.lease,
  ]);
  return rows[0]?.entry;
}

/** Whether another worker has something in hand that it may leave undone, by its death for example. */
export async function othersMayLeave(client: PoolClient, search: Search): Promise<boolean> {
  const held = `
    SELECT EXISTS (
      SELECT FROM evolink_batch_entry
      WHERE batch = $1 AND owner <> $2 AND NOT parked AND (${HAS_WORK} OR (state = 'begun' AND ($3 OR $5)))
    ) AS held`;
  const { rows } = await client.query<{ held: boolean }>(held, conditions(search));
  return rows[0]?.held === true;
}
