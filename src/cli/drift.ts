import { parseArgs } from "node:util";
import { COMMANDS, type Command } from "../drift/commands.ts";
import { CannotCompare, LEVELS, type Level } from "../drift/finding.ts";
import { github, json, markdown, sarif } from "../drift/report/formats.ts";
import { table, type Outcome } from "../drift/report/text.ts";
import { nearest } from "../shared/nearest.ts";

const OPTIONS = {
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  github: { type: "boolean" },
  sarif: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  "fail-on": { type: "string" },
  contract: { type: "string" },
  known: { type: "string" },
  seconds: { type: "string" },
  port: { type: "string" },
} as const;

const FORMATS = ["json", "markdown", "github", "sarif"] as const;

type Format = (typeof FORMATS)[number] | "table";

const HELP = `Usage: drift COMMAND [options]

Compares the contract with whatever should agree with it.

${Object.values(COMMANDS)
  .map(({ usage, help }) => `  ${usage.padEnd(20)} ${help.split("\n")[0] ?? ""}`)
  .join("\n")}

Output, a table unless one of these is given:
  --json       { "findings": [ … ] }, alone on standard output
  --markdown   for a comment on a pull request
  --github     annotations of GitHub Actions
  --sarif      SARIF 2.1.0

  --fail-on LEVEL   the mildest level that fails: breaking, unproven, compatible, docs or none
                    (unproven unless said, compatible for vendor)
  --contract FILE   use this contract instead of openapi/openapi.yaml
  --known FILE      vendor: use these known differences instead of openapi/known-differences.yaml
  --seconds N       live: stop recording after N seconds
  --port N          live: port of the recording proxy, a free one unless said
  --help            print this text, or with a command what it does

Exit status: 0 nothing that fails, 1 something that fails, 2 could not compare.
`;

/** Runs the command line. Returns the exit status: 0 nothing that fails, 1 something that fails, 2 could not compare, for a fault of its own as well. Never rejects. */
export async function main(
  args: readonly string[],
  out: (text: string) => void,
  err: (text: string) => void,
  directory = process.cwd(),
): Promise<number> {
  try {
    return await run(args, out, err, directory);
  } catch (error) {
    if (error instanceof CannotCompare) err(error.message);
    else
      err(
        `drift has a fault of its own and compared nothing: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    return 2;
  }
}

async function run(
  args: readonly string[],
  out: (text: string) => void,
  err: (text: string) => void,
  directory: string,
): Promise<number> {
  refuseWrongOptions(args);
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [name, ...rest] = positionals;
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (values.help === true || (name === undefined && args.length === 0)) {
    out(command ? `Usage: drift ${command.usage} [options]\n\n${command.help}` : HELP);
    return 0;
  }
  if (!command) throw new CannotCompare(`There is no command ${name ?? "given"}. Try drift --help.`);
  refuseWrongArguments(command, rest);
  const failOn = levelOf(values["fail-on"], command);
  const format = formatOf(values);
  const outcome = await command.run({
    arguments: rest,
    directory,
    contract: values.contract,
    known: values.known,
    say: err,
    seconds: numberOf(values.seconds, "--seconds"),
    port: numberOf(values.port, "--port"),
  });
  out(show(outcome, format));
  return outcome.findings.some(({ level }) => fails(level, failOn)) ? 1 : 0;
}

/** Throws CannotCompare for an option that there is not, that lacks its value, or that takes none. No value is shown: it may be a secret. */
function refuseWrongOptions(args: readonly string[]): void {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const type = isOption(token.name) ? OPTIONS[token.name].type : undefined;
    if (type === undefined) throw new CannotCompare(`${noSuchOption(token.rawName)} Try drift --help.`);
    if (type === "boolean" && token.value !== undefined) throw new CannotCompare(`${token.rawName} takes no value.`);
    if (type === "string" && (token.value === undefined || (!token.inlineValue && token.value.startsWith("-"))))
      throw new CannotCompare(`${token.rawName} needs a value.`);
  }
}

function isOption(name: string): name is keyof typeof OPTIONS {
  return Object.hasOwn(OPTIONS, name);
}

function noSuchOption(option: string): string {
  const near = nearest(option.replace(/^-+/, ""), Object.keys(OPTIONS));
  // What does not look like an option may be a key.
  const shown = /^--?[a-z-]{1,20}$/i.test(option) ? `: ${option}` : "";
  return `There is no such option${shown}.${near === undefined ? "" : ` Did you mean --${near}?`}`;
}

/** Throws CannotCompare that names the arguments that are missing, or says that there are too many. */
function refuseWrongArguments({ usage, arguments: [least, most] }: Command, given: readonly string[]): void {
  const missing = usage.split(" ").slice(1).slice(given.length, least);
  const wrong =
    missing.length > 0
      ? `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing`
      : given.length > most
        ? "There are too many arguments"
        : undefined;
  if (wrong !== undefined) throw new CannotCompare(`${wrong}. Usage: drift ${usage} [options]`);
}

function fails(level: Level, failOn: Level | "none"): boolean {
  return failOn !== "none" && LEVELS.indexOf(level) <= LEVELS.indexOf(failOn);
}

function levelOf(text: string | undefined, command: Command): Level | "none" {
  if (text === undefined) return command.failOn;
  const level = text === "none" ? text : LEVELS.find((known) => known === text);
  if (level === undefined) throw new CannotCompare(`--fail-on takes ${LEVELS.join(", ")} or none, not ${text}.`);
  return level;
}

function formatOf(values: Readonly<Partial<Record<Format, unknown>>>): Format {
  const chosen = FORMATS.filter((format) => values[format] === true);
  const [only, another] = chosen;
  if (another !== undefined)
    throw new CannotCompare(`Choose one of ${chosen.map((format) => `--${format}`).join(" and ")}.`);
  return only ?? "table";
}

function numberOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new CannotCompare(`${option} takes a whole number, not ${text}.`);
  return Number(text);
}

function show(outcome: Outcome, format: Format): string {
  switch (format) {
    case "json":
      return json(outcome);
    case "markdown":
      return markdown(outcome);
    case "github":
      return github(outcome);
    case "sarif":
      return sarif(outcome);
    case "table":
      return table(outcome, { color: process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "" });
  }
}
