import type { Option } from "commander";

/** A row of a table: cells by column heading. */
export type Row = Readonly<Record<string, string | number>>;

/** A table of figures. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A figure with an upper limit. */
export interface Aim {
  readonly aim: string;
  readonly limit: number;
  readonly got: number;
}

/** The result of a benchmark. */
export interface Measured {
  readonly tables: readonly Table[];
  readonly aims?: readonly Aim[];
}

/** A benchmark: `scripts/bench/NAME.ts` exports one as `benchmark`. */
export interface Benchmark<Options extends object = object> {
  /** What it measures, for `--help`. */
  readonly description: string;
  /** Command-line options; all have defaults. */
  readonly options?: readonly Option[];
  /** Runs the benchmark and resolves to the figures. */
  measure(options: Options): Promise<Measured>;
}

/** Returns the median of some figures; 0 for none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Rounds a figure to a number of decimal digits. */
export function rounded(figure: number, digits = 1): number {
  return Number(figure.toFixed(digits));
}
