#!/usr/bin/env node
import { parseArgs } from "node:util";
import { COMMANDS, type Command } from "../drift/commands.ts";
import { CannotCompare, LEVELS, type Level } from "../drift/finding.ts";
import { github, json, markdown, sarif } from "../drift/report/formats.ts";
import { table, type Outcome } from "../drift/report/text.ts";

const OPTIONS = {
  json: { type: "boolean" }, markdown: { type: "boolean" }, github: { type: "boolean" }, sarif: { type: "boolean" }, help: { type: "boolean", short: "h" },
  "fail-on": { type: "string" }, contract: { type: "string" }, known: { type: "string" }, seconds: { type: "string" }, port: { type: "string" },
} as const;

const FORMATS = ["json", "markdown", "github", "sarif"] as const;

type Format = (typeof FORMATS)[number] | "table";

const HELP = `Usage: drift COMMAND [options]

Compares the contract with whatever should agree with it.

${Object.values(COMMANDS).map(({ usage, help }) => `  ${usage.padEnd(20)} ${help.split("\n")[0] ?? ""}`).join("\n")}

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

/** Runs the command line. Returns the exit status: 0 nothing that fails, 1 something that fails, 2 could not compare. */
export async function main(args: readonly string[], out: (text: string) => void, err: (text: string) => void, directory = process.cwd()): Promise<number> {
  try {
    return await run(args, out, err, directory);
  } catch (error) {
    if (!(error instanceof CannotCompare) && !isUsage(error)) throw error;
    err(error.message);
    return 2;
  }
}

async function run(args: readonly string[], out: (text: string) => void, err: (text: string) => void, directory: string): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [name, ...rest] = positionals;
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (values.help === true || (name === undefined && args.length === 0)) {
    out(command ? `Usage: drift ${command.usage} [options]\n\n${command.help}` : HELP);
    return 0;
  }
  if (!command) throw new CannotCompare(`There is no command ${name ?? "given"}. Try drift --help.`);
  const [least, most] = command.arguments;
  if (rest.length < least || rest.length > most) throw new CannotCompare(`Usage: drift ${command.usage} [options]`);
  const failOn = levelOf(values["fail-on"], command);
  const format = formatOf(values);
  const outcome = await command.run({
    arguments: rest, directory, contract: values.contract, known: values.known, say: err,
    seconds: numberOf(values.seconds, "--seconds"), port: numberOf(values.port, "--port"),
  });
  out(show(outcome, format, values.contract ?? "openapi/openapi.yaml"));
  return outcome.findings.some(({ level }) => fails(level, failOn)) ? 1 : 0;
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
  if (another !== undefined) throw new CannotCompare(`Choose one of ${chosen.map((format) => `--${format}`).join(" and ")}.`);
  return only ?? "table";
}

function numberOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new CannotCompare(`${option} takes a whole number, not ${text}.`);
  return Number(text);
}

function show(outcome: Outcome, format: Format, file: string): string {
  switch (format) {
    case "json":
      return json(outcome);
    case "markdown":
      return markdown(outcome);
    case "github":
      return github(outcome, file);
    case "sarif":
      return sarif(outcome, file);
    case "table":
      return table(outcome, { color: process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "" });
  }
}

/** An error of `parseArgs`: an option that there is not, or one without its value. */
function isUsage(error: unknown): error is Error {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("ERR_PARSE_ARGS");
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await main(process.argv.slice(2), (text) => { console.log(text); }, (text) => { console.error(text); });
}
