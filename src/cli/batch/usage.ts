import type { BatchOptions } from "../../batch/index.ts";
import type { Fetch } from "../../sdk/index.ts";
import type { Given, Usage } from "../arguments.ts";
import { commandAgain } from "../resume.ts";
import { connecting, waiting } from "../shared-options.ts";
import { UsageError } from "../usage-error.ts";

const WAITING = new Set(["interval", "max-wait"]);

/** The command `batch` as its help and its parser see it. */
export const usage: Usage = {
  name: "batch",
  argument: "FILE.jsonl",
  forms: ["FILE.jsonl [options]"],
  about:
    'Makes the videos of a file, one request a line: a request body, or {"key": "NAME", "body": {…}}. Every paid request is written into a journal before it is sent and its task\'s id after it, so the command can be stopped, or crash, at any time: run it again to go on. A request whose outcome is unknown is never sent again by itself.',
  options: [
    [
      "Making and saving",
      [
        { name: "out-dir", value: "DIR", help: "Save the videos there." },
        { name: "concurrency", value: "N", help: "Work on so many videos at a time. Default: 4." },
        {
          name: "max-credits",
          value: "N",
          help: "Create nothing that would make the batch, all runs together, cost more.",
        },
        { name: "max-rps", value: "N", help: "At most so many requests a second." },
        {
          name: "idempotent",
          help: "Send an Idempotency-Key and repeat unknown outcomes under it. The vendor does not document this header; without its protection a repetition is charged again.",
        },
        ...waiting.filter(({ name }) => WAITING.has(name)),
      ],
    ],
    [
      "Journal",
      [
        {
          name: "journal",
          value: "WHERE",
          help: "A file, or postgres://… for workers on several machines. Default: FILE.jsonl.journal.",
        },
        { name: "batch", value: "NAME", help: "Name of the batch in PostgreSQL. Default: the file's name." },
        {
          name: "settle",
          value: "KEY=FINDING",
          multiple: true,
          help: "Say what became of an item of unknown outcome: the id of its task, or not-accepted. May be repeated.",
        },
        { name: "allow-changed", help: "Go on although items that were sent are gone from the file." },
      ],
    ],
    ["Connection", connecting],
    [
      "Output",
      [
        { name: "json", help: "One event a line on stdout, as JSON, for machines." },
        {
          name: "quiet",
          help: "On stderr no progress: only the ids of tasks, what went wrong, and how the batch stands in the end.",
        },
      ],
    ],
  ],
  exitCodes: [
    [0, "all completed, and saved if --out-dir is given"],
    [1, "some failed or were refused, or the journal could not be written"],
    [2, "wrong usage; nothing was sent"],
    [3, "some are of unknown outcome"],
    [4, "some are left: spending limit, --max-wait, or the API was not reached"],
    [130, "interrupted, by whatever signal, with work left"],
  ],
};

/** What the options say of a run. Throws a `UsageError` that names the option. */
export function optionsOf(given: Given, apiKey: string, send: Fetch): BatchOptions {
  return {
    client: { apiKey, baseUrl: given.text("base-url"), fetch: send, maxRequestsPerSecond: given.above0("max-rps") },
    concurrency: given.above0("concurrency", "whole number"),
    maxCredits: given.above0("max-credits"),
    idempotent: given.flag("idempotent"),
    outDir: given.text("out-dir"),
    downloadFetch: send,
    interval: given.milliseconds("interval"),
    maxWait: given.milliseconds("max-wait"),
    allowChanged: given.flag("allow-changed"),
  };
}

/** What a person found out about items of unknown outcome. Throws a `UsageError`. */
export function findingsOf(given: Given): [string, string][] {
  return (given.list("settle") ?? []).map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--settle must be KEY=TASK or KEY=not-accepted, got ${JSON.stringify(text)}.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

/** What to type to go on: without what is said only once. */
export function commandOf(given: Given): string {
  const lasting = usage.options.flatMap(([, group]) => group).filter(({ name }) => name !== "settle");
  return commandAgain("batch", given.argument, given, lasting);
}
