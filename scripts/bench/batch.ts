import { fork, type ChildProcess } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { InvalidArgumentError, Option } from "commander";
import { build } from "esbuild";
import { openPgBossBatch, readItems } from "../../src/batch/index.ts";
import { wholeNumberOption } from "../../src/cli/option-types.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { postgresPrograms, startPostgres } from "../crash/postgres-server.ts";
import { rounded, type Benchmark, type Measured, type Row } from "./measured.ts";

const WORKER = ".cache/bench/batch-worker.mjs";

/**
 * The output of a worker: the number of videos it completed, and its memory in MiB after 100 of them, halfway and at
 * the end.
 */
interface Ending {
  readonly completed: number;
  readonly early: number;
  readonly middle: number;
  readonly late: number;
}

interface BatchOptions {
  readonly items: number;
  /** Videos that a worker processes at the same time. */
  readonly concurrency: number;
  /** Number of workers of each run. */
  readonly workers: readonly number[];
}

async function measureAll({ items, concurrency, workers }: BatchOptions): Promise<Measured> {
  const programs = postgresPrograms();
  if (programs === undefined) return { tables: [{ title: "PostgreSQL is not installed", rows: [] }] };
  await bundleWorker();
  const rows: Row[] = [];
  for (const count of workers) {
    const row = await measure(programs, { workers: count, items, concurrency });
    console.error(JSON.stringify(row));
    rows.push(row);
  }
  const title = `${items} items on PostgreSQL, ${concurrency} videos at a time in each worker, one second per video`;
  return { tables: [{ title, rows }] };
}

export const benchmark: Benchmark<BatchOptions> = {
  description: "Runs a batch on PostgreSQL against the mock, with one and with several worker processes.",
  options: [
    wholeNumberOption("--items <n>", "Number of items.", 1).default(1000),
    wholeNumberOption("--concurrency <n>", "Videos that each worker processes at the same time.", 1).default(20),
    new Option("--workers <list>", "Numbers of workers, separated by commas; one run for each.")
      .argParser(countsIn)
      .default([1, 2, 4], "1,2,4"),
  ],
  measure: measureAll,
};

function countsIn(text: string): readonly number[] {
  const counts = text.split(",").map(Number);
  if (counts.every((count) => Number.isSafeInteger(count) && count > 0)) return counts;
  throw new InvalidArgumentError("must be positive integers separated by commas.");
}

async function bundleWorker(): Promise<void> {
  await mkdir(".cache/bench", { recursive: true });
  await build({
    ...{ entryPoints: ["scripts/bench/batch/worker.ts"], outfile: WORKER, bundle: true, platform: "node" },
    ...{ format: "esm", target: "node20", external: ["pg", "pg-boss"], logLevel: "error" },
  });
}

async function measure(
  programs: string,
  { workers, items, concurrency }: { readonly workers: number; readonly items: number; readonly concurrency: number },
): Promise<Row> {
  const server = await startPostgres(programs);
  // A video takes 300 seconds in the mock.
  const sandbox = await startSandbox({ speed: 300, credits: 1e9, keepTasks: 1e6 });
  try {
    const batch = await openPgBossBatch({ connectionString: server.url, batch: "bench" });
    await batch.enqueue(itemsFor(items));
    await batch.close();
    const started = await Promise.all(
      Array.from({ length: workers }, () => ready([server.url, sandbox.url, String(concurrency)])),
    );
    const began = performance.now();
    const endings = await Promise.all(started.map(ending));
    const seconds = (performance.now() - began) / 1000;
    const charged = sandbox.charges.filter(({ state }) => state === "charged").length;
    return {
      ...{ workers, items, charged, seconds: rounded(seconds), "items/s": rounded(items / seconds) },
      "fewest, most of a worker": spread(endings.map(({ completed }) => completed)),
      "MiB after 100": Math.round(Math.max(...endings.map(({ early }) => early))),
      "MiB halfway": Math.round(Math.max(...endings.map(({ middle }) => middle))),
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
