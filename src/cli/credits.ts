import type { Credits } from "../sdk/index.ts";
import type { Usage } from "./arguments.ts";
import { command } from "./session.ts";
import { connecting, speaking } from "./shared-options.ts";

const usage: Usage = {
  name: "credits",
  forms: ["[options]"],
  about: "Prints what the API key and its user have left and have used, in credits.",
  options: [
    ["Connection", connecting],
    ["Output", speaking],
  ],
};

/** The command `credits`: reads the balance. */
export const run = command(usage, async (session) => {
  const { client, signal } = await session.connect();
  const credits = await client.credits.get({ signal });
  session.output.result(inWords(credits), credits);
});

function inWords({ data: { token, user } }: Credits): string {
  const left = token?.unlimited_credits === true ? "as much as the user has" : token?.remaining_credits;
  return [
    ["key", left, token?.used_credits],
    ["user", user?.remaining_credits, user?.used_credits],
  ]
    .map(
      ([who, remaining, used]) => `${String(who).padEnd(6)}${remaining ?? "unknown"} left, ${used ?? "unknown"} used`,
    )
    .join("\n");
}
