import { Help } from "commander";
import { styleText } from "node:util";
import { createRedactor } from "../sdk/http/redact.ts";
import { CliError } from "./cli-error.ts";
import { EXIT } from "./exit-codes.ts";
import { columnsOf, processIo, showsColours, type Io, type Screen } from "./io.ts";
import { printable, printableJson } from "./printable.ts";

/** Output mode of a command. */
export interface OutputMode {
  /** One JSON value on stdout instead of text. */
  readonly json: boolean;
  /** No progress, notes or warnings. */
  readonly quiet: boolean;
}

type TextStyle = Parameters<typeof styleText>[0];

const SHORTEST_SECRET = 8;
const CLEAR_LINE = "\r\u001B[2K";

/** Returns the mode of the arguments, even if they are invalid. */
export function outputModeOf(args: readonly string[]): OutputMode {
  return { json: args.includes("--json"), quiet: args.includes("--quiet") };
}

/**
 * Writes for people and scripts: results on stdout, everything else on stderr. It makes each line printable and redacts
 * secrets, so that a response can neither show the key nor control the terminal nor forge a line.
 */
export class Output {
  readonly mode: OutputMode;
  readonly #io: Io;
  readonly #secrets: string[] = [];
  #live = "";

  constructor(mode: OutputMode, io: Io = processIo) {
    this.mode = mode;
    this.#io = io;
  }

  /** Returns whether stderr is a terminal on which a line can be redrawn. */
  get isLive(): boolean {
    return this.#io.err.isTTY === true && process.env.TERM !== "dumb";
  }

  /** Returns the columns of stderr's terminal. */
  get columns(): number {
    return columnsOf(this.#io.err);
  }

  /**
   * Redacts a secret from now on, unless it is too short: then it could occur by chance in an id that must not be lost.
   */
  hide(secret: string): void {
    if (secret.length >= SHORTEST_SECRET) this.#secrets.push(secret);
  }

  /**
   * Writes the result to stdout: lines for people and pipes, or the value as JSON. A closed pipe (`EPIPE`) is no error.
   * Throws a `CliError` when it cannot be written, for example because the disk is full.
   */
  async result(lines: readonly string[], value: unknown): Promise<void> {
    const text = this.mode.json
      ? this.#redact(printableJson(value, 2))
      : lines.map((line) => this.#line(line)).join("\n");
    await this.#print(text);
  }

  /** Writes an error as JSON, in one line, to stdout. */
  async errorAsJson(error: object): Promise<void> {
    await this.#print(this.#redact(printableJson({ error })));
  }

  /** Writes lines even when quiet. */
  say(...lines: readonly string[]): void {
    this.#write(lines);
  }

  /** Writes lines unless quiet. */
  note(...lines: readonly string[]): void {
    if (!this.mode.quiet) this.say(...lines);
  }

  /** Writes a warning unless quiet. */
  warn(line: string): void {
    if (!this.mode.quiet) this.#write([line], { word: "warning:", style: "yellow" });
  }

  /** Writes an error. */
  error(...lines: readonly string[]): void {
    this.#write(lines, { word: "error:", style: ["bold", "red"] });
  }

  /** Draws a printable line at the bottom if it can be redrawn; an empty line removes it. */
  live(line: string): void {
    if (this.mode.quiet || !this.isLive) return;
    this.#clear();
    if (line !== "") this.#io.err.write(line);
    this.#live = line;
  }

  /** Styles a text if stderr shows colours. */
  paint(style: TextStyle, text: string): string {
    return paint(this.#io.err, style, text);
  }

  #write(lines: readonly string[], prefix?: { readonly word: string; readonly style: TextStyle }): void {
    const live = this.#live;
    this.#clear();
    const word = prefix?.word ?? "";
    const [first = "", ...rest] = lines.map((line) => this.#line(line));
    const shown = [word === "" ? first : `${word} ${first}`, ...rest].map((line) => this.#fitted(line)).join("\n");
    const painted = prefix === undefined ? "" : this.paint(prefix.style, word);
    this.#io.err.write(`${painted}${shown.slice(word.length)}\n`);
    this.live(live);
  }

  async #print(text: string): Promise<void> {
    this.#clear();
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
      this.#io.out.write(`${text}\n`, resolve);
    });
    if (!error || error.code === "EPIPE") return;
    const reason = error.code ?? error.message;
    throw new CliError(`The result could not be written to stdout (${reason}).`, EXIT.notSaved);
  }

  #line(text: string): string {
    return this.#redact(printable(text));
  }

  #redact(text: string): string {
    return this.#secrets.reduce((shown, secret) => createRedactor(secret).text(shown), text);
  }

  /** Wraps a line at the width of the terminal. An indented line is unchanged: it may be a command to copy. */
  #fitted(line: string): string {
    if (this.#io.err.isTTY !== true || line.length <= this.columns || line.startsWith(" ")) return line;
    return new Help().boxWrap(line, this.columns);
  }

  #clear(): void {
    if (this.#live !== "") this.#io.err.write(CLEAR_LINE);
    this.#live = "";
  }
}

/** Styles a text if the screen shows colours. */
export function paint(screen: Screen, style: TextStyle, text: string): string {
  return showsColours(screen) ? styleText(style, text, { validateStream: false }) : text;
}

/**
 * Keeps the process alive when a standard stream cannot be written: requests to the API still complete, and writing the
 * result reports the error. Call once.
 */
export function surviveWriteErrors(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}
