import { randomUUID } from "node:crypto";
import { wouldPass } from "../budget.ts";
import { apply, type JournalEntry, type JournalEvent } from "../entry.ts";
import { BatchError } from "../error.ts";
import { OUTCOME_NOT_RECORDED, type SendPermission } from "../journal.ts";
import type { Database, SqlClient } from "./database.ts";
import { checkedEvent, lockedRow, spentBesides, writeEntry, type GuardRow, type RowChanges } from "./rows.ts";

/** A delivery of a job to a worker. pg-boss delivers the job of a crashed worker again, with a higher number. */
export interface Delivery {
  readonly job: string;
  readonly delivery: number;
}

/** Runs in the transaction that writes an event, and returns further values for the item's row. */
export type FollowUpWrite = (client: SqlClient, entry: JournalEntry, status: DeliveryStatus) => Promise<RowChanges>;

/** State of a delivery while an event is written. */
export interface DeliveryStatus {
  /** Whether this delivery is the current one of the item. */
  readonly isCarrier: boolean;
  /** Whether the event changed the row. */
  readonly changed: boolean;
}

/**
 * Writes the rows of a batch: `begun` before a paid request is sent, and its outcome after. A request that another
 * delivery had begun becomes unknown and is never sent again. Writes are idempotent: each has a name, and is done once.
 */
export class Guard {
  readonly #database: Database;
  readonly #scope: string;

  constructor(database: Database, scope: string) {
    this.#database = database;
    this.#scope = scope;
  }

  /**
   * Takes an item for a delivery, and excludes earlier deliveries. Returns undefined when the item has another job.
   * When an earlier delivery had begun a request, its outcome is unknown, and so is the returned row.
   *
   * @param known The row, read after the delivery. Nothing is written for a first delivery: `begin` checks again that
   * the item still belongs to it.
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

  /** Requests permission to send for this delivery only, and writes `begun`. */
  begin(
    event: JournalEvent & { readonly type: "begun" },
    delivery: Delivery,
    { maxCredits, worker }: { readonly maxCredits: number | undefined; readonly worker: string },
  ): Promise<SendPermission> {
    const writer = randomUUID();
    const { key, estimate } = event;
    return this.#database.transaction(async (client) => {
      // One at a time in the whole batch, so that two workers cannot both take the last credits.
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
   * Records an event and the next step in one transaction, and returns the new entry. Without an event, only the next
   * step is written.
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
