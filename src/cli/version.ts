import type { Command } from "commander";
import manifest from "../../package.json" with { type: "json" };

/** Name and version of the package. */
export const PACKAGE_VERSION = `${manifest.name} ${manifest.version}`;

/** Adds `-V` and `--version` to a command and to all below it. */
export function addVersion(command: Command, text: string, description: string): void {
  command.version(text, "-V, --version", description);
  for (const subcommand of command.commands) addVersion(subcommand, text, description);
}
