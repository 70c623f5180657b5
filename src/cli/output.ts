import { Help } from "commander";
import { styleText } from "node:util";
import { createRedactor } from "../sdk/http/redact.ts";
import { CliError } from "./cli-error.ts";
import { EXIT } from "./exit-codes.ts";
import { columnsOf, processIo, showsColours, type Io, type Screen } from "./io.ts";
import { printable, printableJson } from "./printable.ts";

/** How a command writes. */
export interface OutputMode {
  /** One JSON value on stdout instead of texts. */
  readonly json: boolean;
  /** No progress, notes or warnings. */
  readonly quiet: boolean;
}

type TextStyle = Parameters<typeof styleText>[0];

const SHORTEST_SECRET = 8;
const CLEAR_LINE = "\r\u001B[2K";

/** Returns the mode that the arguments ask for, even where they are wrong. */
export function outputModeOf(args: readonly string[]): OutputMode {
  return { json: args.includes("--json"), quiet: args.includes("--quiet") };
}

/**
 * Writes for people and scripts: results on stdout, everything else on stderr. Everything is written as lines, each of
 * which is made printable and cleared of secrets, so that a response can neither show the key nor drive the terminal
 * nor forge a line.
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

  /** Returns whether stderr is a terminal on which a line can be drawn again. */
  get isLive(): boolean {
    return this.#io.err.isTTY === true && process.env.TERM !== "dumb";
  }

  /** Columns of stderr's terminal. */
  get columns(): number {
    return columnsOf(this.#io.err);
  }

  /**
   * Never shows this from here on, unless it is too short to be a secret: then it may stand by chance in an id that
   * must not be lost.
   */
  hide(secret: string): void {
    if (secret.length >= SHORTEST_SECRET) this.#secrets.push(secret);
  }

  /**
   * Writes the result to stdout: lines for people and pipes, or the value as JSON. A reader that goes away (`EPIPE`) is
   * no error. Throws a `CliError` when it cannot be written, to a full disk for example.
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

  /** Draws a line, already printable, at the bottom, only where it can be drawn again; an empty one removes it. */
  live(line: string): void {
    if (this.mode.quiet || !this.isLive) return;
    this.#clear();
    if (line !== "") this.#io.err.write(line);
    this.#live = line;
  }

  /** Returns the text in a style, where stderr shows colours. */
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

  /** Returns the line in the width of the terminal. An indented one stays whole: it may be a command to be copied. */
  #fitted(line: string): string {
    if (this.#io.err.isTTY !== true || line.length <= this.columns || line.startsWith(" ")) return line;
    return new Help().boxWrap(line, this.columns);
  }

  #clear(): void {
    if (this.#live !== "") this.#io.err.write(CLEAR_LINE);
    this.#live = "";
  }
}

/** Returns the text in a style, where the screen shows colours. */
export function paint(screen: Screen, style: TextStyle, text: string): string {
  return showsColours(screen) ? styleText(style, text, { validateStream: false }) : text;
}

/**
 * Keeps the process alive when a standard stream cannot be written: what was asked of the API is done all the same, and
 * whoever writes the result learns of it. Call once.
 */
export function surviveWriteErrors(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}
