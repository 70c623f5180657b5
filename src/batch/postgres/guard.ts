import { randomUUID } from "node:crypto";
import { wouldPass } from "../budget.ts";
import { apply, type JournalEntry, type JournalEvent } from "../entry.ts";
import { BatchError } from "../error.ts";
import { OUTCOME_NOT_RECORDED, type SendPermission } from "../journal.ts";
import type { Database, SqlClient } from "./database.ts";
import { checkedEvent, lockedRow, spentBesides, writeEntry, type GuardRow, type RowChanges } from "./rows.ts";

/** A job as it was handed to a worker: pg-boss hands out the job of a dead worker again, under a higher number. */
export interface Delivery {
  readonly job: string;
  readonly delivery: number;
}

/** Does more in the transaction that writes an event, and returns what else to write into the item's row. */
export type FollowUpWrite = (client: SqlClient, entry: JournalEntry, status: DeliveryStatus) => Promise<RowChanges>;

/** How a job stands to its item while an event is written. */
export interface DeliveryStatus {
  /** Whether this delivery of the job carries the item on. */
  readonly isCarrier: boolean;
  /** Whether the event changed the row. */
  readonly changed: boolean;
}

/**
 * Writes the rows of a batch: `begun` before a paid request is sent, and its outcome after it. A request that was begun
 * under another delivery is set aside as unknown, never sent again. Writing the same twice is safe: each write has a
 * name, and is done once.
 */
export class Guard {
  readonly #database: Database;
  readonly #scope: string;

  constructor(database: Database, scope: string) {
    this.#database = database;
    this.#scope = scope;
  }

  /**
   * Takes an item for a delivery, and shuts out those before it. Returns undefined when another job carries the item
   * on. When a request was begun under an earlier delivery, its outcome is not known: the row that is returned is then
   * `unknown`.
   *
   * @param known The row as it was read after the job was handed out. A first delivery has none before it, so nothing
   * is written for it: `begin` checks again that the item is still this delivery's.
   */
  async claim(key: string, { job, delivery }: Delivery, known: GuardRow): Promise<GuardRow | undefined> {
    if (known.job === job && known.delivery === delivery) return known;
    return this.#database.transaction(async (client) => {
      const row = await lockedRow(client, this.#scope, key);
      if (row?.job !== job || row.delivery > delivery) return undefined;
      const { entry } = row;
      await client.query("UPDATE evolink_guard SET delivery = $3 WHERE scope = $1 AND key = $2", [
        this.#scope,
        key,
        delivery,
      ]);
      if (entry.state !== "begun" || row.delivery === delivery) return row;
      const after = apply(entry, { type: "unknown", key, attempt: entry.attempt, message: OUTCOME_NOT_RECORDED });
      await writeEntry(client, this.#scope, after, randomUUID());
      return { ...row, entry: after };
    });
  }

  /** Asks for permission to send, and writes `begun`. The permission is the delivery's alone. */
  begin(
    event: JournalEvent & { readonly type: "begun" },
    delivery: Delivery,
    { maxCredits, worker }: { readonly maxCredits: number | undefined; readonly worker: string },
  ): Promise<SendPermission> {
    const writer = randomUUID();
    const { key, estimate } = event;
    return this.#database.transaction(async (client) => {
      // One at a time in the whole batch, so that two workers do not both take the last credits.
      if (maxCredits !== undefined)
        await client.query("SELECT FROM evolink_batch WHERE name = $1 FOR UPDATE", [this.#scope]);
      const row = await lockedRow(client, this.#scope, key);
      if (row?.writer === writer) return "begun";
      if (row?.job !== delivery.job || row.delivery !== delivery.delivery || row.entry.taskId !== undefined)
        return "lost";
      if (maxCredits !== undefined && wouldPass(await spentBesides(client, this.#scope, key), estimate, maxCredits))
        return "limit";
      await writeEntry(client, this.#scope, apply(row.entry, event), writer, { worker });
      return "begun";
    });
  }

  /**
   * Writes down what happened, in one transaction with what is to be done next, and returns the entry as it is then.
   * Without an event only the next step is written.
   */
  record(
    key: string,
    event: JournalEvent | undefined,
    delivery: Delivery | undefined,
    followUp?: FollowUpWrite,
  ): Promise<JournalEntry> {
    const writer = randomUUID();
    return this.#database.transaction(async (client) => {
      const row = await lockedRow(client, this.#scope, key);
      if (row === undefined) throw new BatchError("damaged", `${key} is not in the batch`);
      if (row.writer === writer) return row.entry;
      const after = event === undefined ? row.entry : apply(row.entry, await checkedEvent(client, this.#scope, event));
      const isCarrier = row.job === delivery?.job && row.delivery <= delivery.delivery;
      const changes = await followUp?.(client, after, { isCarrier, changed: after !== row.entry });
      await writeEntry(client, this.#scope, after, writer, changes);
      return after;
    });
  }
}
