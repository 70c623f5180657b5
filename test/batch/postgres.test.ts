// Protects batches that several workers share through PostgreSQL: each item is paid for once, whoever dies when.
import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { connect } from "../../src/batch/postgres/connect.ts";
import {
  openPostgresJournal,
  runBatch,
  settle,
  type BatchOptions,
  type JournalEntry,
  type JournalEvent,
  type Journal,
} from "../../src/batch/index.ts";
import type { Sandbox } from "../../src/sandbox/index.ts";
import { begun, items, matching, PRICE, sandboxFor, wishing } from "./fixtures.ts";
import { postgresPrograms, startPostgres, type PostgresServer } from "../../scripts/crash/postgres-server.ts";

const programs = postgresPrograms();
if (programs === undefined)
  console.warn("PostgreSQL is not installed (Debian: apt-get install postgresql): its tests are passed over");

const CAPABILITIES = { create: true, save: false, idempotent: false };

describe("without the package pg", () => {
  test("a journal in PostgreSQL says what to install", async () => {
    const load = () =>
      Promise.reject(Object.assign(new Error("Cannot find package 'pg'"), { code: "ERR_MODULE_NOT_FOUND" }));

    const opened = openPostgresJournal("postgres://localhost/x", { batch: "films", load });

    await expect(opened).rejects.toMatchObject({ reason: "library", message: matching(/npm install pg/) });
  });
});

test("a database that cannot be reached is an error of the journal", async () => {
  await expect(openPostgresJournal("postgres://127.0.0.1:9/x", { batch: "films" })).rejects.toMatchObject({
    reason: "journal",
    message: matching(/ECONNREFUSED/),
  });
});

test("a connection that is lost in its first moment does not end the process", async () => {
  const pool = new EventEmitter();
  await connect("postgres://localhost/x", () =>
    Promise.resolve({
      default: {
        Pool: vi.fn(function () {
          return pool;
        }),
      },
    } as never),
  );
  const client = new EventEmitter();

  pool.emit("connect", client);

  expect(() => client.emit("error", new Error("terminating connection"))).not.toThrow();
});

