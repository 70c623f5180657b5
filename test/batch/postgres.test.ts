// Protects batches that several workers share through pg-boss: each item is charged once, whichever worker dies when.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import PgBoss from "pg-boss";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { openPgBossBatch, type BatchEvent, type PgBossBatch, type WorkOptions } from "../../src/batch/index.ts";
import { Database } from "../../src/batch/postgres/database.ts";
import { Guard } from "../../src/batch/postgres/guard.ts";
import { rowsByKey } from "../../src/batch/postgres/rows.ts";
import type { JournalEvent } from "../../src/batch/index.ts";
import type { Fetch } from "../../src/sdk/index.ts";
import type { Sandbox } from "../../src/sandbox/index.ts";
import { postgresPrograms, startPostgres, type PostgresServer } from "../../scripts/crash/postgres-server.ts";
import { begun, folderFor, items, matching, PRICE, sandboxFor, withPreferences, withoutResults } from "./fixtures.ts";

const programs = postgresPrograms();
if (programs === undefined)
  console.warn("PostgreSQL is not installed (Debian: apt-get install postgresql): its tests are skipped");

const TASK = "task-unified-1757169743-7cvnl5zw";

describe.skipIf(programs === undefined)("a batch on pg-boss", () => {
  let server: PostgresServer;
  let sandbox: Sandbox;
  let batch = "";
  let batches = 0;
  let events: BatchEvent[];

  beforeAll(async () => {
    server = await startPostgres(String(programs));
  });

  afterAll(() => server.stop());

  beforeEach(async () => {
    sandbox = await sandboxFor();
    batch = `films ${++batches}`;
    events = [];
  });

  async function worker(expireIn = 90_000): Promise<PgBossBatch> {
    const opened = await openPgBossBatch({ connectionString: server.url, batch, expireIn });
    onTestFinished(() => opened.close().catch(() => undefined));
    return opened;
  }

  async function query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query<Row>(sql, values).finally(() => client.end());
    return rows;
  }

  const work = (opened: PgBossBatch, options: WorkOptions = {}) =>
    opened.work({
      interval: 5,
      onEvent: (event) => events.push(event),
      ...options,
      client: { apiKey: "key-of-a-test", baseUrl: sandbox.url, ...options.client },
    });

  async function run(opened: PgBossBatch, options: WorkOptions = {}, count = 8) {
    await opened.enqueue(items(count), { whole: true });
    return work(opened, options);
  }

  test("reports a task that completed without a result to save, in every run", async () => {
    const opened = await worker();
    const outDir = join(await folderFor(), "videos");
    const withoutResult: WorkOptions = { outDir, client: { fetch: withoutResults } };

    const [first, second] = [await run(opened, withoutResult, 1), await run(opened, withoutResult, 1)];

    expect([first, second]).toMatchObject(Array(2).fill({ exitCode: 1, withoutResult: [{ key: "a" }] }));
    expect(events.filter(({ event }) => event === "note")).toHaveLength(2);
    expect(sandbox.charges).toHaveLength(1);
    expect(await run(opened, { outDir }, 1)).toMatchObject({ exitCode: 0, withoutResult: [] });
  });

  /** Makes all active jobs expire. */
  const letJobsExpire = (): Promise<unknown> =>
    query("UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE state = 'active'");

  /** Starts a worker that fetches the job of an item and then only does the steps that are called. */
  async function deadWorker(step: "create" | "poll" = "create") {
    const boss = new PgBoss({ connectionString: server.url, supervise: false, schedule: false });
    const pool = new pg.Pool({ connectionString: server.url });
    pool.on("error", () => undefined);
    await boss.start();
    onTestFinished(async () => {
      await boss.stop({ graceful: false });
      await pool.end();
    });
    const [job] = await boss.fetch<{ key: string }>(`evolink-${batch}-${step}`, { includeMetadata: true });
    const key = String(job?.data.key);
    const delivery = { job: String(job?.id), delivery: job?.retryCount ?? 0 };
    const database = new Database(pool, 1000);
    const guard = new Guard(database, batch);
    const event = { ...begun(items(8).find((item) => item.key === key)) } as JournalEvent & { type: "begun" };
    return {
      key,
      claim: async () => {
        const row = (await database.statement((client) => rowsByKey(client, batch, [key]))).get(key);
        return row && guard.claim(key, delivery, row);
      },
      begin: () =>
        guard.begin(event, delivery, { maxCredits: undefined, worker: "00000000-0000-4000-8000-000000000000" }),
      record: (news: JournalEvent) => guard.record(key, news, delivery),
    };
  }

  test("is shared by several workers, and no item is created twice", async () => {
    const workers = [await worker(), await worker(), await worker()];
    const fetches = workers.map(() => withPreferences({}));

    const summaries = await Promise.all(
      workers.map((one, index) => run(one, { concurrency: 2, client: { fetch: fetches[index] } }, 20)),
    );

    expect(summaries.map(({ exitCode, counts }) => [exitCode, counts.completed])).toEqual(Array(3).fill([0, 20]));
    expect(sandbox.charges).toHaveLength(20);
    expect(fetches.every(({ posts }) => posts.length > 0)).toBe(true);
  });

  test("a second run creates nothing, and saves what was completed", async () => {
    await run(await worker(), {}, 2);
    const outDir = await folderFor();
    const fetch = withPreferences({});

    const summary = await run(await worker(), { outDir, client: { fetch } }, 2);

    expect(summary).toMatchObject({ exitCode: 0, counts: { saved: 2 } });
    expect(fetch.posts).toEqual([]);
    expect(await readdir(outDir)).toHaveLength(2);
  });

  test("processes the items in order", async () => {
    const fetch = withPreferences({});

    await run(await worker(), { concurrency: 1, client: { fetch } }, 6);

    expect(fetch.posts).toEqual([0, 1, 2, 3, 4, 5].map((number) => `video ${number}`));
  });

  test("has at most `concurrency` unfinished videos", async () => {
    sandbox = await sandboxFor({ speed: 1000 });
    let most = 0;
    const fetch = withPreferences({}, async (url, init) => {
      const response = await globalThis.fetch(url, init);
      most = Math.max(most, sandbox.tasks.filter(({ ended }) => !ended).length);
      return response;
    });

    await run(await worker(), { concurrency: 2, client: { fetch } }, 6);

    expect(most).toBe(2);
  });

  describe("when a worker dies", () => {
    test("sets its begun item to unknown, and another worker does the rest", async () => {
      const other = await worker();
      await other.enqueue(items(3));
      const dead = await deadWorker();
      await dead.claim();
      expect(await dead.begin()).toBe("begun");
      await letJobsExpire();
      const fetch = withPreferences({});

      const summary = await work(other, { client: { fetch } });

      expect(summary).toMatchObject({
        exitCode: 3,
        unknown: [{ key: "a", state: "unknown", message: matching(/process ended/) }],
        counts: { completed: 2 },
      });
      expect([...fetch.posts].sort()).toEqual(["video 1", "video 2"]);
      expect(events).toContainEqual(expect.objectContaining({ event: "unknown", key: "a" }));
    });

    test("another worker creates the item that it had fetched, but not begun", async () => {
      const other = await worker();
      await other.enqueue(items(1));
      const dead = await deadWorker();
      await dead.claim();
      await letJobsExpire();

      expect(await work(other)).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
      expect(sandbox.charges).toHaveLength(1);
    });

    test("another worker continues to poll its task", async () => {
      await run(
        await worker(),
        { maxWait: 20, client: { fetch: withPreferences({ "video 0": "scenario=stalled" }) } },
        1,
      );
      const other = await worker();
      await other.enqueue(items(1));
      await deadWorker("poll");
      await letJobsExpire();
      const fetch = withPreferences({});

      const summary = await work(other, { maxWait: 20, client: { fetch } });

      expect(summary).toMatchObject({ exitCode: 4, counts: { accepted: 1 } });
      expect(fetch.posts).toEqual([]);
      expect(sandbox.charges).toHaveLength(1);
    });

    test("another worker takes over after expireIn", async () => {
      const other = await worker(1000);
      await other.enqueue(items(2));
      const dead = await deadWorker();
      await dead.claim();
      const began = performance.now();

      const summary = await work(other);

      expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 2 } });
      expect(performance.now() - began).toBeLessThan(20_000);
    });
  });

  describe("a worker that was only suspended", () => {
    test("may not send its request when another worker has its job", async () => {
      const other = await worker();
      await other.enqueue(items(1));
      const slow = await deadWorker();
      await slow.claim();
      await letJobsExpire();
      await work(other);

      expect(await slow.begin()).toBe("lost");
      expect(sandbox.charges).toHaveLength(1);
    });

    test.each([
      { after: "its item was set to unknown", settled: false },
      { after: "its item was settled as not accepted", settled: true },
    ])("records its task id after $after, and the task is polled", async ({ settled }) => {
      const other = await worker();
      await other.enqueue(items(1));
      const slow = await deadWorker();
      await slow.claim();
      await slow.begin();
      await letJobsExpire();
      await work(other);
      if (settled) await other.settle("a", "not-accepted");
      if (settled) await other.enqueue(items(1));

      await slow.record({ type: "accepted", key: "a", attempt: 1, taskId: TASK });

      expect((await other.entries())[0]).toMatchObject({ state: "accepted", taskId: TASK });
      const fetch = withPreferences({});
      expect(await work(other, { maxWait: 20, client: { fetch } })).toMatchObject({ counts: { accepted: 1 } });
      expect(fetch.posts).toEqual([]);
    });
  });

  describe("the limits of all workers together", () => {
    test("apply to credits", async () => {
      const workers = [await worker(), await worker(), await worker()];

      const summaries = await Promise.all(
        workers.map((one) => run(one, { maxCredits: 5 * PRICE, concurrency: 3 }, 12)),
      );

      expect(sandbox.charges).toHaveLength(5);
      expect(summaries.map(({ exitCode }) => exitCode)).toEqual([4, 4, 4]);
    });

    test("apply to requests per second, whatever the workers' clocks say", async () => {
      const times: number[] = [];
      const counted: Fetch = (url, init) => {
        times.push(performance.now());
        return globalThis.fetch(url, init);
      };
      const workers = [await worker(), await worker(), await worker()];

      await Promise.all(
        workers.map((one) => run(one, { client: { fetch: counted, maxRequestsPerSecond: 10 }, interval: 1000 }, 9)),
      );

      const most = times.map((from) => times.filter((time) => time >= from && time < from + 1000).length);
      expect(sandbox.charges).toHaveLength(9);
      // Requests are spaced evenly, but one that is sent some milliseconds late may fall into the next second.
      expect(Math.max(...most)).toBeLessThanOrEqual(12);
    });
  });

  describe("a database that fails", () => {
    test("by losing its connections repeatedly duplicates nothing", async () => {
      const opened = await worker(2000);
      const cutting = (async () => {
        for (let cuts = 0; cuts < 8; cuts++) {
          await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
          );
          await sleep(80);
        }
      })();

      const summary = await run(opened, { concurrency: 3 });
      await cutting;

      expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 8 } });
      expect(sandbox.charges).toHaveLength(8);
    });

    test("by restarting is waited for, at the start and while working", async () => {
      const opened = await worker(2000);
      await opened.enqueue(items(8));
      const slow = withPreferences({}, async (url, init) => {
        await sleep(50);
        return globalThis.fetch(url, init);
      });

      const working = work(opened, { concurrency: 2, client: { fetch: slow } });
      await sleep(100);
      const restarting = server.restart();
      const late = worker(2000).then((other) => work(other, { concurrency: 2, client: { fetch: slow } }));
      const summaries = await Promise.all([working, late, restarting]);

      expect(summaries[0]).toMatchObject({ exitCode: 0, counts: { completed: 8 } });
      expect(summaries[1]).toMatchObject({ exitCode: 0 });
      expect(sandbox.charges).toHaveLength(8);
    });
  });

  test("works with a clock that is hours off", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 6 * 3600 * 1000 });
    onTestFinished(() => void vi.useRealTimers());
    const fast = await worker();

    const summary = await run(fast, { maxWait: 60_000 }, 3);

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 3 } });
  });

  test("runs on the caller's pg-boss, in its schema and with other queues", async () => {
    const boss = new PgBoss({ connectionString: server.url, schema: "theirs", schedule: false });
    await boss.start();
    const queues = { create: "video-create", poll: "video-poll", save: "video-save" };
    const opened = await openPgBossBatch({ boss, batch, schema: "theirs", queues });

    const summary = await run(opened, {}, 3);
    await opened.close();

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 3 } });
    expect((await boss.getQueues()).map(({ name }) => name).sort()).toEqual(Object.values(queues).sort());
    await boss.stop({ graceful: false });
  });

  test("rejects queues that another batch uses", async () => {
    const queues = { create: "shared-create", poll: "shared-poll", save: "shared-save" };
    const open = (name: string) => openPgBossBatch({ connectionString: server.url, batch: name, queues });
    const [one, other] = [await open("one"), await open("other")];
    await one.enqueue(items(1));

    await expect(work(other)).rejects.toMatchObject({ reason: "input", message: matching(/queues of its own/) });
    expect(sandbox.charges).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });

  test("stores a message with any characters", async () => {
    const unusual = "bad \0 \ud800 \u202E thing";
    const fetch: Fetch = () =>
      Promise.resolve(Response.json({ error: { code: "invalid_request", message: unusual } }, { status: 400 }));

    const summary = await run(await worker(), { client: { fetch } }, 1);

    expect(summary).toMatchObject({ exitCode: 1, counts: { refused: 1 } });
  });

  test("releases its jobs when it is interrupted", async () => {
    const stop = new AbortController();
    const fetch = withPreferences({}, async (url, init) => {
      const response = await globalThis.fetch(url, init);
      if (init.method === "POST") stop.abort();
      return response;
    });

    const first = await run(await worker(), { concurrency: 1, signal: stop.signal, client: { fetch } }, 3);
    const second = await work(await worker());

    expect(first).toMatchObject({ exitCode: 130, counts: { accepted: 1, waiting: 2 } });
    expect(second).toMatchObject({ exitCode: 0, counts: { completed: 3 } });
    expect(sandbox.charges).toHaveLength(3);
  });

  test("leaves unfinished tasks and rejected items for a later run", async () => {
    const fetch = withPreferences({ "video 0": "scenario=stalled", "video 1": "code=400" });

    const first = await run(await worker(), { maxWait: 1500, client: { fetch } }, 3);
    const second = await run(await worker(), { maxWait: 1500 }, 3);

    expect(first).toMatchObject({ exitCode: 1, counts: { accepted: 1, refused: 1, completed: 1 } });
    expect(second).toMatchObject({ exitCode: 4, counts: { accepted: 1, completed: 2 } });
    expect(sandbox.charges).toHaveLength(3);
  });

  test("ends when a job was cancelled, and resumes it in a later run", async () => {
    const opened = await worker();
    await opened.enqueue(items(1));
    await query("UPDATE pgboss.job SET state = 'cancelled' WHERE name = $1", [`evolink-${batch}-create`]);

    const summary = await work(opened);

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
  });

  test("reports two items whose responses have the same task id", async () => {
    let response: string | undefined;
    const cached: Fetch = async (url, init) => {
      if (init.method !== "POST") return globalThis.fetch(url, init);
      response ??= await (await globalThis.fetch(url, init)).text();
      return new Response(response, { headers: { "content-type": "application/json" } });
    };

    const summary = await run(await worker(), { concurrency: 1, client: { fetch: cached } }, 2);

    expect(summary).toMatchObject({
      exitCode: 3,
      counts: { completed: 1, unknown: 1 },
      unknown: [{ key: "b", message: matching(/the task of a already/) }],
    });
  });

  test("retries an unknown outcome with its idempotency key", async () => {
    const lossy: Fetch = (url, init) =>
      globalThis
        .fetch(url, init)
        .then((response) => (init.method === "POST" ? Promise.reject(new Error("lost")) : response));

    const first = await run(await worker(), { idempotent: true, client: { fetch: lossy, deadline: 1500 } }, 1);
    const second = await run(await worker(), { idempotent: true }, 1);

    expect(first).toMatchObject({ exitCode: 3 });
    expect(second).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(sandbox.charges).toHaveLength(1);
  });

  describe("a file of items", () => {
    test("that has changed is rejected", async () => {
      const opened = await worker();
      await run(opened, {}, 2);

      await expect(opened.enqueue(items(2).slice(1), { whole: true })).rejects.toMatchObject({ reason: "changed" });
      await expect(opened.enqueue(items(1).map((item) => ({ ...item, hash: "other" })))).rejects.toMatchObject({
        reason: "changed",
      });
    });

    test("removes missing items that were never sent, if `whole` is set", async () => {
      const opened = await worker();
      await opened.enqueue(items(3));

      const summary = await run(opened, {}, 1);

      expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 1, waiting: 0 } });
      expect(sandbox.charges).toHaveLength(1);
    });

    test("is added to the batch, if `whole` is not set", async () => {
      const opened = await worker();
      await opened.enqueue(items(2));
      await opened.enqueue(items(3).slice(2));

      expect(await work(opened)).toMatchObject({ counts: { completed: 3 } });
    });
  });

  test("saves results", async () => {
    const outDir = join(await folderFor(), "videos");

    const summary = await run(await worker(), { outDir }, 3);

    expect(summary).toMatchObject({ exitCode: 0, counts: { saved: 3 } });
    expect(await readdir(outDir)).toHaveLength(3);
  });
});
