import { CliError } from "./cli-error.ts";
import { EXIT } from "./exit-codes.ts";
import type { Output } from "./output.ts";

/** What an error means for the caller of a command. */
export interface ExitReport {
  readonly exitCode: number;
  /** What happened, in one line. */
  readonly message: string;
  /** More about it, a line each. */
  readonly details?: readonly string[] | undefined;
  /** What to do next, a line each. */
  readonly next?: readonly string[] | undefined;
  /** The command that resumes waiting for the task, where one does. */
  readonly resume?: string | undefined;
}

/** Returns the report on an error of this program; any error that it does not know is an internal one. */
export function reportOnCliError(error: unknown): ExitReport {
  if (error instanceof CliError) return { exitCode: error.exitCode, message: error.message, next: error.next };
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.split("\n").filter((line) => line.startsWith("    at "));
  return { exitCode: EXIT.bug, message: `internal error: ${name}: ${message}`, details: frames };
}

/**
 * Writes what happened and what to do next; with `--json` also as a JSON value, with what a script can use of the
 * error.
 */
export async function writeReport(output: Output, report: ExitReport, known: object): Promise<void> {
  const { exitCode, message, details = [], next = [], resume } = report;
  const resuming = resume === undefined ? [] : ["Resume with:", `  ${resume}`];
  output.error(message, ...details, ...next, ...resuming);
  if (!output.mode.json) return;
  const advice = next.length === 0 ? undefined : next.join("\n");
  const whole = [message, ...details].join("\n");
  // Where stdout cannot be written, stderr has said everything already.
  await output.errorAsJson({ ...known, message: whole, exitCode, next: advice, resume }).catch(() => undefined);
}
