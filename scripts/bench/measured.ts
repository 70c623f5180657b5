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

/** A benchmark: `scripts/bench/NAME.ts` exports one as `bench`. It is given the arguments after its name. */
export type Bench = (args: readonly string[]) => Promise<Measured>;

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
