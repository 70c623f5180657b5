import type { Usage } from "./arguments.ts";
import { follow, followingOf } from "./follow.ts";
import { command } from "./session.ts";
import { connecting, speaking, waiting } from "./shared-options.ts";

const usage: Usage = {
  name: "wait",
  argument: "ID",
  forms: ["ID [options]"],
  about:
    "Waits until a task is completed and prints the links of its video. Waiting costs nothing, and may be repeated.",
  options: [
    ["Waiting and saving", waiting],
    ["Connection", connecting],
    ["Output", speaking],
  ],
};

/** The command `wait`: follows a task to its end and prints the links of the video, or saves it. */
export const run = command(usage, async (session) => {
  const following = await followingOf(session.given);
  await follow(session, await session.connect(), session.given.argument, following);
});
