import { readFile, writeFile } from "node:fs/promises";
import { arch, cpus, platform, release, totalmem } from "node:os";
import type { Measured } from "./measured.ts";

/** File with the last result of each benchmark, for the site. */
export const PUBLISHED = "docs/bench.json";

/** Time and machine of a run. */
export interface Circumstances {
  /** Start of the run, as ISO 8601. */
  readonly at: string;
  /** Version of Node. */
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  /** Memory in gigabytes. */
  readonly memory: number;
}

/** The last run of one benchmark. */
export interface Result extends Measured {
  readonly name: string;
  /** Start of the run, as ISO 8601. */
  readonly at: string;
}

/** The last run of each benchmark. */
export interface Run extends Circumstances {
  readonly results: readonly Result[];
}

/** Describes this machine. */
export function circumstances(): Circumstances {
  const processors = cpus();
  return {
    at: new Date().toISOString(),
    node: process.version,
    system: `${platform()} ${release().split("-")[0] ?? ""} ${arch()}`,
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memory: Math.round(totalmem() / 2 ** 30),
  };
}

/** Writes the results for the site. */
export async function publish(run: Run): Promise<void> {
  await writeFile(PUBLISHED, `${JSON.stringify(run, null, 2)}\n`);
}

/** Reads the published results; undefined when there are none. Throws when the file is not JSON. */
export async function published(): Promise<Run | undefined> {
  const text = await readFile(PUBLISHED, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Run);
}
