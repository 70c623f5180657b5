import { randomUUID } from "node:crypto";
import type { Task } from "../../sdk/index.ts";
import { eventOf } from "../create.ts";
import { apply, waiting, type JournalEntry, type JournalEvent } from "../entry.ts";
import { BatchError } from "../error.ts";
import { OUTCOME_NOT_RECORDED } from "../journal.ts";
import { settle, type Finding } from "../settle.ts";
import { Database, type SqlClient, type SqlPool } from "./database.ts";
import { Guard } from "./guard.ts";
import { entriesOf, lockedRow, writeEntry } from "./rows.ts";
import { createTables } from "./tables.ts";

/** Options of `once`. */
export interface OnceOptions {
  /** Pool of `pg` for the guard's rows. */
  readonly pool: SqlPool;
  /** Namespace of keys within a program; not the name of a batch. */
  readonly scope: string;
  /** Identifies the request, for example an order number. */
  readonly key: string;
  /** Milliseconds for which a statement is retried while the database cannot be reached. @default 120_000 */
  readonly retryTimeout?: number | undefined;
}

/** The result of a paid request: its task exists, or it is unknown whether it was accepted. */
export type OnceResult =
  | { readonly state: "accepted"; readonly taskId: string; readonly task: Task | undefined }
  | { readonly state: "unknown"; readonly message: string };

/**
 * Sends a create request unless it was begun before, however often a queue calls this. A row in PostgreSQL records
 * `begun` before it is sent, and the result after. If the row is `accepted`, this returns the task id; if it is `begun`
 * or `unknown`, the request is not sent again.
 *
 * Rejects with the error of `send` when the request was certainly not accepted: then it may be called again.
 *
 * @throws {BatchError} `journal` when the database fails. When that happens after the request was accepted, the message
 * names the task.
 * @example
 * const result = await once(() => evolink.videos.generate(body), { pool, scope: "orders", key: order.id });
 * if (result.state === "accepted") await queue.add("poll", { taskId: result.taskId });
 * else await askPerson(order, result.message);
 */
export async function once(send: () => Promise<Task>, options: OnceOptions): Promise<OnceResult> {
  const { pool, scope, key, retryTimeout = 120_000 } = options;
  const database = new Database(pool, retryTimeout);
  const writer = randomUUID();
  const { entry, mayBeSent } = await database.transaction((client) => begin(client, { scope, key, writer }));
  if (!mayBeSent) return resultOf(entry, undefined);
  const guard = new Guard(database, scope);
  const record = (event: JournalEvent): Promise<JournalEntry> => guard.record(key, event, undefined);
  let task: Task;
  try {
    task = await send();
  } catch (error) {
    const after = await record(eventOf(key, entry.attempt, error));
    if (after.state === "waiting" || after.state === "refused") throw error;
    return resultOf(after, undefined);
  }
  const accepted = await record({ type: "accepted", key, attempt: entry.attempt, taskId: task.id }).catch(
    (cause: unknown) => {
      throw new BatchError("journal", `Task ${task.id} was accepted for ${key}, but that could not be written.`, cause);
    },
  );
  return resultOf(accepted, task);
}

/**
 * Records a person's decision about a key of unknown outcome: the id of its task, or that it was not accepted and may
 * be sent.
 *
 * @throws {BatchError} `input` when its outcome is not unknown, or the id is not one or is another key's.
 * @example
 * await settleOnce("not-accepted", { pool, scope: "orders", key: "order-17" });
 */
export async function settleOnce(
  finding: Finding,
  { pool, scope, key, retryTimeout = 120_000 }: OnceOptions,
): Promise<void> {
  const database = new Database(pool, retryTimeout);
  const guard = new Guard(database, scope);
  const entries = (): Promise<JournalEntry[]> => database.statement((client) => entriesOf(client, scope));
  await settle({ entries, record: (event) => guard.record(key, event, undefined) }, key, finding);
}

interface Begun {
  readonly entry: JournalEntry;
  readonly mayBeSent: boolean;
}

async function begin(
  client: SqlClient,
  { scope, key, writer }: { readonly scope: string; readonly key: string; readonly writer: string },
): Promise<Begun> {
  await createTables(client);
  await client.query(
    "INSERT INTO evolink_guard (scope, key, entry, state) VALUES ($1, $2, $3, 'waiting') ON CONFLICT (scope, key) DO NOTHING",
    [scope, key, JSON.stringify(waiting(key))],
  );
  const row = await lockedRow(client, scope, key);
  const entry = row?.entry ?? waiting(key);
  if (row?.writer === writer) return { entry, mayBeSent: true };
  const { attempt, state } = entry;
  if (state === "begun") {
    const after = apply(entry, { type: "unknown", key, attempt, message: OUTCOME_NOT_RECORDED });
    await writeEntry(client, scope, after, writer);
    return { entry: after, mayBeSent: false };
  }
  if (state !== "waiting" && state !== "refused") return { entry, mayBeSent: false };
  const at = new Date().toISOString();
  const after = apply(entry, { type: "begun", key, attempt: attempt + 1, at, hash: "", estimate: 0 });
  await writeEntry(client, scope, after, writer);
  return { entry: after, mayBeSent: true };
}

function resultOf({ taskId, message = "" }: JournalEntry, task: Task | undefined): OnceResult {
  return taskId === undefined ? { state: "unknown", message } : { state: "accepted", taskId, task };
}
