import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench, Measured } from "./bench/measured.ts";
import { circumstances, publish, PUBLISHED, type Circumstances, type Run } from "./bench/published.ts";

const FOLDER = join(import.meta.dirname, "bench");
const RESULTS = join(".cache", "bench");

const HELP = `Usage: npm run bench [-- NAME [OPTION ...]]

Runs the benchmark scripts/bench/NAME.ts, prints its tables and writes them to ${RESULTS}/NAME.json. Options after NAME go to the
benchmark. Without NAME it runs every one there and writes all of it to ${PUBLISHED} as well, which \`npm run docs\` shows: commit it.
`;

/** The benchmarks by name: every file of the folder that exports a function `bench`. */
async function find(wanted: string | undefined): Promise<Map<string, Bench>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3));
  const found = new Map<string, Bench>();
  for (const name of files.filter((file) => wanted === undefined || file === wanted)) {
    const { bench } = (await import(`./bench/${name}.ts`)) as { readonly bench?: Bench };
    if (bench !== undefined) found.set(name, bench);
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

async function save(name: string, measured: Measured, where: Circumstances): Promise<void> {
  const file = join(RESULTS, `${name}.json`);
  await mkdir(RESULTS, { recursive: true });
  await writeFile(file, `${JSON.stringify({ name, ...where, ...measured }, null, 2)}\n`);
  console.log(`written to ${file}`);
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    console.log(HELP);
    return 0;
  }
  const benches = await find(name);
  if (benches.size === 0) {
    console.error(
      `There is no benchmark ${String(name)}: scripts/bench/${String(name)}.ts does not export a function \`bench\`.`,
    );
    return 2;
  }
  const where = circumstances();
  const results: Run["results"][number][] = [];
  for (const [each, bench] of benches) {
    console.error(`${each}: running, which takes minutes`);
    const measured = await bench(args);
    print(each, measured);
    await save(each, measured, where);
    results.push({ name: each, ...measured });
  }
  if (name === undefined) {
    await publish({ ...where, results });
    console.log(`all of it written to ${PUBLISHED}`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
