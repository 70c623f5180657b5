import { CommanderError } from "commander";
import { assertNoKeyInArguments } from "./check-arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { EXIT } from "./exit-codes.ts";
import { Output, outputModeOf } from "./output.ts";
import { reportOnCliError, writeReport } from "./report.ts";

/**
 * Parses the arguments, runs the action and resolves to the exit code. Never rejects: it reports errors that the action
 * did not report.
 */
export async function execute(command: CliCommand, args: readonly string[]): Promise<number> {
  try {
    assertNoKeyInArguments(args);
    await command.parseAsync(args, { from: "user" });
    return command.exitCode;
  } catch (error) {
    // Commander also throws after it has written the help or the version.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const report = reportOnCliError(error);
    const name = error instanceof Error ? error.name : "Error";
    await writeReport(new Output(outputModeOf(args), command.io), report, { name });
    return report.exitCode;
  }
}
