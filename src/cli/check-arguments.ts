import type { Option } from "commander";
import { KEY_PLACES, UsageError } from "./cli-error.ts";
import { RepeatableOption } from "./option-types.ts";

/** An option as it was typed. */
interface Typed {
  readonly option: Option;
  /** As it was typed, without the value. */
  readonly flag: string;
  /** Undefined when nothing follows. */
  readonly value: string | undefined;
  /** Whether the value stands behind an equals sign. */
  readonly inline: boolean;
  /** Index of the argument behind it and its value. */
  readonly end: number;
}

/**
 * Returns what is wrong with the options although commander lets it pass, as it would be paid for: a value that is
 * another option, an empty one, one option given twice, a switch with a value.
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
 * Returns what to do about an argument too many that follows the text of an option: it was one text before the shell
 * split it.
 */
export function quotingAdvice(options: readonly Option[], args: readonly string[]): string | undefined {
  const split = typedOptions(options, args).findLast(
    ({ option, end }) => option.required && option.parseArg === undefined && end < args.length && !isOption(args[end]),
  );
  if (split === undefined) return undefined;
  return `The shell splits a text at its spaces: put the value of ${split.flag} in quotes, ${split.flag} "…".`;
}

/** Throws a `UsageError`, which does not hold the key, when one stands among the arguments. */
export function refuseKeyInArguments(args: readonly string[]): void {
  if (!args.some((arg) => /^--?api[-_]?key(=|$)/i.test(arg))) return;
  throw new UsageError(
    "A key on the command line is refused: it shows in process lists and in the shell's history.",
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
