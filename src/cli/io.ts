/** A stream for text, standard error for example. */
export interface Screen {
  /** Writes the text; `done` is called with the error, if it could not be written. */
  write(text: string, done?: (error?: Error | null) => void): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
}

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Io {
  readonly out: Screen;
  readonly err: Screen;
}

/** The standard streams of the process. */
export const processIo: Io = { out: process.stdout, err: process.stderr };

/** Returns the columns of a terminal, between 40 and 100; 80 where there is none. */
export function columnsOf({ columns = 80 }: Screen): number {
  return Math.min(100, Math.max(40, columns));
}

/** Returns whether colours are shown: on a terminal, unless `NO_COLOR` (no-color.org) or `TERM=dumb` forbids them. */
export function showsColours({ isTTY = false }: Screen): boolean {
  const { NO_COLOR = "", TERM } = process.env;
  return isTTY && NO_COLOR === "" && TERM !== "dumb";
}
