import { linksExpireAt } from "../sdk/download/index.ts";
import type { Task } from "../sdk/index.ts";
import type { Usage } from "./arguments.ts";
import { command } from "./session.ts";
import { connecting, speaking } from "./shared-options.ts";

const usage: Usage = {
  name: "task",
  argument: "ID",
  forms: ["ID [options]"],
  about: "Reads a task once and prints how it stands. A failed task is an answer like any other: the exit code is 0.",
  options: [
    ["Connection", connecting],
    ["Output", speaking],
  ],
};

/** The command `task`: reads a task once. */
export const run = command(usage, async (session) => {
  const { client, signal } = await session.connect();
  const task = await client.tasks.get(session.given.argument, { signal });
  session.output.result(inWords(task), task);
});

function inWords(task: Task): string {
  const { id, status, progress, created, usage: { credits_reserved: credits } = {}, results = [], error } = task;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["id", id],
    ["status", progress === undefined ? status : `${status}, ${progress} %`],
    ["created", created === undefined ? undefined : new Date(created * 1000).toISOString()],
    ["credits", credits === undefined ? undefined : String(credits)],
    [
      "error",
      error === undefined ? undefined : [error.code, error.message].filter((part) => part !== undefined).join(": "),
    ],
    ...results.map((link) => ["result", link] as const),
    ["links work", linksExpireAt(task) && `at least until ${linksExpireAt(task)?.toISOString() ?? ""}`],
  ];
  return rows.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(12)}${text}`])).join("\n");
}
