import { linksExpireAt } from "../sdk/download/index.ts";
import type { Task } from "../sdk/index.ts";
import { CliCommand } from "./cli-command.ts";
import { runSession } from "./session.ts";
import {
  addConnectionOptions,
  addOutputOptions,
  type ConnectionOptions,
  type OutputOptions,
} from "./shared-options.ts";

/** Creates the command `task`, which reads a task once. */
export function taskCommand(): CliCommand {
  const command = new CliCommand("task")
    .description(
      "Reads a task once and prints its state. A failed task is a result like any other: the exit code is 0.",
    )
    .argument("<id>", "id of the task")
    .action((id: string, options: ConnectionOptions & OutputOptions) =>
      runSession(command, options, async (session) => {
        const { client, signal } = await session.connect(options);
        const task = await client.tasks.get(id, { signal });
        await session.output.result(inWords(task), task);
      }),
    );
  return addOutputOptions(addConnectionOptions(command));
}

function inWords(task: Task): readonly string[] {
  const { id, status, progress, created, usage, results = [], error } = task;
  const failure = [error?.code, error?.message].filter((part) => part !== undefined).join(": ");
  const rows = [
    { name: "id", text: id },
    { name: "status", text: progress === undefined ? status : `${status}, ${progress} %` },
    { name: "created", text: created === undefined ? undefined : timeOf(created * 1000) },
    { name: "credits", text: usage?.credits_reserved },
    { name: "error", text: failure === "" ? undefined : failure },
    ...results.map((text) => ({ name: "result", text })),
    { name: "links work", text: linksUntil(task) },
  ];
  return rows.flatMap(({ name, text }) => (text === undefined ? [] : [`${name.padEnd(12)}${text}`]));
}

function linksUntil(task: Task): string | undefined {
  const until = linksExpireAt(task);
  return until === undefined ? undefined : `at least until ${until.toISOString()}`;
}

/** Formats a time in ISO 8601; returns an invalid time unchanged. */
function timeOf(milliseconds: number): string {
  const time = new Date(milliseconds);
  return Number.isNaN(time.getTime()) ? String(milliseconds) : time.toISOString();
}
