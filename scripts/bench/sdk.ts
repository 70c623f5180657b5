import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Aim, Measured, Row } from "./measured.ts";
import { imports } from "./sdk/imports.ts";
import { fetchRivals } from "./sdk/rivals.ts";
import { sizes } from "./sdk/sizes.ts";

const run = promisify(execFile);

/** How many waits at a time; none shows how late the event loop runs on this machine anyway. */
const WAITS = [0, 100, 1_000, 10_000];

/** Runs a measurement in a process of its own. */
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

const delayOf = (row: Row): number => Math.max(Number(row["most, beginning"]), Number(row["most, looking"]));

/** Of three runs, the one with the least delay: what the waits cause comes each time, what else the machine does comes and goes. */
async function quietest(count: number): Promise<Row> {
  const rows: Row[] = [];
  for (let round = 0; round < 3; round += 1) rows.push((await apart("waits", String(count))) as Row);
  return rows.reduce((one, other) => (delayOf(other) < delayOf(one) ? other : one));
}

/** Measures the built client against bare fetch and other clients: cost of a creation, import, size; then its waits. */
export async function bench(): Promise<Measured> {
  await run("npm", ["run", "build"]);
  await fetchRivals();
  const creation = (await apart("overhead")) as Row[];
  const importing = await imports();
  const size = await sizes();
  const waiting: Row[] = [];
  for (const count of WAITS) waiting.push(await quietest(count));
  const ours = (rows: readonly Row[], column: string): number =>
    Number(rows.find(({ client }) => client === "evolink-video")?.[column]);
  const most = waiting.at(-1) ?? {};
  const aims: Aim[] = [
    { aim: "µs of a validated creation over bare fetch", limit: 25, got: ours(creation, "over bare fetch") },
    { aim: "ms to import over bare node", limit: 12, got: ours(importing, "over bare node") },
    { aim: "bytes of heap per wait at 10,000", limit: 3_000, got: Number(most["bytes of heap per wait"]) },
    { aim: "ms of event loop delay at 10,000 waits", limit: 20, got: delayOf(most) },
  ];
  return {
    tables: [
      { title: "a creation, microseconds of CPU time, fetch in this process", rows: creation },
      { title: "import in a fresh process", rows: importing },
      { title: "bundle, minified", rows: size },
      { title: "waits in one process, looking every 3 s", rows: waiting },
    ],
    aims,
  };
}
