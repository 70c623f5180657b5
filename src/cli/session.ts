import { isEvoLinkError, type EvoLink } from "../sdk/index.ts";
import { asksForHelp, parse, type Given, type Usage } from "./arguments.ts";
import { connect } from "./connection.ts";
import { helpOf } from "./help.ts";
import { Interruption } from "./interruption.ts";
import { columnsOf, Output } from "./output.ts";
import { resumeCommand } from "./resume.ts";
import { verdictOn, type Circumstances, type Verdict } from "./verdict.ts";

/** One run of a command that talks to the API. */
export interface Session {
  readonly given: Given;
  readonly output: Output;
  /** Makes the client, and from then on turns signals of the system into an abort. Throws a `UsageError` when key or base URL are of no use. */
  connect(): Promise<Connection>;
}

/** A client and what ends its calls. */
export interface Connection {
  readonly client: EvoLink;
  readonly signal: AbortSignal;
}

/** A command out of its description and what it does: reads its arguments, reports its errors, and returns the exit code. */
export function command(
  usage: Usage,
  act: (session: Session) => Promise<void>,
): (args: readonly string[]) => Promise<number> {
  return async (args) => {
    if (asksForHelp(args)) {
      process.stdout.write(`${helpOf(usage, columnsOf(process.stdout))}\n`);
      return 0;
    }
    const output = outputFor(args);
    const interruption = new Interruption();
    let circumstances: Circumstances = { command: usage.name, resume: () => "", fromOptions: false, interrupted: 0 };
    try {
      const given = parse(usage, args);
      circumstances = {
        ...circumstances,
        resume: (id) => resumeCommand(given, id),
        fromOptions: !given.has("json-body"),
      };
      await act({ given, output, connect: () => connection(given, output, interruption) });
      return 0;
    } catch (error) {
      return report(output, error, verdictOn(error, { ...circumstances, interrupted: interruption.exitCode }));
    } finally {
      interruption.end();
    }
  };
}

async function connection(given: Given, output: Output, interruption: Interruption): Promise<Connection> {
  const client = await connect(given, output);
  interruption.begin();
  return { client, signal: interruption.signal };
}

/** The output that the arguments ask for, even where they are wrong. */
export function outputFor(args: readonly string[]): Output {
  return new Output({ json: args.includes("--json"), quiet: args.includes("--quiet") });
}

/** Says what happened and what to do next; with `--json` also as a JSON value. Returns the exit code. */
export function report(output: Output, error: unknown, { exitCode, message, next, resume }: Verdict): number {
  const goOn = resume === undefined ? undefined : `Go on with:\n  ${resume}`;
  output.error([message, next, goOn].filter((line) => line !== undefined).join("\n"));
  if (output.manner.json) output.result("", { error: { ...known(error), message, exitCode, next, resume } });
  return exitCode;
}

/** What of an error a script can use. */
function known(error: unknown): object {
  if (!isEvoLinkError(error)) return { name: error instanceof Error ? error.name : "Error" };
  const { name, status, requestId, taskId, task } = error;
  const code = "code" in error ? error.code : undefined;
  const violations = error.name === "InvalidRequestError" ? error.violations : undefined;
  return { name, status, code, requestId, taskId, violations, task };
}
