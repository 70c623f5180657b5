import { Option } from "commander";
import { contractVersion } from "../../generated/constants.ts";
import type { Task, VideoGenerationRequest } from "../sdk/index.ts";
import { CliCommand } from "./cli-command.ts";
import { UsageError } from "./cli-error.ts";
import type { Connection } from "./connection.ts";
import { bodyFrom, requestFields } from "./fields.ts";
import { checkWaitingOptions, follow } from "./follow.ts";
import { parseJson, readInput } from "./input.ts";
import { programName } from "./program-name.ts";
import { Progress } from "./progress.ts";
import { resumeCommand } from "./resume.ts";
import { runSession, type Session } from "./session.ts";
import {
  addConnectionOptions,
  addOutputOptions,
  addWaitingOptions,
  type ConnectionOptions,
  type OutputOptions,
  type WaitingOptions,
} from "./shared-options.ts";

interface GenerateOptions extends ConnectionOptions, OutputOptions, WaitingOptions {
  readonly jsonBody?: string;
  readonly idempotencyKey?: string;
  readonly wait?: boolean;
  /** The fields of the request, by the names of their options. */
  readonly [field: string]: unknown;
}

/** Options that only apply to a wait. */
const FOR_A_WAIT = ["out", "overwrite", "interval", "maxWait"];

/**
 * Creates the command `generate`, which creates a paid task, prints its id to stderr, waits and prints the links of the
 * video; with `--no-wait` it prints the id. It sends nothing when an option is invalid or the video could not be saved.
 */
export function generateCommand(): CliCommand {
  const command = new CliCommand("generate")
    .usage(`--prompt <text> [options]\n       ${programName()} generate --json-body <file> [options]`)
    .description(
      "Creates a paid task, waits until its video is completed, and prints the links of the video to stdout. Nothing is sent when the " +
        "request does not match the contract or the video could not be saved. A request that may have been accepted is not sent again.",
    )
    .action((options: GenerateOptions) => runSession(command, options, (session) => generate(session, options)));
  addRequestOptions(command);
  return addOutputOptions(addConnectionOptions(addWaitingOptions(command)));
}

function addRequestOptions(command: CliCommand): void {
  const options = requestFields().flatMap((field) => field.options);
  command.optionsGroup(`The video, by version ${contractVersion} of the contract:`);
  for (const option of options) command.addOption(option);
  command
    .optionsGroup("The request:")
    .addOption(
      new Option(
        "--json-body <file>",
        "Send the JSON of a file, or of stdin for -, instead of the options above.",
      ).conflicts(options.map((option) => option.attributeName())),
    )
    .option(
      "--idempotency-key <key>",
      "Sent with the request, which is then retried when its response is lost. The vendor does not document this: use it only if you know that your key is protected from double charges.",
    )
    .addOption(new Option("--wait", "Wait, which is the default.").hideHelp())
    .option("--no-wait", "Only create the task and print its id to stdout.");
}

async function generate(session: Session, options: GenerateOptions): Promise<void> {
  const { output, command } = session;
  assertNoContradictions(command, options);
  await checkWaitingOptions(options);
  const body = await readRequest(options);
  const connection = await session.connect(options);
  const task = await create(session, connection, body, options.idempotencyKey);
  session.taskId = task.id;
  const credits = task.usage?.credits_reserved;
  output.say(`Created ${task.id}${credits === undefined ? "" : `, ${credits} credits reserved`}`);
  if (options.wait !== false) {
    await follow(session, connection, task, options);
    return;
  }
  output.note("Follow it with:", `  ${resumeCommand(command, task.id)}`);
  await output.result([task.id], task);
}

async function create(
  { output, interruption }: Session,
  { client }: Connection,
  body: VideoGenerationRequest,
  idempotencyKey: string | undefined,
): Promise<Task> {
  const sending = new Progress(output, "sending");
  try {
    return await client.videos.generate(body, { signal: interruption.createSignal, idempotencyKey });
  } finally {
    interruption.createSettled();
    sending.end();
  }
}

function assertNoContradictions(command: CliCommand, { wait, jsonBody, apiKeyFile }: GenerateOptions): void {
  const unused = command.givenOptions.find((option) => FOR_A_WAIT.includes(option.attributeName()));
  if (wait === false && unused !== undefined)
    throw new UsageError(`${unused.long ?? ""} only applies to a wait, and --no-wait does not wait.`);
  if (jsonBody === "-" && apiKeyFile === "-")
    throw new UsageError("--json-body - and --api-key-file - cannot both read stdin.");
}

/** Sends the request. Its type is unchecked here, because the client validates it first. */
async function readRequest(options: GenerateOptions): Promise<VideoGenerationRequest> {
  const { jsonBody } = options;
  const body =
    jsonBody === undefined ? bodyFrom(options) : parseJson("--json-body", await readInput("--json-body", jsonBody));
  return body as VideoGenerationRequest;
}
