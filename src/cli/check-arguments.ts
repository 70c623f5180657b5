import type { Option } from "commander";
import { KEY_PLACES, UsageError } from "./cli-error.ts";
import { RepeatableOption } from "./option-types.ts";

/** A typed option. */
interface Typed {
  readonly option: Option;
  /** As it was typed, without the value. */
  readonly flag: string;
  /** Undefined when no value follows. */
  readonly value: string | undefined;
  /** Whether the value follows an equals sign. */
  readonly inline: boolean;
  /** Index of the argument after it and its value. */
  readonly end: number;
}

/**
 * Returns an error that commander does not report and that would be paid for: a value that is another option, an empty
 * value, a duplicate option, a switch with a value.
 */
export function problemWith(options: readonly Option[], args: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const { option, flag, value, inline } of typedOptions(options, args)) {
    if (!option.required && inline) return `${flag} takes no value.`;
    if (option.required && !inline && isOption(value))
      return `${flag} needs a value; write one that begins with a dash as ${flag}=VALUE.`;
    if (value === "") return `${flag} is empty.`;
    if (seen.has(option.attributeName()) && !(option instanceof RepeatableOption))
      return `${flag} is given more than once.`;
    seen.add(option.attributeName());
  }
  return undefined;
}

/**
 * Returns advice about an extra argument after the text of an option, which the shell has probably split.
 */
export function quotingAdvice(options: readonly Option[], args: readonly string[]): string | undefined {
  const split = typedOptions(options, args).findLast(
    ({ option, end }) => option.required && option.parseArg === undefined && end < args.length && !isOption(args[end]),
  );
  if (split === undefined) return undefined;
  return `The shell splits a text at its spaces: put the value of ${split.flag} in quotes, ${split.flag} "…".`;
}

/** Throws a `UsageError`, which does not contain the key, when an argument is a key. */
export function assertNoKeyInArguments(args: readonly string[]): void {
  if (!args.some((arg) => /^--?api[-_]?key(=|$)/i.test(arg))) return;
  throw new UsageError(
    "A key on the command line is rejected: it is visible in process lists and in the shell's history.",
    KEY_PLACES,
  );
}

function typedOptions(options: readonly Option[], args: readonly string[]): readonly Typed[] {
  const found: Typed[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg === "--") break;
    const at = arg.startsWith("--") ? arg.indexOf("=") : -1;
    const inline = at > 0;
    const flag = inline ? arg.slice(0, at) : arg;
    const option = options.find(({ long, short }) => flag === long || flag === short);
    if (option === undefined) continue;
    if (option.required && !inline) index += 1;
    const next = option.required ? args[index] : undefined;
    const value = inline ? arg.slice(at + 1) : next;
    found.push({ option, flag, value, inline, end: index + 1 });
  }
  return found;
}

function isOption(arg: string | undefined): boolean {
  return arg !== undefined && arg.length > 1 && arg.startsWith("-");
}
