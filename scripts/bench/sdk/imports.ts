import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, rounded, type Row } from "../measured.ts";
import { labelOf, OURS, peers, peersFolder } from "./peers.ts";

const ROUNDS = 21;

/**
 * Measures the milliseconds from starting Node to the end of a module that only imports a package, in a new process
 * each time. Returns the medians over interleaved rounds.
 */
export async function imports(): Promise<Row[]> {
  const subjects = [
    { client: "bare node", code: "" },
    { client: "evolink-video", code: `import ${JSON.stringify(pathToFileURL(OURS).href)};` },
    ...peers.map((peer) => ({ client: labelOf(peer), code: `import ${JSON.stringify(peer)};` })),
  ];
  const files = subjects.map((_, index) => join(peersFolder, `import-${String(index)}.mjs`));
  await Promise.all(subjects.map(({ code }, index) => writeFile(files[index] ?? "", code)));
  const rounds = Array.from({ length: ROUNDS }, () => files.map(timed));
  return subjects.map(({ client }, index) => {
    const own = rounds.map((times) => times[index] ?? NaN);
    const over = rounds.map((times) => (times[index] ?? NaN) - (times[0] ?? NaN));
    return { client, "ms to import": rounded(median(own)), "over bare node": rounded(median(over)) };
  });
}

function timed(file: string): number {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} failed: ${stderr}`);
  return performance.now() - before;
}
