// Protects `once` for any queue: however often it is called, a request that may have been accepted is not retried.
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { once, settleOnce, type OnceOptions } from "../../src/batch/index.ts";
import { EvoLink, type Task } from "../../src/sdk/index.ts";
import type { Sandbox } from "../../src/sandbox/index.ts";
import { postgresPrograms, startPostgres, type PostgresServer } from "../../scripts/crash/postgres-server.ts";
import { items, matching, sandboxFor, withPreferences } from "./fixtures.ts";

const programs = postgresPrograms();

describe.skipIf(programs === undefined)("once", () => {
  let server: PostgresServer;
  let pool: pg.Pool;
  let sandbox: Sandbox;
  let options: OnceOptions;
  let orders = 0;

  beforeAll(async () => {
    server = await startPostgres(String(programs));
    pool = new pg.Pool({ connectionString: server.url });
    // The server may stop before the last connection is closed.
    pool.on("error", () => undefined);
  });

  afterAll(async () => {
    await pool.end();
    await server.stop();
  });

  beforeEach(async () => {
    sandbox = await sandboxFor();
    options = { pool, scope: "orders", key: `order ${++orders}` };
  });

  /** Returns a function that sends a create request with this Prefer header. */
  function sending(preference?: string): (() => Promise<Task>) & { calls: number } {
    const fetch = withPreferences(preference === undefined ? {} : { "video 0": preference });
    const client = new EvoLink({ apiKey: "key-of-a-test", baseUrl: sandbox.url, fetch, deadline: 1500 });
    const send = (): Promise<Task> => {
      sent.calls += 1;
      return client.videos.generate(items(1)[0]?.body as never);
    };
    const sent = Object.assign(send, { calls: 0 });
    return sent;
  }

  test("sends a request once, and returns its task id to later calls", async () => {
    const send = sending();

    const [first, second] = [await once(send, options), await once(send, options)];

    const taskId = sandbox.tasks[0]?.id;
    expect(first).toMatchObject({ state: "accepted", taskId, task: { id: taskId } });
    expect(second).toEqual({ state: "accepted", taskId, task: undefined });
    expect(send.calls).toBe(1);
  });

  test.each(["fault=reset_after", "fault=reset_before", "fault=html_502"])(
    "does not retry a request that may have been accepted (%s)",
    async (preference) => {
      const send = sending(preference);

      const results = [await once(send, options), await once(send, options)];

      expect(results.map(({ state }) => state)).toEqual(["unknown", "unknown"]);
      expect(send.calls).toBe(1);
    },
  );

  test("does not send a request while another call has begun one", async () => {
    let respond: (task: Task) => void = () => undefined;
    const first = once(() => new Promise<Task>((resolve) => (respond = resolve)), options);
    await expect
      .poll(async () => (await pool.query("SELECT FROM evolink_guard WHERE key = $1", [options.key])).rowCount)
      .toBe(1);
    const send = sending();

    const second = await once(send, options);
    respond({ id: "task-unified-1757169743-7cvnl5zw" } as Task);

    expect(second).toMatchObject({ state: "unknown", message: matching(/process ended/) });
    expect(await first).toMatchObject({ state: "accepted" });
    expect(await once(send, options)).toMatchObject({ state: "accepted", taskId: "task-unified-1757169743-7cvnl5zw" });
    expect(send.calls).toBe(0);
  });

  test("rejects with the error of a request that was not accepted, and can be called again", async () => {
    await expect(once(sending("code=400"), options)).rejects.toMatchObject({ status: 400 });

    expect(await once(sending(), options)).toMatchObject({ state: "accepted" });
    expect(sandbox.charges).toHaveLength(1);
  });

  test("sends one request for simultaneous calls", async () => {
    const send = sending();

    await Promise.all(Array.from({ length: 8 }, () => once(send, options)));

    expect(send.calls).toBe(1);
    expect(sandbox.charges).toHaveLength(1);
  });

  test("can be called again after settleOnce with not-accepted", async () => {
    await once(sending("fault=reset_before"), options);

    await settleOnce("not-accepted", options);

    expect(await once(sending(), options)).toMatchObject({ state: "accepted" });
    expect(sandbox.charges).toHaveLength(1);
  });

  test("reports a task that already belongs to another key", async () => {
    const send = (): Promise<Task> => Promise.resolve({ id: "task-unified-1757169743-7cvnl5zx" } as Task);
    await once(send, options);

    expect(await once(send, { ...options, key: "another" })).toMatchObject({
      state: "unknown",
      message: matching(/which is the task of order \d+ already/),
    });
  });
});
