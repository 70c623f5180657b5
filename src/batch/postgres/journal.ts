import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { wouldPass } from "../budget.ts";
import { refuseChanges } from "../changed.ts";
import { apply, waiting, type JournalEntry, type JournalEvent } from "../entry.ts";
import { BatchError } from "../error.ts";
import type { Item } from "../items.ts";
import { NOBODY_HEARD, type Journal, type SendPermission, type WorkerCapabilities } from "../journal.ts";
import { connect, type Database, type LoadPg } from "./connect.ts";
import { entriesOf, entryOf, insert, keep, spentBesides } from "./rows.ts";
import { prepare } from "./schema.ts";
import { othersMayLeave, takeOne } from "./take.ts";

/** How a journal in PostgreSQL is opened. */
export interface PostgresJournalOptions {
  /** Name of the batch. Workers of one batch are given the same name and the same items. */
  readonly batch: string;
  /**
   * Milliseconds after which the items of a worker that is not heard of belong to nobody. Renewed every third of it, so it should
   * be much longer than a pause of the process or of the network. Default 60,000.
   */
  readonly lease?: number | undefined;
  /** Loads the `pg` package. Default: an import of it. */
  readonly load?: LoadPg | undefined;
}

/**
 * Opens or creates a journal in PostgreSQL (13 or later), for several workers on several machines. Throws a `BatchError`: `library` when the
 * package `pg` is not installed, `journal` when the database fails.
 */
export async function openPostgresJournal(
  url: string,
  { batch, lease = 60_000, load }: PostgresJournalOptions,
): Promise<Journal> {
  const database = await connect(url, load);
  try {
    const id = await database.transaction((client) => prepare(client, batch));
    return new PostgresJournal(database, batch, id, lease);
  } catch (error) {
    await database.close();
    throw error;
  }
}

class PostgresJournal implements Journal {
  readonly notes: readonly string[] = [];
  readonly #worker = randomUUID();
  readonly #busy = new Set<string>();
  readonly #renewal: NodeJS.Timeout;
  #inFile: readonly string[] = [];

  constructor(
    private readonly database: Database,
    private readonly batch: string,
    readonly id: string,
    private readonly lease: number,
  ) {
    // A renewal that fails is made up for by the next one; a lease that runs out is found out by `begin`.
    this.#renewal = setInterval(() => void this.#renew().catch(() => undefined), lease / 3);
    this.#renewal.unref();
  }

  get name(): string {
    return `${this.database.name}, batch ${this.batch}`;
  }

  async admit(items: readonly Item[], { allowChanged }: { readonly allowChanged: boolean }): Promise<void> {
    this.#inFile = items.map(({ key }) => key);
    await this.database.patiently(async (client) => {
      refuseChanges(items, await entriesOf(client, this.batch), allowChanged);
      await insert(
        client,
        this.batch,
        items.map(({ key }) => waiting(key)),
      );
    });
  }

  async take(capabilities: WorkerCapabilities): Promise<JournalEntry | "later" | undefined> {
    const search = {
      batch: this.batch,
      worker: this.#worker,
      lease: this.lease,
      keys: this.#inFile,
      busy: [...this.#busy],
      capabilities,
    };
    return this.database.patiently(async (client) => {
      await this.#setAside(client);
      const entry = await takeOne(client, search);
      if (entry !== undefined) this.#busy.add(entry.key);
      return entry ?? ((await othersMayLeave(client, search)) ? "later" : undefined);
    });
  }

  /** May be repeated when the connection is lost: only who has the lease can have begun this very attempt. */
  begin(event: JournalEvent & { readonly type: "begun" }, maxCredits: number | undefined): Promise<SendPermission> {
    const { key } = event;
    return this.database.patiently(async (client) => {
      // One at a time in the whole batch, so that two workers do not both take the last credits.
      if (maxCredits !== undefined)
        await client.query("SELECT FROM evolink_batch WHERE name = $1 FOR UPDATE", [this.batch]);
      const entry = await entryOf(client, this.batch, key, this.#worker);
      if (entry === undefined) return "lost";
      if (entry.state === "begun" && entry.attempt === event.attempt && entry.begunAt === event.at) return "begun";
      if (
        maxCredits !== undefined &&
        wouldPass(await spentBesides(client, this.batch, key), event.estimate, maxCredits)
      )
        return "limit";
      await keep(client, this.batch, apply(entry, event), event, this.#worker);
      await this.#extend(client, key);
      return "begun";
    });
  }

  record(event: JournalEvent): Promise<JournalEntry> {
    return this.database.patiently((client) => this.#record(client, event));
  }

  async release(key: string): Promise<void> {
    await this.database.patiently((client) =>
      client.query(
        "UPDATE evolink_batch_entry SET owner = NULL, lease_until = NULL WHERE batch = $1 AND key = $2 AND owner = $3",
        [this.batch, key, this.#worker],
      ),
    );
    this.#busy.delete(key);
  }

  async park(key: string): Promise<void> {
    await this.database.patiently((client) =>
      client.query("UPDATE evolink_batch_entry SET parked = true WHERE batch = $1 AND key = $2 AND owner = $3", [
        this.batch,
        key,
        this.#worker,
      ]),
    );
  }

  entries(): Promise<JournalEntry[]> {
    return this.database.patiently((client) => entriesOf(client, this.batch));
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    const free =
      "UPDATE evolink_batch_entry SET owner = NULL, lease_until = NULL, parked = false WHERE batch = $1 AND owner = $2 AND state <> 'begun'";
    // What cannot be given back is free when its lease is over.
    await this.database.transaction((client) => client.query(free, [this.batch, this.#worker])).catch(() => undefined);
    await this.database.close();
  }

  async #record(client: PoolClient, event: JournalEvent): Promise<JournalEntry> {
    const entry = await entryOf(client, this.batch, event.key);
    if (entry === undefined) throw new BatchError("damaged", `${event.key} is not in the journal`);
    const after = apply(entry, event);
    if (after !== entry) await keep(client, this.batch, after, event, this.#worker);
    return after;
  }

  /** Whoever had begun these requests was not heard of for too long: their outcome is unknown, and nobody sends them again. */
  async #setAside(client: PoolClient): Promise<void> {
    const expired =
      "SELECT entry FROM evolink_batch_entry WHERE batch = $1 AND state = 'begun' AND lease_until < clock_timestamp() FOR UPDATE SKIP LOCKED";
    const { rows } = await client.query<{ entry: JournalEntry }>(expired, [this.batch]);
    for (const { entry } of rows) {
      await this.#record(client, { type: "unknown", key: entry.key, attempt: entry.attempt, message: NOBODY_HEARD });
    }
  }

  async #extend(client: PoolClient, key: string): Promise<void> {
    await client.query(
      "UPDATE evolink_batch_entry SET lease_until = clock_timestamp() + $3 * interval '1 ms' WHERE batch = $1 AND key = $2",
      [this.batch, key, this.lease],
    );
  }

  async #renew(): Promise<void> {
    const mine =
      "UPDATE evolink_batch_entry SET lease_until = clock_timestamp() + $3 * interval '1 ms' WHERE batch = $1 AND owner = $2 AND lease_until > clock_timestamp()";
    await this.database.transaction((client) => client.query(mine, [this.batch, this.#worker, this.lease]));
  }
}
