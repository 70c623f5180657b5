import manifest from "../../package.json" with { type: "json" };
import { contractFingerprint, contractVersion } from "../../generated/constants.ts";
import { commands } from "./commands.ts";
import { meanings } from "./exit-codes.ts";
import { table, wrap } from "./help.ts";
import { refuseKeyInArguments } from "./key.ts";
import { nearest } from "../shared/nearest.ts";
import { columnsOf } from "./output.ts";
import { outputFor, report } from "./session.ts";
import { UsageError } from "./usage-error.ts";
import { verdictOn } from "./verdict.ts";

/** The program `evolink-video`: runs the command that the arguments name and returns the exit code. Never rejects. */
export async function program(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  try {
    refuseKeyInArguments(args);
    if (name === undefined) throw new UsageError("A command is missing.");
    if (name === "help" && rest[0] !== undefined) return await program([rest[0], "--help"]);
    if (name === "help" || name === "--help" || name === "-h") return print(help(columnsOf(process.stdout)));
    if (name === "--version")
      return print(`${manifest.name} ${manifest.version}\ncontract ${contractVersion}, SHA-256 ${contractFingerprint}`);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw new UsageError(unknown(name));
    return await command.run(rest);
  } catch (error) {
    return report(
      outputFor(args),
      error,
      verdictOn(error, { command: "", resume: () => "", fromOptions: false, interrupted: 0 }),
    );
  }
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function unknown(name: string): string {
  const near = nearest(name, Object.keys(commands));
  // What does not look like a command may be a key.
  const shown = /^[a-z-]{1,20}$/i.test(name) ? `: ${name}` : "";
  return `There is no such command${shown}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
}

function help(columns: number): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const);
  return [
    "Usage: evolink-video COMMAND [options]\n       evolink-video COMMAND --help",
    wrap(manifest.description, columns),
    `Commands:\n${table(rows, columns)}`,
    `Environment:\n${table(
      [
        ["EVOLINK_API_KEY", "the API key; or give --api-key-file"],
        ["EVOLINK_BASE_URL", "base URL of the API; or give --base-url"],
        ["NO_COLOR", "if not empty, no colours"],
      ],
      columns,
    )}`,
    `Exit codes:\n${table(
      meanings.map(([code, meaning]) => [String(code), meaning] as const),
      columns,
    )}`,
  ].join("\n\n");
}
