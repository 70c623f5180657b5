import type { CliCommand } from "./cli-command.ts";
import { programName } from "./program-name.ts";

/** Options that `wait` also has, by their long flags. */
const OF_WAIT: ReadonlySet<string> = new Set([
  "--out",
  "--overwrite",
  "--interval",
  "--max-wait",
  "--api-key-file",
  "--base-url",
  "--header",
  "--proxy",
  "--json",
  "--quiet",
]);

/** Returns the command that resumes waiting for a task, with the given options that `wait` has, quoted for a shell. */
export function resumeCommand(given: CliCommand, id: string): string {
  return repeatedCommand("wait", id, given, (flag) => OF_WAIT.has(flag));
}

/**
 * Returns a command with an operand and some of the given options, quoted for a shell. Omits secrets in URLs and
 * headers.
 */
export function repeatedCommand(
  name: string,
  operand: string,
  given: CliCommand,
  keeps: (flag: string) => boolean,
): string {
  const words = given.givenOptions.flatMap((option) => {
    const flag = option.long ?? "";
    if (!keeps(flag)) return [];
    const value: unknown = given.getOptionValue(option.attributeName());
    if (!option.required) return value === !option.negate ? [flag] : [];
    return [value].flat().map((each) => withValue(flag, masked(flag, String(each))));
  });
  const isOption = operand.startsWith("-");
  return [programName(), name, ...(isOption ? [...words, "--", quoted(operand)] : [quoted(operand), ...words])].join(
    " ",
  );
}

function withValue(flag: string, value: string): string {
  return value.startsWith("-") && value !== "-" ? `${flag}=${quoted(value)}` : `${flag} ${quoted(value)}`;
}

/** Removes possible secrets: the user information of a URL, the value of a header. */
function masked(flag: string, value: string): string {
  if (flag === "--header") return value.replace(/:.*/s, ": VALUE");
  const { username = "", password = "" } = URL.canParse(value) ? new URL(value) : {};
  return username === "" && password === "" ? value : value.replace(/\/\/.*@/s, "//USER:PASSWORD@");
}

/**
 * Quotes a word for a POSIX shell; a word with control characters in `$'…'` (POSIX 2024), so that it remains one line.
 */
function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const bytes = Array.from(Buffer.from(text, "utf8"), (byte) => {
    const character = String.fromCharCode(byte);
    return /[\w ./:-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `$'${bytes.join("")}'`;
}
