import { Option } from "commander";
import { getTaskPolling } from "../../generated/constants.ts";
import type { CliCommand } from "./cli-command.ts";
import { meanings } from "./exit-codes.ts";
import { numberOption, RepeatableOption } from "./option-types.ts";

/** Connection options. */
export interface ConnectionOptions {
  readonly apiKeyFile?: string;
  readonly baseUrl?: string;
  readonly header?: readonly string[];
  readonly proxy?: string;
}

/** Output options: `--json` and `--quiet`. */
export interface OutputOptions {
  /** One JSON value on stdout instead of text. */
  readonly json?: boolean;
  /** No progress, notes or warnings. */
  readonly quiet?: boolean;
}

/** Options of waiting and saving. Times in seconds. */
export interface WaitingOptions {
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly interval?: number;
  readonly maxWait?: number;
}

/** Adds the options of a connection to a command. */
export function addConnectionOptions(command: CliCommand): CliCommand {
  command.optionsGroup("Connection:");
  for (const option of connectionOptions()) command.addOption(option);
  return command.helpTable("Environment:", environment);
}

/** Adds the options of a wait to a command. */
export function addWaitingOptions(command: CliCommand): CliCommand {
  command.optionsGroup("Waiting and saving:");
  for (const option of [...savingOptions(), ...pollingOptions()]) command.addOption(option);
  return command;
}

/** Adds `--json`, `--quiet` and the table of exit codes to a command that uses the API. */
export function addOutputOptions(command: CliCommand): CliCommand {
  return command
    .optionsGroup("Output:")
    .option("--json", 'One JSON value on stdout and nothing else: the response of the API, or {"error": …}.')
    .option("--quiet", "On stderr only the id of a created task, and errors.")
    .optionsGroup("Options:")
    .helpTable("Exit codes:", exitCodes);
}

/** Returns the options for the interval and the duration of polling. */
export function pollingOptions(): readonly Option[] {
  const { interval_seconds, max_wait_seconds } = getTaskPolling;
  return [
    numberOption("--interval <seconds>", `Seconds between two polls. Default: ${interval_seconds}, less at first.`),
    numberOption(
      "--max-wait <seconds>",
      `Stop waiting after this time in seconds; the task continues. Default: ${max_wait_seconds}.`,
    ),
  ];
}

function savingOptions(): readonly Option[] {
  return [
    new Option(
      "--out <file>",
      "Save the video at this path, where only a complete file appears. An interrupted download is resumed.",
    ),
    new Option("--overwrite", "Replace an existing file at --out."),
  ];
}

function connectionOptions(): readonly Option[] {
  return [
    new Option(
      "--api-key-file <file>",
      "Read the API key from a file, or from stdin for -. (env: EVOLINK_API_KEY holds the key)",
    ),
    new Option(
      "--base-url <url>",
      "Base URL of the API, https unless it is loopback. Default: the contract's server. (env: EVOLINK_BASE_URL)",
    ),
    new RepeatableOption("--header <name:value>", "Send this header with every request to the API."),
    new Option("--proxy <url>", "Send all requests through this HTTP proxy: http://HOST:PORT."),
  ];
}

/** The exit codes, for the help. */
export const exitCodes = meanings.map(({ code, meaning }) => ({ term: String(code), text: meaning }));

/** The environment variables that commands read, for the help. */
export const environment = [
  { term: "EVOLINK_API_KEY", text: "the API key; or give --api-key-file" },
  { term: "EVOLINK_BASE_URL", text: "base URL of the API; or give --base-url" },
  { term: "NO_COLOR", text: "if not empty, no colours" },
] as const;
