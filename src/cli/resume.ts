import type { Given, Option } from "./arguments.ts";
import { connecting, speaking, waiting } from "./shared-options.ts";

/** The command that goes on with a task: `wait` with those of the given options that it has, quoted for a POSIX shell. */
export function resumeCommand(given: Given, id: string): string {
  return commandAgain("wait", id, given, [...connecting, ...waiting, ...speaking]);
}

/** A command with an argument and those of the given options that it has, quoted for a POSIX shell; a password in a URL is left out. */
export function commandAgain(name: string, argument: string, given: Given, options: readonly Option[]): string {
  const words = options.flatMap((option) => {
    const text = given.text(option.name)?.replace(/\/\/[^/@]*@/, "//USER:PASSWORD@");
    if (text === undefined) return given.flag(option.name) === true ? [`--${option.name}`] : [];
    return [
      text.startsWith("-") && text !== "-" ? `--${option.name}=${quoted(text)}` : `--${option.name} ${quoted(text)}`,
    ];
  });
  return [program(), name, quoted(argument), ...words].join(" ");
}

/** How this program was called: npm says when it runs a package that may not be on the path. */
export function program(): string {
  return process.env.npm_command === "exec" ? "npx evolink-video" : "evolink-video";
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
