import type { Aim, Row, Table } from "../bench/measured.ts";
import type { Run } from "../bench/published.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import { asTable, inCell } from "./table.ts";

/** Renders the last result of each benchmark as a Markdown page; without results, says how to get them. */
export function benchmarksPage(run: Run | undefined): string {
  if (run === undefined)
    return `# Benchmarks\n\nThere are no results yet. \`npm run bench\` runs every benchmark, prints its tables and writes them to \`docs/bench.json\`, from which \`npm run docs\` builds this page.`;
  const { at, node, system, processor, cores, memory, results } = run;
  return [
    "# Benchmarks",
    `Published on ${at.slice(0, 10)} with Node ${node.replace("v", "")} on ${system}: ${processor}, ${String(cores)} cores, ${String(memory)} GB. \`npm run bench\` measures again and replaces \`docs/bench.json\`, from which this page is built.`,
    ...aims(results.flatMap(({ name, aims = [] }) => aims.map((aim) => ({ name, ...aim })))),
    ...results.flatMap(({ name, at: measured, tables }) => [
      `## ${name}`,
      `Measured on ${measured.slice(0, 10)}.`,
      ...tables.flatMap(tableOf),
    ]),
  ].join("\n\n");
}

function aims(all: readonly (Aim & { readonly name: string })[]): string[] {
  if (all.length === 0) return [];
  const outcome = ({ aim, got, limit }: Aim): string => {
    if (got <= limit) return "met";
    const reason = EXCEPTIONS.find(({ pattern }) => pattern.test(aim))?.reason;
    if (reason === undefined) throw new Error(`"${aim}" is missed: give the reason in scripts/docs/exceptions.ts`);
    return `missed: ${reason}`;
  };
  const rows = all.map((aim) => [aim.name, inCell(aim.aim), figure(aim.limit), figure(aim.got), outcome(aim)]);
  const met = all.filter(({ got, limit }) => got <= limit).length;
  return [
    "## Aims",
    `${String(met)} of ${String(all.length)} are met.`,
    asTable(["benchmark", "aim", "at most", "measured", "result"], rows),
  ];
}

/** A table with more rows than this is collapsed. */
const MOST_ROWS = 30;

function tableOf({ title, rows }: Table): string[] {
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const table = asTable(
    head.map((name) => inCell(name)),
    rows.map((row) => head.map((name) => cell(row[name]))),
  );
  const folded = [`<details><summary>All ${String(rows.length)} rows</summary>`, table, "</details>"];
  return [`### ${title}`, ...(rows.length > MOST_ROWS ? folded : [table])];
}

const cell = (value: Row[string] | undefined): string =>
  typeof value === "number" ? figure(value) : inCell(value ?? "");

const figure = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 3 });
