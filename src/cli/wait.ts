import { CliCommand } from "./cli-command.ts";
import { checkWaitingOptions, follow } from "./follow.ts";
import { runSession } from "./session.ts";
import {
  addConnectionOptions,
  addOutputOptions,
  addWaitingOptions,
  type ConnectionOptions,
  type OutputOptions,
  type WaitingOptions,
} from "./shared-options.ts";

type WaitOptions = ConnectionOptions & OutputOptions & WaitingOptions;

/** Creates the command `wait`, which follows a task to its end and prints the links of the video, or saves it. */
export function waitCommand(): CliCommand {
  const command = new CliCommand("wait")
    .description(
      "Waits until a task is completed and prints the links of its video. Waiting costs nothing and can be repeated.",
    )
    .argument("<id>", "id of the task")
    .action((id: string, options: WaitOptions) =>
      runSession(command, options, async (session) => {
        session.taskId = id;
        await checkWaitingOptions(options);
        await follow(session, await session.connect(options), id, options);
      }),
    );
  return addOutputOptions(addConnectionOptions(addWaitingOptions(command)));
}
