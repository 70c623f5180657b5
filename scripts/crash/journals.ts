import { readFile } from "node:fs/promises";
import pg from "pg";

/** Of PostgreSQL's error codes, appendix A. */
const UNDEFINED_TABLE = "42P01";

/** Where the journal of a trial is, and what can be seen of it from outside. */
export interface JournalOfTrial {
  /** What the command is told of it. */
  readonly flags: readonly string[];
  /** Called after a death. */
  outliveDeath(): Promise<void>;
  /** The ids of the accepted tasks by the items' keys. */
  ids(): Promise<ReadonlyMap<string, string>>;
}

/** The journal in the usual file. */
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

/** The journal in PostgreSQL, as a batch of its own. */
export class InDatabase implements JournalOfTrial {
  readonly flags: readonly string[];
  readonly #url: string;
  readonly #batch: string;

  constructor(url: string, batch: string) {
    this.#url = url;
    this.#batch = batch;
    this.flags = ["--journal", url, "--batch", batch];
  }

  /** The jobs of the dead are handed out again after a minute and a half: it passes at once. */
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

/** A death may come before the first process has made its tables. */
function thereIsNoTable(error: unknown): { readonly rows: [] } {
  if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return { rows: [] };
  throw error;
}
