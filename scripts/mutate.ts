import { Argument, Option } from "commander";
import { CliCommand } from "../src/cli/cli-command.ts";
import { UsageError } from "../src/cli/cli-error.ts";
import { execute } from "../src/cli/execute.ts";
import { EXIT } from "../src/cli/exit-codes.ts";
import { processIo, type Io, type Screen } from "../src/cli/io.ts";
import { wholeNumberOption } from "../src/cli/option-types.ts";
import { readContractDocument } from "../src/contract/command/document.ts";
import { deriveCases, DocumentError } from "../src/contract/index.ts";
import { isObject } from "../src/shared/json.ts";
import { contractField } from "./mutate/contract/field.ts";
import type { Field } from "./mutate/field.ts";
import { runField, scoreOf, type RunOptions, type Score } from "./mutate/run.ts";
import { sandboxField } from "./mutate/sandbox/field.ts";

const OURS = "openapi/openapi.yaml";
const NAMES = ["contract", "sandbox"] as const;
type Name = (typeof NAMES)[number];

interface MutateOptions {
  readonly document: string;
  readonly sample?: number;
  readonly seed: string;
  readonly prism: boolean;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

async function fieldsOf(names: readonly Name[], file: string, prism: boolean): Promise<readonly Field[]> {
  const document = await readContractDocument(file);
  if (!isObject(document)) throw new DocumentError(`${file} is no OpenAPI document`);
  const { cases } = names.some((name) => name !== "sandbox") ? deriveCases(document) : { cases: [] };
  const make: Record<Name, () => Field> = {
    contract: () => contractField(document, cases, prism),
    sandbox: () => sandboxField(),
  };
  return names.map((name) => make[name]());
}

function report({ survivors, prism }: Score, byField: Readonly<Record<string, Score>>): string {
  const lines = survivors.map(
    ({ pointer, keyword, operator, reason }) => `survived: ${pointer} ${keyword} ${operator}: ${reason}`,
  );
  const missed = prism.unnoticed.map(
    ({ pointer, keyword, operator }) => `not noticed by Prism: ${pointer} ${keyword} ${operator}`,
  );
  const second = `${prism.asked} mutants of requests served by Prism: ${prism.asked - prism.unnoticed.length} noticed`;
  const totals = Object.entries(byField).map(
    ([name, { mutants, noticed, equivalent, survived, score }]) =>
      `${name}: ${mutants} mutants: ${noticed} noticed, ${equivalent} equivalent, ${survived} survived; score ${(score * 100).toFixed(1)} %`,
  );
  return `${[...lines, ...missed, ...(prism.asked > 0 ? [second] : []), ...totals].join("\n")}\n`;
}

function progress(stderr: Screen, field: string, done: number, of: number): void {
  if (stderr.isTTY === true) stderr.write(`\r${field}: ${done} of ${of} mutants${done === of ? "\n" : ""}`);
  else if (done === of || done % 100 === 0) stderr.write(`${field}: ${done} of ${of} mutants\n`);
}

/** Of another document only the constraints are changed. */
function chosen(named: readonly Name[], document: string): readonly Name[] {
  if (document !== OURS) return ["contract"];
  return named.length > 0 ? named : NAMES;
}

/** Resolves to whether every mutant that is not equivalent was noticed. */
async function run(named: readonly Name[], options: MutateOptions, { out, err }: Io): Promise<boolean> {
  const { document, sample, seed, prism, fresh = false, json = false } = options;
  const runOptions: RunOptions = {
    seed,
    onProgress: (...news) => progress(err, ...news),
    ...(fresh ? {} : { directory: ".cache/mutate" }),
    ...(sample === undefined ? {} : { sample }),
  };
  const fields = await fieldsOf(chosen(named, document), document, prism);
  // All at once: a small sample of one field keeps one core busy.
  const all = await Promise.all(fields.map(async (field) => [field.name, await runField(field, runOptions)] as const));
  const score = scoreOf(all.flatMap(([, results]) => results));
  const byField = Object.fromEntries(all.map(([name, results]) => [name, scoreOf(results)]));
  out.write(json ? `${JSON.stringify({ ...score, fields: byField }, null, 2)}\n` : report(score, byField));
  return score.survived === 0;
}

function mutateCommand(io: Io): CliCommand {
  const command = new CliCommand("npm run mutate --", io)
    .description("Changes what is tested, one thing at a time, and counts the changes that the tests notice.")
    .addArgument(
      new Argument(
        "[field...]",
        "contract: every constraint of the contract, tested by the derived cases; sandbox: life and credits of the sandbox's tasks, tested by test/sandbox. Both when none is named.",
      ).choices(NAMES),
    )
    .addOption(new Option("--document <file>", "Another contract; only its constraints are changed.").default(OURS))
    .addOption(wholeNumberOption("--sample <n>", "So many mutants of each instead of all.", 1))
    .addOption(new Option("--seed <text>", "Another sample.").default("1"))
    .option("--no-prism", "Do not serve the mutants of requests by Prism as a second validator.")
    .option("--fresh", "Test again what an earlier run has tested (.cache/mutate).")
    .option("--json", "Print the score as JSON.")
    .helpTable("Exit codes:", [
      { term: "0", text: "all that is not equivalent was noticed" },
      { term: "1", text: "mutants survived" },
      { term: "2", text: "wrong usage, or the document cannot be read" },
    ]);
  return command.action(async (named: readonly Name[], options: MutateOptions) => {
    const isClean = await run(named, options, io).catch((error: unknown) => {
      throw error instanceof DocumentError ? new UsageError(error.message) : error;
    });
    if (!isClean) command.endWith(EXIT.refused);
  });
}

/** Runs the command and resolves to its exit code. */
export function main(args: readonly string[], io: Io): Promise<number> {
  return execute(mutateCommand(io), args);
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2), processIo);
