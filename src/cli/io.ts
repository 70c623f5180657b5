/** An output stream for text. */
export interface Screen {
  /** Writes a text; calls `done` with the error, if any. */
  write(text: string, done?: (error?: Error | null) => void): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
}

/** The streams of a command: results go to `out`, everything else to `err`. */
export interface Io {
  readonly out: Screen;
  readonly err: Screen;
}

/** The standard streams of the process. */
export const processIo: Io = { out: process.stdout, err: process.stderr };

/** Returns the columns of a terminal, between 40 and 100; 80 without a terminal. */
export function columnsOf({ columns = 80 }: Screen): number {
  return Math.min(100, Math.max(40, columns));
}

/** Returns whether to show colours: on a terminal, unless `NO_COLOR` (no-color.org) or `TERM=dumb` forbids them. */
export function showsColours({ isTTY = false }: Screen): boolean {
  const { NO_COLOR = "", TERM } = process.env;
  return isTTY && NO_COLOR === "" && TERM !== "dumb";
}