describe.skipIf(programs === undefined)("a batch in PostgreSQL", () => {
  let server: PostgresServer;
  let sandbox: Sandbox;
  let batch = "";
  let batches = 0;

  beforeAll(async () => {
    server = await startPostgres(String(programs));
  });

  afterAll(() => server.stop());

  beforeEach(async () => {
    sandbox = await sandboxFor();
    batch = `films ${++batches}`;
  });

  async function worker(lease?: number): Promise<Journal> {
    const journal = await openPostgresJournal(server.url, { batch, lease });
    onTestFinished(() => journal.close().catch(() => undefined));
    return journal;
  }

  async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query<Row>(sql).finally(() => client.end());
    return rows;
  }

  /** As if the workers had not been heard of for long. */
  const letLeasesRunOut = (): Promise<unknown> =>
    query(`UPDATE evolink_batch_entry SET lease_until = now() - interval '1 s' WHERE batch = '${batch}'`);

  const run = (journal: Journal, options: BatchOptions = {}, count = 8) =>
    runBatch(items(count), journal, {
      interval: 5,
      ...options,
      client: { apiKey: "key-of-a-test", baseUrl: sandbox.url, ...options.client },
    });

  /** A worker that takes an item, begins it, and is never heard of again. */
  async function dieHalfway(): Promise<JournalEntry> {
    const dead = await worker();
    await dead.admit(items(3), { allowChanged: false });
    const entry = (await dead.take(CAPABILITIES)) as JournalEntry;
    expect(await dead.begin(begun(items(1)[0]) as JournalEvent & { type: "begun" }, undefined)).toBe("begun");
    // Closing stops the renewals, as death would; what is begun stays leased.
    await dead.close();
    return entry;
  }

  test("is shared by its workers, and no item is created twice", async () => {
    const [one, two, three] = [await worker(), await worker(), await worker()];
    const fetches = [wishing({}), wishing({}), wishing({})];

    const summaries = await Promise.all(
      [one, two, three].map((journal, index) =>
        run(journal, { concurrency: 2, client: { fetch: fetches[index] } }, 20),
      ),
    );

    expect(summaries.map(({ exitCode, counts }) => [exitCode, counts.completed])).toEqual(Array(3).fill([0, 20]));
    expect(sandbox.charges).toHaveLength(20);
    expect(fetches.every(({ posts }) => posts.length > 0)).toBe(true);
  });

  test("sets aside what a dead worker had begun, once its lease is over, and does the rest", async () => {
    await dieHalfway();
    const fetch = wishing({});
    await letLeasesRunOut();

    const summary = await run(await worker(), { client: { fetch } }, 3);

    expect(summary).toMatchObject({
      exitCode: 3,
      unknown: [{ key: "a", state: "unknown", message: matching(/process ended/) }],
      counts: { completed: 2 },
    });
    expect([...fetch.posts].sort()).toEqual(["video 1", "video 2"]);
  });

  test("waits for another worker's items, and takes them over when it dies", async () => {
    const dead = await worker();
    await dead.admit(items(1), { allowChanged: false });
    await dead.take(CAPABILITIES);
    const heir = await worker();
    await heir.admit(items(1), { allowChanged: false });

    const first = await heir.take(CAPABILITIES);
    await dead.close();

    expect(first).toBe("later");
    expect(await heir.take(CAPABILITIES)).toMatchObject({ key: "a", state: "waiting" });
  });

  test("follows what a dead worker had accepted, instead of creating it again", async () => {
    const dead = await worker();
    await run(dead, { maxWait: 20, client: { fetch: wishing({ "video 0": "scenario=stalled" }) } }, 1);
    await dead.close();
    const fetch = wishing({});

    const summary = await run(await worker(), { maxWait: 20, client: { fetch } }, 1);

    expect(summary).toMatchObject({ exitCode: 4, counts: { accepted: 1 } });
    expect(fetch.posts).toEqual([]);
    expect(sandbox.charges).toHaveLength(1);
  });

  test("does not let a worker send whose lease is over", async () => {
    const slow = await worker();
    await slow.admit(items(1), { allowChanged: false });
    await slow.take(CAPABILITIES);
    const other = await worker();
    await other.admit(items(1), { allowChanged: false });
    await letLeasesRunOut();
    await other.take(CAPABILITIES);

    const leave = await slow.begin(begun(items(1)[0]) as JournalEvent & { type: "begun" }, undefined);

    expect(leave).toBe("lost");
  });

  test("takes the same leave twice for one, as after a lost connection", async () => {
    const journal = await worker();
    await journal.admit(items(1), { allowChanged: false });
    await journal.take(CAPABILITIES);
    const event = begun(items(1)[0]) as JournalEvent & { type: "begun" };

    const leaves = [await journal.begin(event, undefined), await journal.begin(event, undefined)];

    expect(leaves).toEqual(["begun", "begun"]);
    expect(await journal.entries()).toMatchObject([{ state: "begun", attempt: 1 }]);
  });

  test("renews the leases of a worker that lives", async () => {
    const journal = await worker(1500);
    await journal.admit(items(1), { allowChanged: false });
    await journal.take(CAPABILITIES);
    const until = async (): Promise<number> =>
      Number(
        (
          await query<{ until: string }>(
            `SELECT extract(epoch FROM lease_until) AS until FROM evolink_batch_entry WHERE batch = '${batch}'`,
          )
        )[0]?.until,
      );
    const before = await until();

    await expect.poll(until, { timeout: 10_000 }).toBeGreaterThan(before);
  });

  test("welcomes the id that a worker brings after its item was set aside", async () => {
    const { key } = await dieHalfway();
    await letLeasesRunOut();
    const heir = await worker();
    await heir.take(CAPABILITIES);
    const before = (await heir.entries())[0]?.state;

    await heir.record({ type: "accepted", key, attempt: 1, taskId: "task-unified-1757169743-7cvnl5zw" });

    expect(before).toBe("unknown");
    expect((await heir.entries())[0]).toMatchObject({ state: "accepted" });
  });

  test("keeps the spending limit over all its workers", async () => {
    const workers = [await worker(), await worker(), await worker()];

    const summaries = await Promise.all(
      workers.map((journal) => run(journal, { maxCredits: 5 * PRICE, concurrency: 3 }, 12)),
    );

    expect(sandbox.charges).toHaveLength(5);
    expect(summaries.map(({ exitCode }) => exitCode)).toEqual([4, 4, 4]);
  });

  test("outlives the loss of its connections, and sends nothing twice", async () => {
    const journal = await worker();
    const cutting = (async () => {
      for (let cuts = 0; cuts < 8; cuts++) {
        await query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
        );
        await pause(80);
      }
    })();

    const summary = await run(journal, { concurrency: 3 });
    await cutting;

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 8 } });
    expect(sandbox.charges).toHaveLength(8);
  });

  test("is settled by a person like any other", async () => {
    await dieHalfway();
    await letLeasesRunOut();
    const heir = await worker();
    await run(heir, {}, 3);

    await settle(heir, "a", "not-accepted");

    expect(await run(heir, {}, 3)).toMatchObject({ exitCode: 0, counts: { completed: 3 } });
    expect(sandbox.charges).toHaveLength(3);
  });

  test("refuses a file that has changed", async () => {
    const journal = await worker();
    await run(journal, {}, 2);

    await expect(journal.admit(items(2).slice(1), { allowChanged: false })).rejects.toMatchObject({
      reason: "changed",
    });
  });
});
