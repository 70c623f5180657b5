import { fork, type ChildProcess } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { openPgBossBatch, readItems } from "../../src/batch/index.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { postgresPrograms, startPostgres } from "../crash/postgres-server.ts";
import { rounded, type Measured, type Row } from "./measured.ts";

const WORKER = ".cache/bench/batch-worker.mjs";

/** What a worker says at its end: how many videos it saw completed, and its memory in MiB after 100 of them and at the end. */
interface Ending {
  readonly completed: number;
  readonly early: number;
  readonly late: number;
}

/** Makes a batch on PostgreSQL with 1, 2 and 4 worker processes against the mock. `--items N`, `--concurrency N` videos in hand each, `--workers 1,2,4`. */
export async function bench(args: readonly string[]): Promise<Measured> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      items: { type: "string", default: "10000" },
      concurrency: { type: "string", default: "20" },
      workers: { type: "string", default: "1,2,4" },
    },
  });
  const programs = postgresPrograms();
  if (programs === undefined) return { tables: [{ title: "PostgreSQL is not installed", rows: [] }] };
  await bundleWorker();
  const rows: Row[] = [];
  for (const workers of values.workers.split(",").map(Number)) {
    const row = await measure(programs, workers, Number(values.items), values.concurrency);
    console.error(JSON.stringify(row));
    rows.push(row);
  }
  const title = `${values.items} items on PostgreSQL, ${values.concurrency} videos in hand a worker, a second a video`;
  return { tables: [{ title, rows }] };
}

async function bundleWorker(): Promise<void> {
  await mkdir(".cache/bench", { recursive: true });
  await build({
    ...{ entryPoints: ["scripts/bench/batch-worker.ts"], outfile: WORKER, bundle: true, platform: "node" },
    ...{ format: "esm", target: "node20", external: ["pg", "pg-boss"], logLevel: "error" },
  });
}

async function measure(programs: string, workers: number, count: number, concurrency: string): Promise<Row> {
  const server = await startPostgres(programs);
  // Its videos take 300 seconds.
  const sandbox = await startSandbox({ speed: 300, credits: 1e9, keepTasks: 1e6 });
  try {
    const batch = await openPgBossBatch({ connectionString: server.url, batch: "bench" });
    await batch.enqueue(itemsFor(count));
    await batch.close();
    const started = await Promise.all(
      Array.from({ length: workers }, () => ready([server.url, sandbox.url, concurrency])),
    );
    const began = performance.now();
    const endings = await Promise.all(started.map(ending));
    const seconds = (performance.now() - began) / 1000;
    const charged = sandbox.charges.filter(({ state }) => state === "charged").length;
    return {
      ...{ workers, items: count, charged, seconds: rounded(seconds), "items/s": rounded(count / seconds) },
      "least, most of a worker": spread(endings.map(({ completed }) => completed)),
      "MiB after 100": Math.round(Math.max(...endings.map(({ early }) => early))),
      "MiB at the end": Math.round(Math.max(...endings.map(({ late }) => late))),
    };
  } finally {
    await sandbox.close();
    await server.stop();
  }
}

function itemsFor(count: number): ReturnType<typeof readItems> {
  const body = { model: "kling-o3-reference-to-video", video_url: "https://example.com/reference.mp4", duration: 3 };
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({ key: `video-${index}`, body: { ...body, prompt: `Video ${index}` } }),
  );
  return readItems(lines.join("\n"));
}

async function ready(args: readonly string[]): Promise<ChildProcess> {
  const child = fork(WORKER, args);
  await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("error", reject);
  });
  return child;
}

function ending(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as Ending));
    child.once("exit", (code) => reject(new Error(`a worker ended with ${String(code)}`)));
    child.send("go");
  });
}

const spread = (figures: readonly number[]): string => `${Math.min(...figures)}, ${Math.max(...figures)}`;
