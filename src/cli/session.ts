import { isEvoLinkError } from "../sdk/index.ts";
import type { CliCommand } from "./cli-command.ts";
import { connect, type Connection } from "./connection.ts";
import { reportOn, type ReportContext } from "./exit-report.ts";
import { Interruption } from "./interruption.ts";
import { Output } from "./output.ts";
import { writeReport } from "./report.ts";
import { resumeCommand } from "./resume.ts";
import type { ConnectionOptions, OutputOptions } from "./shared-options.ts";

/** A run of a command that uses the API. */
export class Session {
  readonly output: Output;
  readonly interruption: Interruption;
  readonly command: CliCommand;
  /** The created task, once there is one. */
  taskId: string | undefined;

  constructor(command: CliCommand, { json = false, quiet = false }: OutputOptions) {
    this.command = command;
    this.output = new Output({ json, quiet }, command.io);
    this.interruption = new Interruption({
      onFirst: () => {
        if (this.interruption.isCreating)
          this.output.say(
            "Interrupted: waiting for the response to the create request. Interrupt again to stop at once.",
          );
      },
    });
  }

  /**
   * Creates the client, and aborts on a signal from then on. Throws a `UsageError` when key or base URL are invalid.
   */
  async connect(options: ConnectionOptions): Promise<Connection> {
    const connection = await connect(options, this.output, this.interruption);
    this.interruption.begin();
    return connection;
  }
}

/** Runs the action of a command that uses the API, reports its error, and sets the exit code. */
export async function runSession(
  command: CliCommand,
  options: OutputOptions & { readonly jsonBody?: string },
  act: (session: Session) => Promise<void>,
): Promise<void> {
  const session = new Session(command, options);
  try {
    await act(session);
    if (session.interruption.signal.aborted) command.endWith(session.interruption.exitCode);
  } catch (error) {
    const context: ReportContext = {
      command: command.name(),
      resume: (id) => resumeCommand(command, id),
      fromOptions: options.jsonBody === undefined,
      interrupted: session.interruption.exitCode,
      blockedRetry: session.interruption.blockedRetry,
      taskId: session.taskId,
    };
    const report = reportOn(command.withAdvice(error), context);
    command.endWith(report.exitCode);
    await writeReport(session.output, report, knownOf(error, session.taskId));
  } finally {
    session.interruption.end();
  }
}

/** Returns the members of an error that scripts can use. */
function knownOf(error: unknown, created: string | undefined): object {
  if (!isEvoLinkError(error)) return { name: error instanceof Error ? error.name : "Error", taskId: created };
  const { name, status, requestId, taskId, task } = error;
  const code = "code" in error ? error.code : undefined;
  const violations = error.name === "InvalidRequestError" ? error.violations : undefined;
  return { name, status, code, requestId, taskId, violations, task };
}
