import { CliError } from "./cli-error.ts";
import { EXIT } from "./exit-codes.ts";
import type { Output } from "./output.ts";

/** The report on an error of a command. */
export interface ExitReport {
  readonly exitCode: number;
  /** What happened, in one line. */
  readonly message: string;
  /** Details, one line each. */
  readonly details?: readonly string[] | undefined;
  /** What to do next, one line each. */
  readonly next?: readonly string[] | undefined;
  /** The command that resumes waiting for the task, if any. */
  readonly resume?: string | undefined;
}

/** Returns the report on an error. Any unknown error is an internal error. */
export function reportOnCliError(error: unknown): ExitReport {
  if (error instanceof CliError) return { exitCode: error.exitCode, message: error.message, next: error.next };
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.split("\n").filter((line) => line.startsWith("    at "));
  return { exitCode: EXIT.bug, message: `internal error: ${name}: ${message}`, details: frames };
}

/**
 * Writes what happened and what to do next; with `--json` also as a JSON value with the members that scripts can use.
 */
export async function writeReport(output: Output, report: ExitReport, known: object): Promise<void> {
  const { exitCode, message, details = [], next = [], resume } = report;
  const resuming = resume === undefined ? [] : ["Resume with:", `  ${resume}`];
  output.error(message, ...details, ...next, ...resuming);
  if (!output.mode.json) return;
  const advice = next.length === 0 ? undefined : next.join("\n");
  const whole = [message, ...details].join("\n");
  // If stdout cannot be written, stderr already has everything.
  await output.errorAsJson({ ...known, message: whole, exitCode, next: advice, resume }).catch(() => undefined);
}
