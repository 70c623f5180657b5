import { Argument, Option } from "commander";
import { COMMANDS, type Command as DriftCommand } from "../drift/commands.ts";
import { LEVELS, type Level } from "../drift/finding.ts";
import { atLeast, type Outcome } from "../drift/report/text.ts";
import { DocumentError } from "../openapi/document-error.ts";
import { fails, FORMATS, reportText, type Format } from "./drift-report.ts";
import { programName } from "./program-name.ts";
import { CliCommand } from "./cli-command.ts";
import { CliError } from "./cli-error.ts";
import { execute } from "./execute.ts";
import { EXIT } from "./exit-codes.ts";
import { processIo, showsColours, type Io, type Screen } from "./io.ts";
import { numberOption, wholeNumberOption } from "./option-types.ts";
import { printable } from "./printable.ts";
import { addVersion, PACKAGE_VERSION } from "./version.ts";

/** The options of all drift commands. */
interface DriftOptions extends Partial<Record<Exclude<Format, "table">, boolean>> {
  readonly failOn?: Level | "none";
  readonly contract?: string;
  readonly config?: string;
  readonly known?: string;
  readonly level?: Level;
  readonly lock?: string;
  readonly update?: boolean;
  readonly seconds?: number;
  readonly port?: number;
}

/** Options of single commands. */
const OWN_OPTIONS: Readonly<Record<string, () => readonly Option[]>> = {
  diff: () => [
    new Option("--config <file>", "Use these severities and ignores instead of drift.config.yaml, if there is one."),
  ],
  vendor: () => [
    new Option("--known <file>", "Use these known differences instead of openapi/known-differences.yaml."),
    new Option("--lock <file>", "Use these locked descriptions instead of openapi/vendor-page.lock.json."),
    new Option("--update", "Lock the current descriptions of the pages."),
  ],
  live: () => [
    numberOption("--seconds <n>", "Stop recording after N seconds."),
    wholeNumberOption("--port <n>", "Port of the recording proxy. Default: a free one.", 0, 65_535),
  ],
};

/** Creates the command `drift`, which compares the contract with everything that has to match it. */
export function driftCommand(io: Io = processIo, directory = process.cwd()): CliCommand {
  const drift = new CliCommand("drift", io)
    .enablePositionalOptions(false)
    .description("Compares the contract with everything that has to match it.")
    .helpCommand(false)
    .helpTable("Exit codes:", [
      { term: "0", text: "nothing that fails" },
      { term: "1", text: "something that fails" },
      { term: "2", text: "could not compare" },
      { term: "70", text: "internal error; nothing was compared" },
    ]);
  addSharedOptions(drift);
  for (const [name, command] of Object.entries(COMMANDS))
    drift.addCommand(compareCommand(name, command, io, directory));
  return drift;
}

/** Runs `evolink-video drift` and resolves to its exit code. Never rejects. */
export function run(args: readonly string[], io: Io = processIo, directory?: string): Promise<number> {
  const program = new CliCommand(programName(), io).addCommand(driftCommand(io, directory));
  addVersion(program, PACKAGE_VERSION, "print the version");
  return execute(program, ["drift", ...args]);
}

/** Runs the command like `run`, with functions that receive the lines for stdout and stderr. */
export function main(
  args: readonly string[],
  out: (text: string) => void,
  err: (text: string) => void,
  directory?: string,
): Promise<number> {
  const screen = (write: (text: string) => void): Screen => ({
    write(text, done) {
      write(text.trimEnd());
      done?.();
    },
  });
  return run(args, { out: screen(out), err: screen(err) }, directory);
}

function addSharedOptions(drift: CliCommand): void {
  const levels = [...LEVELS, "none"];
  drift
    .optionsGroup("Output, a table unless one of these is given:")
    .addOption(formatOption("json", '{ "findings": [ … ] }, alone on standard output'))
    .addOption(formatOption("markdown", "for a comment on a pull request"))
    .addOption(formatOption("github", "annotations of GitHub Actions"))
    .addOption(formatOption("sarif", "SARIF 2.1.0, for code scanning"))
    .addOption(formatOption("html", "one HTML page for people"))
    .addOption(formatOption("changelog", "the changes as a section of a changelog (keepachangelog.com)"))
    .optionsGroup("Comparing:")
    .addOption(
      new Option(
        "--fail-on <level>",
        "The mildest level that fails. Default: unproven, compatible for vendor.",
      ).choices(levels),
    )
    .addOption(new Option("--level <level>", "Show only findings of this level and worse.").choices(LEVELS))
    .addOption(new Option("--contract <file>", "Use this contract instead of openapi/openapi.yaml."))
    .optionsGroup("Options:");
}

function formatOption(format: Exclude<Format, "table">, description: string): Option {
  return new Option(`--${format}`, description).conflicts(FORMATS.filter((other) => other !== format));
}

function compareCommand(name: string, command: DriftCommand, io: Io, directory: string): CliCommand {
  const [summary = "", ...more] = command.help.split("\n");
  const compare = new CliCommand(name, io).summary(summary).description([summary, ...more].join("\n"));
  compare.configureHelp({ showGlobalOptions: true });
  for (const argument of argumentsOf(command)) compare.addArgument(argument);
  for (const option of OWN_OPTIONS[name]?.() ?? []) compare.addOption(option);
  return compare.action(async () => {
    const operands = compare.processedArgs.flat().filter((operand) => typeof operand === "string");
    const options: DriftOptions = compare.optsWithGlobals();
    const outcome = await compared(command, operands, options, directory, io);
    await print(io.out, reportText(atLeast(outcome, options.level), formatOf(options), showsColours(io.out)));
    const failOn = options.failOn ?? command.failOn;
    if (outcome.findings.some(({ level }) => fails(level, failOn))) compare.endWith(EXIT.refused);
  });
}

/** Returns the arguments of a command by its usage, `diff OLD NEW` for example; `[…]` may be left out. */
function argumentsOf({ usage }: DriftCommand): readonly Argument[] {
  const words = usage.split(" ").slice(1);
  return words.map((word) => new Argument(word.startsWith("[") ? word : `<${word}>`));
}

async function compared(
  command: DriftCommand,
  operands: readonly string[],
  { contract, config, known, lock, update, seconds, port }: DriftOptions,
  directory: string,
  { err }: Io,
): Promise<Outcome> {
  const say = (line: string): void => void err.write(`${printable(line)}\n`);
  try {
    const files = { contract, config, known, lock };
    return await command.run({ arguments: operands, directory, ...files, update, seconds, port, say });
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const message = operands.filter(mayBeKey).reduce((text, key) => text.replaceAll(key, "(not shown)"), error.message);
    throw new CliError(message, EXIT.usage);
  }
}

/** Returns whether an operand could be a key: a long word without the characters of file names, URLs and revisions. */
function mayBeKey(operand: string): boolean {
  return /^[\w~+=-]{16,}$/.test(operand);
}

function formatOf(options: DriftOptions): Format {
  return FORMATS.find((format) => options[format] === true) ?? "table";
}

async function print(screen: Screen, text: string): Promise<void> {
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
    screen.write(`${text.trimEnd()}\n`, resolve);
  });
  if (!error || error.code === "EPIPE") return;
  throw new CliError(`The report could not be written to stdout (${error.code ?? error.message}).`, EXIT.notSaved);
}
