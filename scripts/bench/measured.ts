import type { Option } from "commander";

/** One row: what was measured, by the heading of its column. */
export type Row = Readonly<Record<string, string | number>>;

/** A table of figures. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A figure that should be at most so much. */
export interface Aim {
  readonly aim: string;
  readonly limit: number;
  readonly got: number;
}

/** What a benchmark found. */
export interface Measured {
  readonly tables: readonly Table[];
  readonly aims?: readonly Aim[];
}

/** A benchmark: `scripts/bench/NAME.ts` exports one as `benchmark`. */
export interface Benchmark<Options extends object = object> {
  /** What it measures, for the help. */
  readonly description: string;
  /** Its options. All have defaults. */
  readonly options?: readonly Option[];
  /** Measures, and resolves to the figures. */
  measure(options: Options): Promise<Measured>;
}

/** The middle of some figures; 0 when there are none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** A figure with so many digits after the point. */
export function rounded(figure: number, digits = 1): number {
  return Number(figure.toFixed(digits));
}
