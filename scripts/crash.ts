import { mkdir, writeFile } from "node:fs/promises";
import { CliCommand } from "../src/cli/cli-command.ts";
import { execute } from "../src/cli/execute.ts";
import { wholeNumberOption } from "../src/cli/option-types.ts";
import { tryBatch, type Result } from "./crash/batch.ts";
import { randomFrom, killMethods, type KillMethod, type Random } from "./crash/kill-methods.ts";
import { postgresPrograms, startPostgres } from "./crash/postgres-server.ts";
import { bundleChild } from "./crash/process.ts";

// Kills the batch command at every step and asserts that the number of charges equals the number of accepted items.
const CHILD = ".cache/crash/child.mjs";
const REPORT = ".cache/crash.json";

interface Row {
  readonly kind: string;
  batches: number;
  kills: number;
  starts: number;
  items: number;
  accepted: number;
  charged: number;
  setAside: number;
}

interface CrashOptions {
  readonly kills: number;
  readonly seed: number;
  /** Batches that run at the same time. */
  readonly lanes: number;
}

const rows = new Map<string, Row>();
const deaths = new Map<string, number>();
const violations: string[] = [];
let kills = 0;

function note(kind: string, result: Result): void {
  const row = rows.get(kind) ?? {
    kind,
    batches: 0,
    kills: 0,
    starts: 0,
    items: 0,
    accepted: 0,
    charged: 0,
    setAside: 0,
  };
  rows.set(kind, row);
  row.batches += 1;
  for (const name of ["kills", "starts", "items", "accepted", "charged", "setAside"] as const)
    row[name] += result[name];
  for (const step of result.deaths) deaths.set(step, (deaths.get(step) ?? 0) + 1);
  violations.push(...result.violations);
  for (const violation of result.violations) console.error(`  VIOLATION ${violation}`);
  const before = kills;
  kills += result.kills;
  if (Math.floor(kills / 100) > Math.floor(before / 100))
    console.log(`  ${kills} kills, ${violations.length} violations`);
}

/** Runs trials of one kind until its share of the kills is reached. Each lane runs one trial at a time. */
async function exhaust(
  kind: KillMethod,
  share: number,
  {
    database,
    random,
    lanes,
  }: { readonly database: string | undefined; readonly random: Random; readonly lanes: number },
): Promise<void> {
  const plan = kind.plan(random);
  const until = kills + share;
  const lane = async (): Promise<void> => {
    while (kills < until) {
      const trial = plan.next();
      if (trial === undefined) return;
      const result = await tryBatch({
        ...trial,
        child: CHILD,
        name: kind.name,
        database: kind.inDatabase === true ? database : undefined,
      });
      plan.learn(result);
      note(kind.name, result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function main({ kills: wanted, seed, lanes }: CrashOptions): Promise<void> {
  const random = randomFrom(seed);
  const began = Date.now();
  await mkdir(".cache/crash", { recursive: true });
  await bundleChild(CHILD);
  console.log(`Killing the batch command ${wanted} times or more; seed ${seed}.`);
  const programs = postgresPrograms();
  if (programs === undefined)
    console.log("PostgreSQL is not installed (Debian package postgresql): only the journal in a file is tested.");
  const server = programs === undefined ? undefined : await startPostgres(programs);
  const possible = killMethods.filter(({ inDatabase = false }) => !inDatabase || server !== undefined);
  const shares = possible.reduce((sum, { share }) => sum + share, 0);
  try {
    for (const kind of possible)
      await exhaust(kind, (wanted * kind.share) / shares, { database: server?.url, random, lanes });
  } finally {
    await server?.stop();
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  console.table([...rows.values()]);
  console.log("Where it was killed:");
  console.table(Object.fromEntries([...deaths].sort(([a], [b]) => (a < b ? -1 : 1))));
  await writeFile(
    REPORT,
    `${JSON.stringify({ seed: String(seed), seconds, kills, rows: [...rows.values()], deaths: Object.fromEntries(deaths), violations }, undefined, 2)}\n`,
  );
  const ok = violations.length === 0 && kills >= wanted;
  console.log(`${kills} kills in ${seconds} s, ${violations.length} violations; details in ${REPORT}.`);
  process.exitCode = ok ? 0 : 1;
}

const command = new CliCommand("npm run test:crash --")
  .description(
    "Kills the batch command at every step and asserts that the number of charges equals the number of accepted items.",
  )
  .addOption(wholeNumberOption("--kills <n>", "Minimum number of kills.", 1).default(1000))
  .addOption(wholeNumberOption("--seed <n>", "Seed of the random choices.", 0).default(1))
  .addOption(wholeNumberOption("--lanes <n>", "Batches that run at the same time.", 1).default(2))
  .action(main);
const exitCode = await execute(command, process.argv.slice(2));
process.exitCode ??= exitCode;
