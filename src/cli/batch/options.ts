import { InvalidArgumentError, Option } from "commander";
import { basename } from "node:path";
import type { BatchOptions, Finding } from "../../batch/index.ts";
import type { CliCommand, HelpRow } from "../cli-command.ts";
import type { ConnectionSettings } from "../connection.ts";
import { numberOption, RepeatableOption, wholeNumberOption } from "../option-types.ts";
import { repeatedCommand } from "../resume.ts";
import { addConnectionOptions, pollingOptions, type ConnectionOptions } from "../shared-options.ts";

/** The options of `batch`. Times in seconds. */
export interface BatchCommandOptions extends ConnectionOptions {
  readonly outDir?: string;
  readonly concurrency?: number;
  readonly maxCredits?: number;
  readonly maxRps?: number;
  readonly idempotent?: boolean;
  readonly interval?: number;
  readonly maxWait?: number;
  readonly journal?: string;
  readonly batch?: string;
  readonly settle?: readonly Settlement[];
  readonly allowChanged?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** A person's decision about an item of unknown outcome. */
export interface Settlement {
  readonly key: string;
  readonly finding: Finding;
}

/** The exit codes of `batch`. */
export const batchExitCodes: readonly HelpRow[] = [
  { term: "0", text: "all completed, and saved if --out-dir is given" },
  {
    term: "1",
    text: "some failed, were refused or completed without the result to save, or the journal or stdout could not be written",
  },
  { term: "2", text: "wrong usage; nothing was sent" },
  { term: "3", text: "some are of unknown outcome" },
  { term: "4", text: "some are left: spending limit, --max-wait, or the API was not reached" },
  {
    term: "130",
    text: "interrupted with work left, by Ctrl-C or because stdout was closed (143 by SIGTERM, 129 by SIGHUP)",
  },
];

/** Adds the options of `batch` to the command. */
export function addBatchOptions(command: CliCommand): void {
  command.optionsGroup("Creating and saving:");
  for (const option of [...makingOptions(), ...pollingOptions()]) command.addOption(option);
  command.optionsGroup("Journal:");
  for (const option of journalOptions()) command.addOption(option);
  addConnectionOptions(command);
  command
    .optionsGroup("Output:")
    .option("--json", "One event per line on stdout, as JSON, for programs.")
    .option("--quiet", "No progress on stderr, only the ids of tasks, errors and the summary.")
    .optionsGroup("Options:");
}

function makingOptions(): readonly Option[] {
  return [
    new Option("--out-dir <dir>", "Folder to save the videos in."),
    wholeNumberOption("--concurrency <n>", "Maximum number of videos at a time. Default: 4.", 1),
    numberOption("--max-credits <n>", "Maximum cost of the batch, all runs together."),
    numberOption("--max-rps <n>", "Maximum number of requests per second."),
    new Option(
      "--idempotent",
      "Send an Idempotency-Key and retry unknown outcomes under it. The vendor does not document this header; if it has no effect, a retry is charged again.",
    ),
  ];
}

function journalOptions(): readonly Option[] {
  return [
    new Option(
      "--journal <where>",
      "A file, or postgres://… for workers on several machines. Default: FILE.jsonl.journal.",
    ),
    new Option("--batch <name>", "Name of the batch in PostgreSQL. Default: the file's name."),
    new RepeatableOption(
      "--settle <key=finding>",
      "Settle an item of unknown outcome: with the id of its task, or not-accepted.",
    ).argParser(settlement),
    new Option("--allow-changed", "Continue although sent items are missing from the file."),
  ];
}

function settlement(text: string, previous: readonly Settlement[] = []): readonly Settlement[] {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("must be KEY=TASK or KEY=not-accepted.");
  const finding = text.slice(at + 1);
  return [...previous, { key: text.slice(0, at), finding: finding === "not-accepted" ? finding : { taskId: finding } }];
}

/** Returns the options of a run. */
export function runOptionsOf(
  { maxRps, concurrency, maxCredits, idempotent, outDir, interval, maxWait, allowChanged }: BatchCommandOptions,
  settings: ConnectionSettings,
): BatchOptions {
  return {
    client: { ...settings, maxRequestsPerSecond: maxRps },
    concurrency,
    maxCredits,
    idempotent,
    outDir,
    downloadFetch: settings.fetch,
    interval: interval === undefined ? undefined : interval * 1000,
    maxWait: maxWait === undefined ? undefined : maxWait * 1000,
    allowChanged,
  };
}

/** Returns the location of the journal, and the batch's name in PostgreSQL. */
export function journalOf(
  file: string,
  { journal, batch }: BatchCommandOptions,
): { readonly journal: string; readonly batch: string } {
  return { journal: journal ?? `${file}.journal`, batch: batch ?? basename(file) };
}

/** Returns the command that resumes, without options that apply only once. */
export function resumeBatch(command: CliCommand, file: string): string {
  return repeatedCommand("batch", file, command, (flag) => flag !== "--settle");
}
