import { styleText } from "node:util";
import { Command, Help, type ErrorOptions, type Option, type ParseOptionsResult } from "commander";
import { problemWith, quotingAdvice } from "./check-arguments.ts";
import { KEY_PLACES, UsageError } from "./cli-error.ts";
import { EXIT } from "./exit-codes.ts";
import { columnsOf, processIo, showsColours, type Io } from "./io.ts";

/** A table below the options in a help text. */
export interface HelpTable {
  readonly heading: string;
  readonly rows: readonly HelpRow[];
}

/** A row of a table in a help text. */
export interface HelpRow {
  readonly term: string;
  readonly text: string;
}

/** Input that may be quoted in a message: a short word or option. Anything else may be a key. */
const HARMLESS = /^(?!sk-)-{0,2}[a-z][a-z-]{0,19}$/;

/**
 * A commander command in the style of this program: errors are thrown as one-line `UsageError`s that never quote a
 * possible key, an option may be given once and needs a value, and the help has tables and colours.
 */
export class CliCommand extends Command {
  readonly io: Io;
  /** The exit code, set on the outermost command. */
  exitCode: number = EXIT.done;
  readonly #tables: HelpTable[] = [];
  #args: readonly string[] = [];

  constructor(name: string, io: Io = processIo) {
    super(name);
    this.io = io;
    this.exitOverride()
      .enablePositionalOptions()
      .configureHelp({ styleTitle: (title) => styleText("bold", title, { validateStream: false }) })
      .helpOption("-h, --help", "print this text")
      .configureOutput({
        writeOut: (text) => void io.out.write(text),
        getOutHelpWidth: () => columnsOf(io.out),
        getOutHasColors: () => showsColours(io.out),
      });
  }

  /** Adds a table to the end of the help. */
  helpTable(heading: string, rows: readonly HelpRow[]): this {
    this.#tables.push({ heading, rows });
    return this;
  }

  /** Sets the exit code of the process. */
  endWith(exitCode: number): void {
    if (this.parent instanceof CliCommand) this.parent.endWith(exitCode);
    else this.exitCode = exitCode;
  }

  /** Returns the name with those of the parent commands, as typed. */
  get fullName(): string {
    return this.parent instanceof CliCommand ? `${this.parent.fullName} ${this.name()}` : this.name();
  }

  /** Returns the options that the user gave, in the order of the help. */
  get givenOptions(): readonly Option[] {
    return this.options.filter((option) => this.getOptionValue(option.attributeName()) !== undefined);
  }

  /** Returns the error of an action. A `UsageError` without advice refers to the help. */
  withAdvice(error: unknown): unknown {
    if (!(error instanceof UsageError) || error.next.length > 0) return error;
    return new UsageError(error.message, this.#advice());
  }

  override action(run: (...args: never[]) => void | Promise<void>): this {
    return super.action(async (...args) => {
      try {
        // Commander passes the declared arguments.
        await run(...(args as never[]));
      } catch (error) {
        throw this.withAdvice(error);
      }
    });
  }

  override createHelp(): Help {
    return Object.assign(new HelpWithTables(this.#tables), this.configureHelp());
  }

  override help(context?: unknown): never {
    // Commander requests the help on stderr when a command is missing.
    if (context !== undefined) throw new UsageError("A command is missing.", this.#advice());
    return super.help();
  }

  override parseOptions(args: string[]): ParseOptionsResult {
    this.#args = args;
    const problem = problemWith(this.options, args);
    if (problem !== undefined) throw new UsageError(problem, this.#advice());
    const parsed = super.parseOptions(args);
    const [first, second] = parsed.operands;
    const name = first === "help" ? (second ?? first) : first;
    const isUnknown = name !== undefined && this.commands.length > 0 && !this.#knows(name);
    // The command is wrong, not the first of its options.
    return isUnknown ? { operands: [name], unknown: [] } : parsed;
  }

  override error(message: string, options?: ErrorOptions): never {
    const [problem = "", suggestion] = message.replace(/^error: /, "").split("\n(");
    const sentence = withoutSecrets(problem, options?.code).replace(/[^.]$/, "$&.");
    const advice = options?.code === "commander.excessArguments" ? this.#excess() : [];
    const meant = suggestion === undefined ? "" : ` ${suggestion.replace(")", "")}`;
    throw new UsageError(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${meant}`, [
      ...advice,
      ...this.#advice(),
    ]);
  }

  #knows(name: string): boolean {
    return name === "help" || this.commands.some((command) => command.name() === name);
  }

  #excess(): readonly string[] {
    const advice = quotingAdvice(this.options, this.#args);
    if (advice !== undefined) return [advice];
    const takesKey = this.options.some(({ long }) => long === "--api-key-file");
    return takesKey ? ["If it was an API key, replace it: it is in the shell's history.", ...KEY_PLACES] : [];
  }

  #advice(): readonly string[] {
    return [`${this.fullName} --help shows how.`];
  }
}

/** Removes the user's input from commander's message, unless it is harmless. */
function withoutSecrets(message: string, code: string | undefined): string {
  if (code === "commander.unknownOption" || code === "commander.unknownCommand")
    return message.replace(/ '(.*)'/s, (shown, text: string) => (HARMLESS.test(text) ? shown : ""));
  if (code !== "commander.invalidArgument") return message;
  return message
    .replace(/^command-argument value '.*' is invalid for (argument '.*')\./s, "$1:")
    .replace(/ argument '.*' is invalid\./s, ":");
}

class HelpWithTables extends Help {
  readonly #tables: readonly HelpTable[];

  constructor(tables: readonly HelpTable[]) {
    super();
    this.#tables = tables;
  }

  /** Adds choices and default to a description, as separate sentences. */
  override optionDescription({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
    const choices = argChoices === undefined ? [] : [`One of: ${argChoices.join(", ")}.`];
    const isShown = defaultValue !== undefined && defaultValue !== false;
    const shown = isShown ? [`Default: ${defaultValueDescription ?? String(defaultValue)}.`] : [];
    return [description, ...choices, ...shown].join(" ");
  }

  override formatHelp(command: Command, helper: Help): string {
    const tables = this.#tables.flatMap(({ heading, rows }) => {
      const width = Math.max(...rows.map(({ term }) => term.length));
      const items = rows.map(({ term, text }) => helper.formatItem(term, width, text, helper));
      return helper.formatItemList(heading, items, helper);
    });
    return [super.formatHelp(command, helper), ...tables].join("\n");
  }
}
