import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import { LEVELS, type Level } from "../../src/drift/finding.ts";
import type { JsonObject } from "../../src/drift/json.ts";
import { baseDocument } from "./drift/base-document.ts";
import { edited } from "./drift/edit.ts";
import { PAIRS } from "./drift/pairs.ts";
import { largeDocument } from "./drift/large-document.ts";

const SIZES = [50, 200, 500];

const HELP = `Usage: npm run bench -- drift [--skip-redocly]

Measures drift diff on documents of ${SIZES.join(", ")} operations, one schema in ten changed, and prints our verdicts on the
test's single edits beside those of redocly diff. Bases: wall-clock time of one comparison in a warm process.
`;

/** Times one comparison for each size of document, in milliseconds. */
export function measure(sizes: readonly number[]): { readonly operations: number; readonly milliseconds: number; readonly findings: number }[] {
  diffDocuments(largeDocument(10, false), largeDocument(10, true));
  return sizes.map((operations) => {
    const [before, after] = [largeDocument(operations, false), largeDocument(operations, true)];
    const start = performance.now();
    const findings = diffDocuments(before, after).length;
    return { operations, milliseconds: performance.now() - start, findings };
  });
}

/** A single edit with the verdict it deserves, ours, and Redocly's. */
interface Row {
  readonly name: string;
  readonly expected: Level;
  readonly ours: Level;
  readonly redocly: string;
}

function verdict(before: JsonObject, after: JsonObject): Level {
  const findings = diffDocuments(before, after);
  return LEVELS.find((level) => findings.some((finding) => finding.level === level)) ?? "compatible";
}

async function compare(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, edits, there, back } of PAIRS) {
    const [base, changed] = [baseDocument(), edited(...edits)];
    for (const [label, expected, before, after] of [[name, there, base, changed], [`${name}, taken back`, back, changed, base]] as const)
      rows.push({ name: label, expected, ours: verdict(before, after), redocly: await redocly(folder, before, after) });
  }
  return rows;
}

/** Redocly's verdict: major, minor, patch or none. */
async function redocly(folder: string, before: JsonObject, after: JsonObject): Promise<string> {
  const files = [join(folder, "before.json"), join(folder, "after.json")] as const;
  await Promise.all([writeFile(files[0], JSON.stringify(before)), writeFile(files[1], JSON.stringify(after))]);
  const output = await new Promise<string>((resolve) => {
    execFile("npx", ["--no-install", "redocly", "diff", ...files, "--format", "json", "--fail-on", "none"], { timeout: 60_000 }, (_error, stdout) => { resolve(stdout); });
  });
  return /"bump":\s*"(\w+)"/.exec(output)?.[1] ?? "none";
}

function report(rows: readonly Row[]): void {
  for (const { name, expected, ours, redocly: theirs } of rows) console.log(`${name.padEnd(58)} ${expected.padEnd(11)} ours ${ours.padEnd(11)} redocly ${theirs}`);
  const isBreaking = (level: string): boolean => level === "breaking" || level === "unproven";
  const score = (name: string, says: (row: Row) => boolean): void => {
    const breaking = rows.filter(({ expected }) => isBreaking(expected));
    const harmless = rows.filter(({ expected }) => !isBreaking(expected));
    console.log(`${name}: found ${breaking.filter(says).length} of ${breaking.length} that break, ${harmless.filter(says).length} false alarms in ${harmless.length}`);
  };
  score("ours", ({ ours }) => isBreaking(ours));
  score("redocly", ({ redocly: theirs }) => theirs === "major");
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { "skip-redocly": { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help === true) {
    console.log(HELP);
    return;
  }
  for (const { operations, milliseconds, findings } of measure(SIZES)) console.log(`${operations} operations: ${(milliseconds / 1000).toFixed(2)} s, ${findings} findings`);
  if (values["skip-redocly"] === true) return;
  const folder = await mkdtemp(join(tmpdir(), "drift-bench-"));
  try {
    report(await compare(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) await main();
