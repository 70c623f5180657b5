// Protects batches on pg-boss from missing packages, wrong options and lost responses of the database.
import { EventEmitter } from "node:events";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { openPgBossBatch } from "../../src/batch/index.ts";
import { createPool } from "../../src/batch/postgres/connect.ts";
import { postgresPrograms, startPostgres, type PostgresServer } from "../../scripts/crash/postgres-server.ts";
import { startCuttingProxy } from "./cutting-proxy.ts";
import { items, matching, sandboxFor } from "./fixtures.ts";

const programs = postgresPrograms();
const URL = "postgres://localhost/x";

describe("without an optional package", () => {
  const gone = () => Promise.reject(Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" }));
  const pg = () => import("pg");
  const boss = () => import("pg-boss");

  test.each([
    { missing: "pg", load: { pg: gone, boss } },
    { missing: "pg-boss", load: { pg, boss: gone } },
  ])("the error says what to install: $missing", async ({ load }) => {
    await expect(openPgBossBatch({ connectionString: URL, batch: "films", load })).rejects.toMatchObject({
      reason: "library",
      message: matching(/npm install pg pg-boss@10/),
    });
  });
});

describe("invalid options", () => {
  test.each([
    { what: "neither a connectionString nor a boss", options: {}, message: /Pass a connectionString, or a boss/ },
    {
      what: "a schema that is not a plain name",
      options: { connectionString: URL, schema: 'a";' },
      message: /schema must be/,
    },
    {
      what: "a batch without a name",
      options: { connectionString: URL, batch: "" },
      message: /batch must be a name, got/,
    },
    {
      what: "an expireIn below a second",
      options: { connectionString: URL, expireIn: 10 },
      message: /expireIn must be a number from 1000, got 10/,
    },
  ])("are rejected: $what", async ({ options, message }) => {
    await expect(openPgBossBatch({ batch: "films", ...options })).rejects.toMatchObject({
      reason: "input",
      message: matching(message),
    });
  });
});

test("an unreachable database is an error with reason journal", async () => {
  const start = performance.now();
  const opened = openPgBossBatch({ connectionString: "postgres://127.0.0.1:9/x", batch: "films", retryTimeout: 500 });

  await expect(opened).rejects.toMatchObject({ reason: "journal", message: matching(/ECONNREFUSED/) });
  expect(performance.now() - start).toBeGreaterThan(300);
  expect(performance.now() - start).toBeLessThan(10_000);
});

test("a connection that is lost right after connecting does not end the process", async () => {
  const pool = new EventEmitter();
  const fake = {
    Pool: vi.fn(function () {
      return pool;
    }),
    Client: vi.fn(function () {
      return {};
    }),
  };
  await createPool(URL, { pg: () => Promise.resolve({ default: fake } as never), boss: () => import("pg-boss") });
  const client = new EventEmitter();

  pool.emit("connect", client);

  expect(() => client.emit("error", new Error("terminating connection"))).not.toThrow();
});

describe.skipIf(programs === undefined)("a lost response of the database", () => {
  /** Number of batches that run at the same time, each with one lost response, because they mostly wait. */
  const TOGETHER = 4;

  let server: PostgresServer;
  let batches = 0;

  beforeAll(async () => {
    server = await startPostgres(String(programs));
  });

  afterAll(() => server.stop());

  /** Runs a batch in which the response of this number is lost. Resolves to the number of responses. */
  async function lose(number: number, only: "commits" | "responses"): Promise<number> {
    const sandbox = await sandboxFor();
    const proxy = await startCuttingProxy(server.socket, only);
    onTestFinished(() => proxy.close());
    proxy.lose(number);
    const batch = await openPgBossBatch({ connectionString: proxy.url, batch: `cut ${++batches}`, expireIn: 2000 });
    await batch.enqueue(items(2), { whole: true });
    const client = { apiKey: "key-of-a-test", baseUrl: sandbox.url };
    const summary = await batch.work({ interval: 5, concurrency: 1, client });
    const { count } = proxy;
    await batch.close();

    expect({ number, ...summary }).toMatchObject({ number, exitCode: 0, counts: { completed: 2 } });
    expect(sandbox.charges.length).toBe(2);
    return count;
  }

  test.each([
    { which: "each COMMIT of the batch and of pg-boss, in turn", only: "commits", step: 1 } as const,
    { which: "every tenth response", only: "responses", step: 10 } as const,
  ])("does not lose or duplicate an item: $which", { timeout: 240_000 }, async ({ only, step }) => {
    // The first batch runs alone, because it creates the tables.
    let lastSeen = await lose(1, only);
    let cuts = 1;

    for (let number = 1 + step; number <= lastSeen; number += TOGETHER * step) {
      const numbers = Array.from({ length: TOGETHER }, (_, index) => number + index * step);
      lastSeen = Math.min(...(await Promise.all(numbers.map((one) => lose(one, only)))));
      cuts += numbers.filter((one) => one <= lastSeen).length;
    }

    expect(cuts).toBeGreaterThan(8);
  });
});
