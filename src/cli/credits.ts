import type { Credits } from "../sdk/index.ts";
import { CliCommand } from "./cli-command.ts";
import { runSession } from "./session.ts";
import {
  addConnectionOptions,
  addOutputOptions,
  type ConnectionOptions,
  type OutputOptions,
} from "./shared-options.ts";

/** Creates the command `credits`, which reads the balance. */
export function creditsCommand(): CliCommand {
  const command = new CliCommand("credits")
    .description("Prints the remaining and used credits of the API key and its user.")
    .action((options: ConnectionOptions & OutputOptions) =>
      runSession(command, options, async (session) => {
        const { client, signal } = await session.connect(options);
        const credits = await client.credits.get({ signal });
        await session.output.result(inWords(credits), credits);
      }),
    );
  return addOutputOptions(addConnectionOptions(command));
}

function inWords({ data: { token, user } }: Credits): readonly string[] {
  const ofKey = token?.unlimited_credits === true ? "as much as the user has" : token?.remaining_credits;
  const rows = [
    { owner: "key", left: ofKey, used: token?.used_credits },
    { owner: "user", left: user?.remaining_credits, used: user?.used_credits },
  ];
  return rows.map(({ owner, left = "unknown", used = "unknown" }) => `${owner.padEnd(6)}${left} left, ${used} used`);
}
