import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CliCommand } from "../src/cli/cli-command.ts";
import { UsageError } from "../src/cli/cli-error.ts";
import { execute } from "../src/cli/execute.ts";
import type { Benchmark, Measured } from "./bench/measured.ts";
import { circumstances, publish, PUBLISHED, type Circumstances, type Result } from "./bench/published.ts";

const FOLDER = join(import.meta.dirname, "bench");
const RESULTS = join(".cache", "bench");
const ALL = "all";
const PUBLISH = "publish";

/** Returns the benchmarks by name: every file of the folder that exports a `benchmark`. */
async function findBenchmarks(): Promise<Map<string, Benchmark>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3));
  const found = new Map<string, Benchmark>();
  for (const name of files) {
    const { benchmark } = (await import(`./bench/${name}.ts`)) as { readonly benchmark?: Benchmark };
    if (benchmark !== undefined) found.set(name, benchmark);
  }
  return found;
}

function print(name: string, { tables, aims = [] }: Measured): void {
  for (const { title, rows } of tables) {
    console.log(`\n${name}: ${title}`);
    console.table(rows);
  }
  for (const { aim, limit, got } of aims)
    console.log(`${got <= limit ? "met" : "MISSED"}: ${aim}: ${String(got)}, at most ${String(limit)}`);
}

const resultFile = (name: string): string => join(RESULTS, `${name}.json`);

async function save(name: string, measured: Measured, where: Circumstances): Promise<void> {
  const file = resultFile(name);
  await mkdir(RESULTS, { recursive: true });
  await writeFile(file, `${JSON.stringify({ name, ...where, ...measured }, null, 2)}\n`);
  console.log(`written to ${file}`);
}

async function run(name: string, benchmark: Benchmark, options: object): Promise<void> {
  console.error(`${name}: running, which takes minutes`);
  const measured = await benchmark.measure(options);
  print(name, measured);
  await save(name, measured, circumstances());
}

function commandOf(name: string, benchmark: Benchmark): CliCommand {
  const command = new CliCommand(name).description(benchmark.description);
  for (const option of benchmark.options ?? []) command.addOption(option);
  return command.action(async (options: object) => {
    await run(name, benchmark, options);
  });
}

/** Publishes the last result of each benchmark. Throws when one was never run. */
async function publishResults(names: Iterable<string>): Promise<void> {
  const results: Result[] = [];
  for (const name of names) {
    const text = await readFile(resultFile(name), "utf8").catch(() => undefined);
    if (text === undefined) throw new UsageError(`${name} has no result yet.`, [`npm run bench -- ${name}`]);
    results.push(JSON.parse(text) as Result);
  }
  await publish({ ...circumstances(), results });
  console.log(`written to ${PUBLISHED}`);
}

/** Creates the command that publishes earlier results, without running a benchmark. */
function publishCommand(benchmarks: ReadonlyMap<string, Benchmark>): CliCommand {
  return new CliCommand(PUBLISH)
    .description(`Writes the last result of each benchmark to ${PUBLISHED}, without running any.`)
    .action(() => publishResults(benchmarks.keys()));
}

/** Creates the command that runs every benchmark with default options. */
function allCommand(benchmarks: ReadonlyMap<string, Benchmark>): CliCommand {
  const command = new CliCommand(ALL).description(
    `Runs every benchmark, as \`npm run bench\` does, and writes the results to ${PUBLISHED}. Commit that file: \`npm run docs\` shows it.`,
  );
  return command.action(async () => {
    for (const [name, benchmark] of benchmarks) await run(name, benchmark, commandOf(name, benchmark).opts());
    await publishResults(benchmarks.keys());
  });
}

async function main(args: readonly string[]): Promise<number> {
  const benchmarks = await findBenchmarks();
  const root = new CliCommand("npm run bench --").description(
    `Runs a benchmark, prints its tables and writes them to ${RESULTS}/NAME.json.`,
  );
  for (const [name, benchmark] of benchmarks) root.addCommand(commandOf(name, benchmark));
  return execute(
    root.addCommand(allCommand(benchmarks)).addCommand(publishCommand(benchmarks)).helpCommand(false),
    args.length === 0 ? [ALL] : args,
  );
}

process.exitCode = await main(process.argv.slice(2));
