import { InvalidArgumentError, Option } from "commander";

/** Returns an option that may be given several times; its value is a list of strings. */
export class RepeatableOption extends Option {
  constructor(flags: string, description: string) {
    super(flags, `${description} May be repeated.`);
    this.argParser((text, previous: readonly string[] | undefined) => [...(previous ?? []), text]);
  }
}

/** Returns an option whose value is a number above 0. */
export function numberOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const value = numberIn(text);
    if (value !== undefined && value > 0) return value;
    throw new InvalidArgumentError("must be a number above 0.");
  });
}

/** Returns an option whose value is an integer in the range. */
export function wholeNumberOption(flags: string, description: string, least: number, most = Infinity): Option {
  return rangeOption(flags, description, least, most, "whole number");
}

/** Returns an option whose value is a number in the range. */
export function rangeOption(
  flags: string,
  description: string,
  least: number,
  most: number,
  kind: "number" | "whole number" = "number",
): Option {
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  return new Option(flags, description).argParser((text) => {
    const value = numberIn(text);
    const fits = value !== undefined && value >= least && value <= most;
    if (fits && (kind === "number" || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`must be a ${kind} ${range}.`);
  });
}

/** Returns an option whose value is JSON. */
export function jsonOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw new InvalidArgumentError("is not JSON.");
    }
  });
}

/** Parses a number in decimal notation; undefined for any other text. */
export function numberIn(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
