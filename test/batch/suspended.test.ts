// Protects batches from a worker that is suspended during a request and resumes when others have done its work.
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openPgBossBatch } from "../../src/batch/index.ts";
import { postgresPrograms, startPostgres, type PostgresServer } from "../../scripts/crash/postgres-server.ts";
import { passOn, serve } from "../guides/serve.ts";
import { folderFor, items, lines, sandboxFor } from "./fixtures.ts";

const programs = postgresPrograms();
const ROOT = join(import.meta.dirname, "../..");

describe.skipIf(programs === undefined)("a worker that is stopped (SIGSTOP) while its request is in flight", () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres(String(programs));
  });

  afterAll(() => server.stop());

  test("has its item set to unknown, records the task when it resumes, and nothing is charged twice", async () => {
    const sandbox = await sandboxFor();
    const steps = new EventEmitter();
    const isSent = once(steps, "sent");
    const mayRespond = once(steps, "respond");
    // A proxy between the worker and the API: the first create request reaches the API, its response is held back.
    const front = await serve(async (request) => {
      const response = await passOn(request, sandbox.url);
      if (request.method === "POST") {
        steps.emit("sent");
        await mayRespond;
      }
      return response;
    });
    onTestFinished(front.close);
    const file = join(await folderFor(), "films.jsonl");
    await writeFile(file, lines(3));
    const worker = commandOn(file, front.url);
    await isSent;

    worker.kill("SIGSTOP");
    await query("UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE state = 'active'");
    const other = await openPgBossBatch({ connectionString: server.url, batch: "films" });
    onTestFinished(() => other.close());
    await other.enqueue(items(3), { whole: true });
    const meanwhile = await other.work({ interval: 5, client: { apiKey: "key-of-a-test", baseUrl: sandbox.url } });
    steps.emit("respond");
    worker.kill("SIGCONT");
    const code = await new Promise((resolve) => worker.once("exit", resolve));

    expect(meanwhile).toMatchObject({ exitCode: 3, counts: { unknown: 1, completed: 2 } });
    expect(code).toBe(0);
    expect(await other.summary()).toMatchObject({ counts: { unknown: 0, completed: 3 } });
    expect(sandbox.charges).toHaveLength(3);
  });

  function commandOn(file: string, baseUrl: string): ReturnType<typeof spawn> {
    const flags = ["--batch", "films", "--journal", server.url, "--base-url", baseUrl, "--concurrency", "1"];
    const args = ["--import", "tsx", "src/cli/main.ts", "batch", file, ...flags, "--interval", "0.005"];
    const env = { ...process.env, EVOLINK_API_KEY: "key-of-a-test" };
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: "ignore" });
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  }

  async function query(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }
});
