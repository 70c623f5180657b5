import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as nextTurn, setTimeout as after } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type * as Package from "../../../src/sdk/index.ts";
import { rounded, type Row } from "../measured.ts";
import { OURS } from "./peers.ts";

/** Milliseconds between two polls. */
const INTERVAL = 3_000;

/** Waits that start in each turn of the event loop. */
const PER_TURN = 20;

/** Calls before the measurement, so that the code is compiled. */
const WARM_UP = 3_000;

/** Returns the used heap in bytes, after garbage collection. */
async function heap(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await nextTurn();
  }
  return process.memoryUsage().heapUsed;
}

/** The API in this process; every task has the same status. */
interface Api {
  status: "processing" | "completed";
  /** Number of requests. */
  requests: number;
}

function fetchFrom(api: Api): (url: string) => Promise<Response> {
  return (url) => {
    api.requests++;
    const id = url.slice(url.lastIndexOf("/") + 1);
    const text = JSON.stringify({ created: 1757169743, id, status: api.status, progress: 50, type: "video" });
    return Promise.resolve(new Response(text, { status: 200, headers: { "content-type": "application/json" } }));
  };
}

async function createClient(api: Api): Promise<Package.EvoLink> {
  const { EvoLink } = (await import(pathToFileURL(OURS).href)) as typeof Package;
  const client = new EvoLink({ apiKey: "test-key", baseUrl: "https://api.example.com", fetch: fetchFrom(api) });
  for (let call = 0; call < WARM_UP; call++) await client.tasks.get("task-unified-warm-up");
  api.requests = 0;
  return client;
}

async function beginWaits(client: Package.EvoLink, tasks: readonly Package.Task[]): Promise<Promise<unknown>[]> {
  const running: Promise<unknown>[] = [];
  for (const task of tasks) {
    running.push(client.tasks.wait(task, { interval: INTERVAL }));
    if (running.length % PER_TURN === 0) await nextTurn();
  }
  return running;
}

/**
 * Measures the cost of many concurrent waits: the heap while all of them sleep, and the delay of the event loop while
 * they start, poll and end.
 */
async function waits(count: number): Promise<Row> {
  const api: Api = { status: "processing", requests: 0 };
  const client = await createClient(api);
  const tasks = Array.from({ length: count }, (_, index) => ({
    id: `task-unified-${String(index)}`,
    status: "pending" as const,
  }));
  const before = await heap();
  const beginning = monitorEventLoopDelay({ resolution: 1 });
  beginning.enable();
  const running = await beginWaits(client, tasks);
  beginning.disable();
  const held = (await heap()) - before;
  // A new monitor: a re-enabled one would count the garbage collection in between.
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await after(2.5 * INTERVAL);
  api.status = "completed";
  await Promise.all(running);
  delay.disable();
  return {
    waits: count,
    polls: api.requests,
    "bytes of heap per wait": count === 0 ? 0 : Math.round(held / count),
    "event loop delay, ms: median": rounded(delay.percentile(50) / 1e6),
    "99 %": rounded(delay.percentile(99) / 1e6),
    "most, beginning": rounded(beginning.max / 1e6),
    "most, polling": rounded(delay.max / 1e6),
  };
}

// Runs in a separate process, so that its heap holds nothing else.
if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await waits(Number(process.argv[2]))));
