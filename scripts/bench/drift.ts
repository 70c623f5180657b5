import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Option } from "commander";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import { LEVELS, type Level } from "../../src/drift/finding.ts";
import type { JsonObject } from "../../src/openapi/json.ts";
import { baseDocument } from "./drift/base-document.ts";
import { edited } from "./drift/edit.ts";
import { PAIRS } from "./drift/pairs.ts";
import { largeDocument } from "./drift/large-document.ts";
import { rounded, type Benchmark, type Measured, type Row as Figures, type Table } from "./measured.ts";

const SIZES = [50, 500, 5000];

/** Measures one comparison for each size of document, in milliseconds. */
export function measure(
  sizes: readonly number[],
): { readonly operations: number; readonly milliseconds: number; readonly findings: number }[] {
  diffDocuments(largeDocument(10, false), largeDocument(10, true));
  return sizes.map((operations) => {
    const [before, after] = [largeDocument(operations, false), largeDocument(operations, true)];
    const start = performance.now();
    const findings = diffDocuments(before, after).length;
    return { operations, milliseconds: performance.now() - start, findings };
  });
}

/** A single edit with its expected level, and the levels that `drift diff` and Redocly report. */
interface Row {
  readonly name: string;
  readonly expected: Level;
  readonly ours: Level;
  readonly redocly: string;
}

function levelOf(before: JsonObject, after: JsonObject): Level {
  const findings = diffDocuments(before, after);
  return LEVELS.find((level) => findings.some((finding) => finding.level === level)) ?? "compatible";
}

async function compare(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, edits, there, back } of PAIRS) {
    const [base, changed] = [baseDocument(), edited(...edits)];
    for (const [label, expected, before, after] of [
      [name, there, base, changed],
      [`${name}, reverted`, back, changed, base],
    ] as const)
      rows.push({ name: label, expected, ours: levelOf(before, after), redocly: await redocly(folder, before, after) });
  }
  return rows;
}

/** Resolves to the level that Redocly reports: major, minor, patch or none. */
async function redocly(folder: string, before: JsonObject, after: JsonObject): Promise<string> {
  const files = [join(folder, "before.json"), join(folder, "after.json")] as const;
  await Promise.all([writeFile(files[0], JSON.stringify(before)), writeFile(files[1], JSON.stringify(after))]);
  const output = await new Promise<string>((resolve) => {
    execFile(
      "npx",
      ["--no-install", "redocly", "diff", ...files, "--format", "json", "--fail-on", "none"],
      { timeout: 60_000 },
      (_error, stdout) => {
        resolve(stdout);
      },
    );
  });
  return /"bump":\s*"(\w+)"/.exec(output)?.[1] ?? "none";
}

function score(differ: string, rows: readonly Row[], says: (row: Row) => boolean): Figures {
  const breaks = ({ expected }: Row): boolean => expected === "breaking" || expected === "unproven";
  const [breaking, harmless] = [rows.filter(breaks), rows.filter((row) => !breaks(row))];
  return {
    differ,
    found: `${breaking.filter(says).length} of ${breaking.length}`,
    "false alarms": `${harmless.filter(says).length} in ${harmless.length}`,
  };
}

async function compareWithRedocly(): Promise<Table[]> {
  const folder = await mkdtemp(join(tmpdir(), "drift-bench-"));
  try {
    const rows = await compare(folder);
    const ours = score("ours", rows, ({ ours: level }) => level === "breaking" || level === "unproven");
    const theirs = score("redocly", rows, ({ redocly }) => redocly === "major");
    const each = rows.map(({ name, expected, ours: level, redocly }) => ({
      edit: name,
      expected,
      ours: level,
      redocly,
    }));
    return [
      { title: "scores", rows: [ours, theirs] },
      { title: "levels", rows: each },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface DriftOptions {
  readonly skipRedocly: boolean;
}

async function measureAll({ skipRedocly }: DriftOptions): Promise<Measured> {
  const rows = measure(SIZES).map(({ operations, milliseconds, findings }) => ({
    operations,
    seconds: rounded(milliseconds / 1000, 2),
    findings,
  }));
  const aims = [
    { aim: "seconds for 5,000 operations", limit: 20, got: Math.max(...rows.map(({ seconds }) => seconds)) },
  ];
  return { tables: [{ title: "drift diff by size", rows }, ...(skipRedocly ? [] : await compareWithRedocly())], aims };
}

export const benchmark: Benchmark<DriftOptions> = {
  description: "Measures `drift diff` at several sizes, and compares its levels with Redocly's on the same pairs.",
  options: [new Option("--skip-redocly", "Skip the comparison with Redocly.").default(false)],
  measure: measureAll,
};
