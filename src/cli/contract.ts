import { InvalidArgumentError, Option } from "commander";
import { printCases, runCommand, type DeriveCommand, type RunCommand } from "../contract/command/commands.ts";
import { CliCommand } from "./cli-command.ts";
import { UsageError } from "./cli-error.ts";
import { EXIT } from "./exit-codes.ts";
import { processIo, type Io } from "./io.ts";
import { numberOption, RepeatableOption, wholeNumberOption } from "./option-types.ts";

/** Creates the command `contract`, which derives cases from any OpenAPI document and tests a service with them. */
export function contractCommand(io: Io = processIo): CliCommand {
  const command = new CliCommand("contract", io)
    .description("Derives test cases from any OpenAPI document, and tests a service with them.")
    .helpCommand(false);
  command.addCommand(casesCommand("cases", io)).addCommand(runSubcommand(io));
  return command;
}

/** Creates the command `contract cases`, which prints the cases of a document. */
export function casesCommand(name: string, io: Io): CliCommand {
  const command = shared(new CliCommand(name, io))
    .description("Prints values on both sides of every constraint, and which constraints they show.")
    .addOption(new Option("--jsonl", "Print each case as a line of JSON as soon as it is found."))
    .helpTable("Exit codes:", [
      { term: "0", text: "derived" },
      { term: "2", text: "the document or a part of it cannot be read" },
    ]);
  command.action(async (file: string, options: DeriveCommand & { readonly jsonl?: boolean }) => {
    command.endWith(await printCases(file, options, io));
  });
  return command;
}

interface GivenOptions {
  readonly header?: readonly string[];
  readonly param?: readonly string[];
}

function runSubcommand(io: Io): CliCommand {
  const command = shared(new CliCommand("run", io))
    .description("Sends the cases to a service and reports the differences from the document.")
    .addOption(new Option("--target <url>", "Base URL of the service.").argParser(url).makeOptionMandatory())
    .addOption(new RepeatableOption("--header <text>", 'Header for every request, "name: value".'))
    .addOption(new RepeatableOption("--param <name=value>", "Value of a path parameter, for an existing resource."))
    .addOption(wholeNumberOption("--concurrency <n>", "Maximum number of concurrent requests. Default: 8.", 1, 1000))
    .addOption(numberOption("--timeout <seconds>", "Time limit of a request and its response. Default: 10."))
    .addOption(new Option("--junit <file>", "Write JUnit XML to a file."))
    .addOption(new Option("--html <file>", "Write a report page to a file."))
    .helpTable("Exit codes:", [
      { term: "0", text: "no findings" },
      { term: "1", text: "findings" },
      { term: "2", text: "the document cannot be read, or the service does not respond" },
    ]);
  command.action(async (file: string, options: Omit<RunCommand, "headers" | "params"> & GivenOptions) => {
    const { header = [], param = [], ...others } = options;
    const headers = headersOf(header);
    command.endWith(await interruptible({ ...others, headers, params: pairs("--param", param, "=") }, file, io));
  });
  return command;
}

async function interruptible(options: RunCommand, file: string, io: Io): Promise<number> {
  const interruption = new AbortController();
  const abort = (): void => interruption.abort();
  process.once("SIGINT", abort);
  try {
    return await runCommand(file, { ...options, signal: interruption.signal }, io);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    return EXIT.interrupted;
  } finally {
    process.removeListener("SIGINT", abort);
  }
}

function shared(command: CliCommand): CliCommand {
  return command
    .argument("<file>", "OpenAPI document: a file or a URL, YAML or JSON")
    .addOption(new Option("--json", "Print JSON instead of a table."))
    .addOption(new Option("--seed <text>", "Seed of the values; the same seed gives the same cases. Default: 1."))
    .addOption(new RepeatableOption("--only <text>", "Only operations and locations that contain the text."))
    .addOption(numberOption("--time-limit <seconds>", "Stop searching and sending after this time."));
}

function url(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError("must be an http or https URL.");
  const { username, password, search, hash } = new URL(text);
  if (username !== "" || password !== "")
    throw new InvalidArgumentError("must hold no credentials. Give them with --header.");
  if (search !== "" || hash !== "") throw new InvalidArgumentError("must end with the path: no query, no fragment.");
  return text;
}

function headersOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const headers = pairs("--header", texts, ":");
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers([[name, value]]);
    } catch {
      // The value may be a secret.
      throw new UsageError(`--header: the header "${name}" has a name or a value that HTTP does not allow.`);
    }
  }
  return headers;
}

function pairs(option: string, texts: readonly string[], separator: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf(separator);
      if (at < 1) throw new UsageError(`${option} must be written name${separator}value.`);
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}
