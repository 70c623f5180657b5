import type { WriteStream } from "node:tty";
import { createRedactor } from "../sdk/http/redact.ts";
import { EXIT } from "./exit-codes.ts";
import { wrap } from "./help.ts";

/** How a command speaks. */
export interface Manner {
  /** One JSON value on stdout instead of texts. */
  readonly json: boolean;
  /** No progress, notes or warnings. */
  readonly quiet: boolean;
}

const SHORTEST_SECRET = 8;
const CLEAR_LINE = "\r\x1b[2K";

/**
 * What a command says: results on stdout, all else on stderr. Takes the API key and control characters out of all texts, so that an
 * answer can neither show the key nor drive the terminal.
 */
export class Output {
  readonly manner: Manner;
  #redact = createRedactor("").text;
  #live = "";

  constructor(manner: Manner) {
    this.manner = manner;
  }

  /** Whether stderr is a terminal on which a line can be drawn again. */
  get isLive(): boolean {
    return process.stderr.isTTY && process.env.TERM !== "dumb";
  }

  /** From here on this is shown nowhere, unless it is too short to be a secret: then it may stand by chance in an id that must not be lost. */
  hide(secret: string): void {
    if (secret.length >= SHORTEST_SECRET) this.#redact = createRedactor(secret).text;
  }

  /** The result: text for people and pipes, or the value as JSON. */
  result(text: string, value: unknown): void {
    this.#clear();
    const shown = this.manner.json ? JSON.stringify(value, undefined, 2) : printable(text);
    process.stdout.write(`${this.#redact(shown)}\n`);
  }

  /** Something that is said even when quiet. */
  say(text: string): void {
    this.#write(printable(text));
  }

  note(text: string): void {
    if (!this.manner.quiet) this.say(text);
  }

  warn(text: string): void {
    if (!this.manner.quiet) this.#write(printable(text), "warning:", "33");
  }

  error(text: string): void {
    this.#write(printable(text), "error:", "1;31");
  }

  /** Draws a line, already printable, at the bottom, only where it can be drawn again; an empty one removes it. */
  live(line: string): void {
    if (this.manner.quiet || !this.isLive) return;
    this.#clear();
    if (line !== "") process.stderr.write(line);
    this.#live = line;
  }

  #write(text: string, kind = "", colour = ""): void {
    const live = this.#live;
    this.#clear();
    const lines = this.#redact(kind === "" ? text : `${kind} ${text}`)
      .split("\n")
      .map(fitted)
      .join("\n");
    process.stderr.write(`${kind === "" ? "" : paint(colour, kind)}${lines.slice(kind.length)}\n`);
    this.live(live);
  }

  #clear(): void {
    if (this.#live !== "") process.stderr.write(CLEAR_LINE);
    this.#live = "";
  }
}

/** The text in a colour (SGR parameters of ECMA-48), where stderr shows colours and `NO_COLOR` (no-color.org) does not forbid them. */
export function paint(colour: string, text: string): string {
  const { NO_COLOR = "", TERM } = process.env;
  return process.stderr.isTTY && NO_COLOR === "" && TERM !== "dumb" ? `\x1b[${colour}m${text}\x1b[0m` : text;
}

/** Columns of a stream's terminal, between 40 and 100; 80 where there is none. */
export function columnsOf(stream: Partial<WriteStream>): number {
  return Math.min(100, Math.max(40, stream.columns ?? 80));
}

/** The line in the width of the terminal. An indented one stays whole: it may be a command to be copied. */
function fitted(line: string): string {
  const columns = columnsOf(process.stderr);
  return process.stderr.isTTY && line.length > columns && !line.startsWith(" ") ? wrap(line, columns) : line;
}

/** The text without the control characters that drive a terminal (C0 and C1 of ECMA-48); line breaks stay. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, "\ufffd");
}

/**
 * A reader that goes away (`EPIPE`) is no fault: what was asked of the API is done all the same. Any other fault of stdout, a full
 * disk for example, ends the process with the code for a result that was not saved. Call once.
 */
export function surviveClosedPipes(): void {
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", ({ code = "unknown fault" }: NodeJS.ErrnoException) => {
    if (code === "EPIPE") return;
    process.stderr.write(`error: The result could not be written to stdout (${code}).\n`);
    process.exit(EXIT.notSaved);
  });
}
