import type { Spent } from "../budget.ts";
import { sharedTask, type JournalEntry, type JournalEvent } from "../entry.ts";
import { rowsOf, type SqlClient } from "./database.ts";

/** A row of `evolink_guard`. */
export interface GuardRow {
  readonly entry: JournalEntry;
  readonly writer: string | null;
  /** The request's body as JSON; null for a key of `once`. */
  readonly body: string | null;
  readonly hash: string | null;
  readonly estimate: number;
  readonly job: string | null;
  readonly delivery: number;
  /** Milliseconds for which the item's task has been followed, by the server's clock. */
  readonly followed: number | null;
}

const COLUMNS = `entry, writer, body, hash, estimate, job, delivery,
  extract(epoch FROM clock_timestamp() - followed_at)::float8 * 1000 AS followed`;

/** Resolves to the current rows of some keys, by key. */
export async function rowsByKey(
  client: SqlClient,
  scope: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, GuardRow>> {
  const rows = await rowsOf<GuardRow & { readonly key: string }>(
    client,
    `SELECT key, ${COLUMNS} FROM evolink_guard WHERE scope = $1 AND key = ANY ($2)`,
    [scope, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Resolves to a row, locked until the end of the transaction. */
export async function lockedRow(client: SqlClient, scope: string, key: string): Promise<GuardRow | undefined> {
  const [row] = await rowsOf<GuardRow>(
    client,
    `SELECT ${COLUMNS} FROM evolink_guard WHERE scope = $1 AND key = $2 FOR UPDATE`,
    [scope, key],
  );
  return row;
}

/** Resolves to every entry of a scope, in the order of the items. */
export async function entriesOf(client: SqlClient, scope: string): Promise<JournalEntry[]> {
  const rows = await rowsOf<{ entry: JournalEntry }>(
    client,
    "SELECT entry FROM evolink_guard WHERE scope = $1 ORDER BY position",
    [scope],
  );
  return rows.map(({ entry }) => entry);
}

/** Further values to write besides an entry. */
export interface RowChanges {
  /** The new current job of the item, or null for none. Undefined leaves it unchanged. */
  readonly job?: string | null | undefined;
  /** The worker that sends the item's request. Undefined leaves it unchanged. */
  readonly worker?: string | undefined;
  /** Whether the item's task is followed from now on. */
  readonly isFollowed?: boolean | undefined;
}

/** Writes an entry into its row, under the name of the write. Resets the delivery count for a new job. */
export async function writeEntry(
  client: SqlClient,
  scope: string,
  entry: JournalEntry,
  writer: string,
  { job, worker, isFollowed = false }: RowChanges = {},
): Promise<void> {
  const { key, state, taskId, estimate = null, credits = null } = entry;
  await client.query(
    `UPDATE evolink_guard
     SET entry = $3, state = $4, task_id = $5, estimate = COALESCE($6, estimate), credits = $7, writer = $8,
       job = CASE WHEN $9 THEN $10 ELSE job END, delivery = CASE WHEN $9 THEN 0 ELSE delivery END,
       worker = COALESCE($11, worker), followed_at = CASE WHEN $12 THEN clock_timestamp() ELSE followed_at END
     WHERE scope = $1 AND key = $2`,
    [
      ...[scope, key, JSON.stringify(entry), state, searchable(taskId), estimate, credits, writer],
      ...[job !== undefined, job ?? null, worker ?? null, isFollowed],
    ],
  );
}

/** Removes NUL characters, which PostgreSQL texts cannot contain; `entry` has the original id. */
function searchable(taskId: string | undefined): string | null {
  return taskId?.replaceAll("\0", "\uFFFD") ?? null;
}

/**
 * Resolves to the event to record: a response with the task of another item does not prove that this request was
 * accepted.
 */
export async function checkedEvent(client: SqlClient, scope: string, event: JournalEvent): Promise<JournalEvent> {
  if (event.type !== "accepted") return event;
  const [owner] = await rowsOf<{ key: string }>(
    client,
    "SELECT key FROM evolink_guard WHERE scope = $1 AND task_id = $2 AND key <> $3",
    [scope, searchable(event.taskId), event.key],
  );
  return owner === undefined ? event : sharedTask(event, owner.key);
}

/**
 * Resolves to what a batch has spent on all items but one. Computed in the database, because it is needed before each
 * paid request.
 */
export async function spentBesides(client: SqlClient, scope: string, key: string): Promise<Spent> {
  const [spent] = await rowsOf<Spent>(
    client,
    `SELECT COALESCE(sum(credits), 0) AS known,
       COALESCE(sum(estimate) FILTER (WHERE credits IS NULL), 0) AS open,
       GREATEST(1, COALESCE(max(credits / NULLIF(estimate, 0)), 1)) AS factor
     FROM evolink_guard WHERE scope = $1 AND key <> $2 AND state NOT IN ('waiting', 'refused')`,
    [scope, key],
  );
  return spent ?? { known: 0, open: 0, factor: 1 };
}
