import { parseArgs } from "node:util";
import { nearest } from "../shared/nearest.ts";
import { KEY_PLACES, UsageError } from "./usage-error.ts";

/** One option of a command. */
export interface Option {
  /** Without the dashes. */
  readonly name: string;
  /** Stands for the value in the help; an option without it is a switch. */
  readonly value?: string;
  /** Whether `--no-…` turns the switch off. */
  readonly negatable?: boolean;
  /** Whether it may be repeated. */
  readonly multiple?: boolean;
  readonly help: string;
}

/** A command as its help and its parser see it. */
export interface Usage {
  readonly name: string;
  /** Name of its one argument, if it takes one. */
  readonly argument?: string;
  /** What follows the name in the first line of the help. */
  readonly forms: readonly string[];
  readonly about: string;
  /** Its options under their headings. */
  readonly options: readonly (readonly [string, readonly Option[]])[];
  /** What the help says at its end. */
  readonly notes?: readonly string[];
  /** What its exit codes mean, where this is not what the program's help says. */
  readonly exitCodes?: readonly (readonly [number, string])[];
}

/** What a caller gave to a command. */
export class Given {
  readonly #values: Readonly<Record<string, unknown>>;
  /** The argument beside the options; empty for a command that takes none. */
  readonly argument: string;

  constructor(values: Readonly<Record<string, unknown>>, argument: string) {
    this.#values = values;
    this.argument = argument;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  list(name: string): readonly string[] | undefined {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.#values[name];
    return typeof value === "boolean" ? value : undefined;
  }

  /** A number above 0. Throws a `UsageError` when it is none. */
  above0(name: string, kind: "number" | "whole number" | "number of seconds" = "number"): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
    if (value > 0 && (kind !== "whole number" || Number.isInteger(value))) return value;
    throw new UsageError(`--${name} must be a ${kind} above 0.`);
  }

  /** Milliseconds, from an option in seconds. Throws a `UsageError` when it is not a number above 0. */
  milliseconds(name: string): number | undefined {
    const seconds = this.above0(name, "number of seconds");
    return seconds === undefined ? undefined : seconds * 1000;
  }
}

const HELP: Option = { name: "help", help: "print this text" };

/** The options of a command, `--help` among them. */
export function optionsOf({ options }: Usage): readonly Option[] {
  return [...options.flatMap(([, group]) => group), HELP];
}

/** Whether the help is asked for, be the other arguments right or wrong. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === "--help" || arg === "-h");
}

/** Reads the arguments of a command. Throws a `UsageError` of one line, with the nearest name for one that is not known. */
export function parse(usage: Usage, args: readonly string[]): Given {
  const options = optionsOf(usage);
  const { values, positionals, tokens } = parsed(usage, args);
  const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  const turnedOff = tokens.find((token) => token.kind === "option" && token.rawName === `--no-${token.name}`);
  const notOff = options.find(
    ({ name, negatable }) => turnedOff?.kind === "option" && turnedOff.name === name && negatable !== true,
  );
  if (notOff !== undefined) throw new UsageError(`--no-${notOff.name} is not an option of ${usage.name}.`);
  const twice = options.find(
    ({ name, multiple }) => multiple !== true && names.indexOf(name) !== names.lastIndexOf(name),
  );
  if (twice !== undefined) throw new UsageError(`--${twice.name} is given more than once.`);
  const empty = options.find(({ name }) => values[name] === "");
  if (empty !== undefined) throw new UsageError(`--${empty.name} is empty.`);
  const wanted = usage.argument === undefined ? 0 : 1;
  if (positionals.length < wanted) throw new UsageError(`${usage.name} needs ${String(usage.argument)}.`);
  if (positionals.length > wanted) {
    const message = `${usage.name} takes ${wanted === 0 ? "no argument" : "one argument"} beside its options, got ${positionals.length}.`;
    throw new UsageError(
      message,
      options.some(({ name }) => name === "api-key-file")
        ? `If it was an API key, make a new one, as it shows in the shell's history.\n${KEY_PLACES}`
        : undefined,
    );
  }
  return new Given(values, positionals[0] ?? "");
}

function parsed(usage: Usage, args: readonly string[]) {
  const options = optionsOf(usage).map(
    ({ name, value, multiple = false }) =>
      [name, { type: value === undefined ? "boolean" : "string", multiple }] as const,
  );
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(options),
      allowPositionals: true,
      allowNegative: true,
      tokens: true,
    });
  } catch (error) {
    throw new UsageError(inOneLine(error as NodeJS.ErrnoException, usage));
  }
}

function inOneLine({ code, message }: NodeJS.ErrnoException, usage: Usage): string {
  const option = /'(--?[^\s'=]*)/.exec(message)?.[1] ?? "";
  if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    if (message.includes("does not take")) return `${option} takes no value.`;
    return `${option} needs a value; write one that begins with a dash as ${option}=VALUE.`;
  }
  const near = nearest(
    option.replace(/^-+/, ""),
    optionsOf(usage).map(({ name }) => name),
  );
  return `${option} is not an option of ${usage.name}.${near === undefined ? "" : ` Did you mean --${near}?`}`;
}
