import { contractVersion } from "../../generated/constants.ts";
import type { VideoGenerationRequest } from "../sdk/index.ts";
import type { Given, Usage } from "./arguments.ts";
import { bodyOf, fields, jsonIn } from "./fields.ts";
import { follow, followingOf } from "./follow.ts";
import { readInput } from "./input.ts";
import { Progress } from "./progress.ts";
import { resumeCommand } from "./resume.ts";
import { command, type Session } from "./session.ts";
import { connecting, speaking, waiting } from "./shared-options.ts";
import { UsageError } from "./usage-error.ts";

const usage: Usage = {
  name: "generate",
  forms: ["--prompt TEXT [options]", "--json-body FILE|- [options]"],
  about:
    "Creates a paid task, waits until its video is completed, and prints the links of the video to stdout. Nothing is sent when the " +
    "request breaks the contract or the video could not be saved. A request that may have been accepted is not sent again.",
  options: [
    [`The video, by version ${contractVersion} of the contract`, fields.map(({ option }) => option)],
    [
      "The request",
      [
        {
          name: "json-body",
          value: "FILE|-",
          help: "Send the JSON of a file, or of stdin, instead of the options above.",
        },
        {
          name: "idempotency-key",
          value: "KEY",
          help: "Sent with the request, which is then repeated when its answer is lost. The vendor does not document this: use it only if you know that your key is protected from double charges.",
        },
        {
          name: "wait",
          negatable: true,
          help: "Whether to wait. --no-wait only creates the task and prints its id to stdout. Default: true.",
        },
      ],
    ],
    ["Waiting and saving", waiting],
    ["Connection", connecting],
    ["Output", speaking],
  ],
};

/**
 * The command `generate`: creates a paid task, prints its id to stderr, waits and prints the links of the video; with `--no-wait`
 * it prints the id. Nothing is sent when an option is wrong or the video could not be saved.
 */
export const run = command(usage, generate);

async function generate(session: Session): Promise<void> {
  const { given, output } = session;
  refuseContradictions(given);
  const following = await followingOf(given);
  const body = await requestOf(given);
  const connection = await session.connect();
  const { client, signal } = connection;
  const sending = new Progress(output, "sending");
  const creation = client.videos.generate(body, { signal, idempotencyKey: given.text("idempotency-key") });
  const task = await creation.finally(() => sending.end());
  const credits = task.usage?.credits_reserved;
  output.say(`Created ${task.id}${credits === undefined ? "" : `, ${credits} credits reserved`}`);
  if (given.flag("wait") !== false) {
    await follow(session, connection, task, following);
    return;
  }
  output.note(`Follow it with:\n  ${resumeCommand(given, task.id)}`);
  output.result(task.id, task);
}

function refuseContradictions(given: Given): void {
  const unused = given.flag("wait") === false ? waiting.find(({ name }) => given.has(name)) : undefined;
  if (unused !== undefined) throw new UsageError(`--${unused.name} is for a wait, and --no-wait does not wait.`);
  const extra = given.has("json-body") ? fields.find(({ option }) => given.has(option.name)) : undefined;
  if (extra !== undefined)
    throw new UsageError(`--${extra.option.name} and --json-body exclude each other: the JSON is the whole request.`);
  if (given.text("json-body") !== "-" || given.text("api-key-file") !== "-") return;
  throw new UsageError("--json-body - and --api-key-file - cannot both read stdin.");
}

/** The client judges the request before it is sent, so here it may be anything. */
async function requestOf(given: Given): Promise<VideoGenerationRequest> {
  const file = given.text("json-body");
  return (
    file === undefined ? bodyOf(given) : jsonIn(await readInput("json-body", file), "--json-body")
  ) as VideoGenerationRequest;
}
