import { readFile } from "node:fs/promises";
import type { Open } from "../batch/file/lines.ts";
import {
  BatchError,
  readItems,
  type BatchEvent,
  type Item,
  type openPgBossBatch,
  type Summary,
} from "../batch/index.ts";
import type { Fetch } from "../sdk/index.ts";
import { createRedactor } from "../sdk/http/redact.ts";
import { openBatch, type OpenedBatch } from "./batch/open.ts";
import {
  addBatchOptions,
  batchExitCodes,
  journalOf,
  resumeBatch,
  runOptionsOf,
  type BatchCommandOptions,
} from "./batch/options.ts";
import { Reporter, stoppedAtOnce, summary } from "./batch/reporter.ts";
import { programName } from "./program-name.ts";
import { CliCommand } from "./cli-command.ts";
import { CliError, UsageError } from "./cli-error.ts";
import { connectionSettings } from "./connection.ts";
import { execute } from "./execute.ts";
import { EXIT } from "./exit-codes.ts";
import { reasonOf } from "./input.ts";
import { Interruption } from "./interruption.ts";
import { processIo, type Io, type Screen } from "./io.ts";
import { printableJson } from "./printable.ts";

/** Dependencies of the command. Default: those of the process. */
export interface BatchIo extends Io {
  /** Sends requests to the API and fetches results. */
  readonly fetch?: Fetch | undefined;
  /** Opens the journal's file. */
  readonly open?: Open | undefined;
  /** Opens a batch in PostgreSQL. */
  readonly openPgBoss?: typeof openPgBossBatch | undefined;
  /** Interrupts the command in addition to the process's signals. */
  readonly signal?: AbortSignal | undefined;
}

/** Creates the command `batch`, which creates the videos of a file. */
export function batchCommand(io: Partial<BatchIo> = {}): CliCommand {
  const batchIo: BatchIo = { ...processIo, ...io };
  const command = new CliCommand("batch", batchIo)
    .description(
      'Creates the videos of a file, one request per line: a request body, or {"key": "NAME", "body": {…}}. Every paid request is recorded in ' +
        "a journal before it is sent, and its task id after, so the command may be stopped or crash at any time: run it again to " +
        "resume. A request with an unknown outcome is never retried automatically.",
    )
    .argument("<FILE.jsonl>", "the requests")
    .action(async (file: string, options: BatchCommandOptions) => {
      command.endWith(await runFile(command, file, options, batchIo));
    });
  addBatchOptions(command);
  return command.helpTable("Exit codes:", batchExitCodes);
}

/**
 * Runs `evolink-video batch` and resolves to its exit code. Never rejects because of its input or the API.
 */
export async function run(args: readonly string[], io: Partial<BatchIo> = {}): Promise<number> {
  const program = new CliCommand(programName(), { ...processIo, ...io });
  return execute(program.addCommand(batchCommand(io)), ["batch", ...args]);
}

async function runFile(command: CliCommand, file: string, options: BatchCommandOptions, io: BatchIo): Promise<number> {
  const settings = await connectionSettings(options, io.fetch);
  const batchIo = { ...io, out: redacted(settings.apiKey, io.out), err: redacted(settings.apiKey, io.err) };
  try {
    const items = readItems(await readRequests(file));
    const opened = await openBatch({ ...batchIo, ...journalOf(file, options) });
    try {
      for (const { key, finding } of options.settle ?? []) await opened.settle(key, finding);
      return await runItems(opened, items, runOptionsOf(options, settings), { command, file, options, io: batchIo });
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    const [message = "", ...more] = createRedactor(settings.apiKey).text(error.message).split("\n");
    if (error.reason !== "journal") throw new CliError(message, EXIT.usage, more);
    const advice = "Once this is fixed, run the same command again; nothing is paid for twice:";
    throw new CliError(message, EXIT.refused, [...more, advice, `  ${resumeBatch(command, file)}`]);
  }
}

async function readRequests(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`FILE.jsonl cannot be read: ${reasonOf(error)}.`);
  }
}

/** The command's dependencies of a run. */
interface RunContext {
  readonly command: CliCommand;
  readonly file: string;
  readonly options: BatchCommandOptions;
  readonly io: BatchIo;
}

async function runItems(
  opened: OpenedBatch,
  items: readonly Item[],
  runOptions: ReturnType<typeof runOptionsOf>,
  { command, file, options, io }: RunContext,
): Promise<number> {
  const reporter = new Reporter(io.err, { quiet: options.quiet ?? false });
  const onFirst = (): void => reporter.lines("Stopping: in-flight requests complete. Interrupt again to stop at once.");
  const onExit = (): void => reporter.end(stoppedAtOnce(resumeBatch(command, file)));
  const interruption = new Interruption({ signal: io.signal, onFirst, onExit });
  const events = new EventStream(io.out, interruption, options.json ?? false);
  const onEvent = (event: BatchEvent): void => {
    events.write(event);
    reporter.report(event);
  };
  interruption.begin();
  try {
    const end = await opened.run(items, { ...runOptions, onEvent, signal: interruption.signal });
    const exitCode = end.exitCode === EXIT.interrupted ? interruption.exitCode : end.exitCode;
    events.write(lastEvent({ ...end, exitCode }));
    await events.flushed();
    reporter.end(summary({ ...end, exitCode }, resumeBatch(command, file)));
    if (events.failure === undefined) return exitCode;
    reporter.lines(`error: The events could not be written to stdout (${events.failure}).`);
    return exitCode === EXIT.done ? EXIT.refused : exitCode;
  } finally {
    interruption.end();
  }
}

/**
 * Writes events as JSON lines to stdout. When they cannot be written, no more videos are created; in-flight requests
 * complete.
 */
class EventStream {
  /** Why they could not be written. A closed pipe (`EPIPE`) is no failure. */
  failure: string | undefined;
  readonly #out: Screen;
  readonly #interruption: Interruption;
  readonly #json: boolean;
  #last: Promise<void> = Promise.resolve();

  constructor(out: Screen, interruption: Interruption, json: boolean) {
    this.#out = out;
    this.#interruption = interruption;
    this.#json = json;
  }

  write(event: object): void {
    if (!this.#json) return;
    const line = `${printableJson({ at: new Date().toISOString(), ...event })}\n`;
    this.#last = new Promise((resolve) => {
      this.#out.write(line, (error?: NodeJS.ErrnoException | null) => {
        if (error) this.#stop(error);
        resolve();
      });
    });
  }

  /** Resolves when the last event has been written or has failed. */
  async flushed(): Promise<void> {
    await this.#last;
  }

  #stop({ code, message }: NodeJS.ErrnoException): void {
    if (code !== "EPIPE" && code !== "ERR_STREAM_DESTROYED") this.failure ??= code ?? message;
    if (!this.#interruption.signal.aborted) this.#interruption.interrupt();
  }
}

/** Returns the screen with the API key redacted. */
function redacted(apiKey: string, screen: Screen): Screen {
  const redactor = createRedactor(apiKey);
  return {
    isTTY: screen.isTTY,
    columns: screen.columns,
    write: (shown, done) => screen.write(redactor.text(shown), done),
  };
}

function lastEvent({ unknown, withoutResult, ...end }: Summary): object {
  return {
    event: "end",
    ...end,
    unknown: unknown.map(({ key, begunAt, message }) => ({ key, begunAt, message })),
    withoutResult: withoutResult.map(({ key, taskId }) => ({ key, taskId })),
  };
}
