import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { rounded, type Aim, type Benchmark, type Measured, type Row } from "./measured.ts";
import { imports } from "./sdk/imports.ts";
import { fetchPeers, labelOf } from "./sdk/peers.ts";
import { sizes } from "./sdk/sizes.ts";

const run = promisify(execFile);

/** Numbers of concurrent waits; 0 measures the delay of the event loop on an idle machine. */
const WAITS = [0, 100, 1_000, 10_000];

/** Runs a measurement in a separate process. */
async function apart(script: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [
    "--import",
    "tsx",
    "--expose-gc",
    `scripts/bench/sdk/${script}.ts`,
    ...args,
  ]);
  return JSON.parse(stdout);
}

const delayOf = (row: Row): number => Math.max(Number(row["most, beginning"]), Number(row["most, polling"]));

const ROUNDS = 5;

/** Runs several times and returns the run with the median delay. */
async function medianRun(count: number): Promise<Row> {
  const rows: Row[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rows.push((await apart("waits", String(count))) as Row);
  const sorted = rows.sort((one, other) => delayOf(one) - delayOf(other));
  return sorted[Math.floor(ROUNDS / 2)] ?? {};
}

async function measure(): Promise<Measured> {
  await run("npm", ["run", "build"]);
  await fetchPeers();
  const creating = (await apart("overhead")) as Row[];
  const importing = await imports();
  const size = await sizes();
  const waiting: Row[] = [];
  for (const count of WAITS) waiting.push(await medianRun(count));
  const figure = (rows: readonly Row[], column: string, name = "evolink-video"): number =>
    Number(rows.find(({ client }) => client === name)?.[column]);
  const peer = labelOf("openapi-fetch");
  const ratio = figure(creating, "over bare fetch") / figure(creating, "over bare fetch", peer);
  const importOver = figure(importing, "over bare node") - figure(importing, "over bare node", peer);
  const most = waiting.at(-1) ?? {};
  const aims: Aim[] = [
    { aim: "overhead of a validated create, times openapi-fetch's own", limit: 3, got: rounded(ratio, 2) },
    { aim: "ms to import over openapi-fetch", limit: 8, got: rounded(importOver) },
    { aim: "bytes of heap per wait at 10,000", limit: 3_000, got: Number(most["bytes of heap per wait"]) },
    { aim: "ms of event loop delay at 10,000 waits", limit: 20, got: delayOf(most) },
  ];
  return {
    tables: [
      { title: "a create request, microseconds of CPU time, fetch in this process", rows: creating },
      { title: "import in a fresh process", rows: importing },
      { title: "bundle, minified", rows: size },
      { title: "waits in one process, polling every 3 s", rows: waiting },
    ],
    aims,
  };
}

export const benchmark: Benchmark = {
  description:
    "Measures the built client against bare fetch and other clients: cost of a create request, import, size; then its waits.",
  measure,
};
