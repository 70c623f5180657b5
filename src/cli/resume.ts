import type { Given } from "./arguments.ts";
import { connecting, speaking, waiting } from "./shared-options.ts";

/** The command that goes on with a task: `wait` with those of the given options that it has, quoted for a POSIX shell. */
export function resumeCommand(given: Given, id: string): string {
  const options = [...connecting, ...waiting, ...speaking].flatMap(({ name }) => {
    const text = given.text(name);
    if (text === undefined) return given.flag(name) === true ? [`--${name}`] : [];
    return [text.startsWith("-") && text !== "-" ? `--${name}=${quoted(text)}` : `--${name} ${quoted(text)}`];
  });
  return [program(), "wait", quoted(id), ...options].join(" ");
}

/** How this program was called: npm says when it runs a package that may not be on the path. */
export function program(): string {
  return process.env.npm_command === "exec" ? "npx evolink-video" : "evolink-video";
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
