import { readFile } from "node:fs/promises";
import pg from "pg";

/** PostgreSQL error code (appendix A). */
const UNDEFINED_TABLE = "42P01";

/** The journal of a trial, read from outside the batch. */
export interface JournalOfTrial {
  /** Command-line options that select it. */
  readonly flags: readonly string[];
  /** Prepares the journal for the next process after a crash. */
  outliveDeath(): Promise<void>;
  /** Resolves to the ids of the accepted tasks, by item key. */
  ids(): Promise<ReadonlyMap<string, string>>;
}

/** The journal in a file. */
export class InFile implements JournalOfTrial {
  readonly flags: readonly string[] = [];
  readonly #file: string;

  constructor(items: string) {
    this.#file = `${items}.journal`;
  }

  outliveDeath(): Promise<void> {
    return Promise.resolve();
  }

  async ids(): Promise<ReadonlyMap<string, string>> {
    const lines = (await readFile(this.#file, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; key: string; taskId: string });
    return new Map(lines.filter(({ type }) => type === "accepted").map(({ key, taskId }) => [key, taskId]));
  }
}

/** The journal in PostgreSQL, under its own batch name. */
export class InDatabase implements JournalOfTrial {
  readonly flags: readonly string[];
  readonly #url: string;
  readonly #batch: string;

  constructor(url: string, batch: string) {
    this.#url = url;
    this.#batch = batch;
    this.flags = ["--journal", url, "--batch", batch];
  }

  /** Expires the jobs of the crashed process at once; pg-boss would wait 90 seconds. */
  async outliveDeath(): Promise<void> {
    await this.#query(
      "UPDATE pgboss.job SET started_on = started_on - interval '1 day' WHERE state = 'active' AND name LIKE 'evolink-' || $1 || '-%'",
    );
  }

  async ids(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#query("SELECT key, entry ->> 'taskId' AS id FROM evolink_guard WHERE scope = $1");
    return new Map(rows.map(({ key, id }) => [key, id]));
  }

  async #query(text: string): Promise<{ readonly key: string; readonly id: string }[]> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      const { rows } = await client.query<{ key: string; id: string }>(text, [this.#batch]).catch(thereIsNoTable);
      return rows;
    } finally {
      await client.end();
    }
  }
}

/** Returns whether the tables are missing: the first process may crash before it creates them. */
function thereIsNoTable(error: unknown): { readonly rows: [] } {
  if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return { rows: [] };
  throw error;
}
