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
import { contractMutants } from "./mutate/mutants.ts";
import { runMutants, scoreOf, type Mutants, type Score } from "./mutate/run.ts";

interface MutateOptions {
  readonly document: string;
  readonly sample?: number;
  readonly seed: string;
  readonly prism: boolean;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

async function mutantsOf(file: string, prism: boolean): Promise<Mutants> {
  const document = await readContractDocument(file);
  if (!isObject(document)) throw new DocumentError(`${file} is no OpenAPI document`);
  return contractMutants(document, deriveCases(document).cases, prism);
}

function report({ survivors, prism, mutants, noticed, equivalent, survived, score }: Score): string {
  const lines = survivors.map(
    ({ pointer, keyword, operator, reason }) => `survived: ${pointer} ${keyword} ${operator}: ${reason}`,
  );
  const missed = prism.unnoticed.map(
    ({ pointer, keyword, operator }) => `not noticed by Prism: ${pointer} ${keyword} ${operator}`,
  );
  const second = `${prism.asked} mutants of requests served by Prism: ${prism.asked - prism.unnoticed.length} noticed`;
  const total = `contract: ${mutants} mutants: ${noticed} noticed, ${equivalent} equivalent, ${survived} survived; score ${(score * 100).toFixed(1)} %`;
  return `${[...lines, ...missed, ...(prism.asked > 0 ? [second] : []), total].join("\n")}\n`;
}

function progress(stderr: Screen, done: number, of: number): void {
  if (stderr.isTTY === true) stderr.write(`\rcontract: ${done} of ${of} mutants${done === of ? "\n" : ""}`);
  else if (done === of || done % 100 === 0) stderr.write(`contract: ${done} of ${of} mutants\n`);
}

/** Resolves to whether every mutant that is not equivalent was noticed. */
async function run(options: MutateOptions, { out, err }: Io): Promise<boolean> {
  const { document, sample, seed, prism, fresh = false, json = false } = options;
  const results = await runMutants(await mutantsOf(document, prism), {
    seed,
    onProgress: (done, of) => progress(err, done, of),
    ...(fresh ? {} : { directory: ".cache/mutate" }),
    ...(sample === undefined ? {} : { sample }),
  });
  const score = scoreOf(results);
  out.write(json ? `${JSON.stringify({ ...score, fields: { contract: score } }, null, 2)}\n` : report(score));
  return score.survived === 0;
}

function mutateCommand(io: Io): CliCommand {
  const command = new CliCommand("npm run mutate --", io)
    .description(
      "Changes each constraint of the contract, one at a time, and counts the changes that the derived cases notice.",
    )
    .addArgument(new Argument("[field]", "What is changed.").choices(["contract"]).default("contract"))
    .addOption(new Option("--document <file>", "Another contract.").default("openapi/openapi.yaml"))
    .addOption(wholeNumberOption("--sample <n>", "Number of mutants, instead of all.", 1))
    .addOption(new Option("--seed <text>", "Another sample.").default("1"))
    .option("--no-prism", "Do not serve the mutants of requests by Prism as a second validator.")
    .option("--fresh", "Test again what an earlier run has tested (.cache/mutate).")
    .option("--json", "Print the score as JSON.")
    .helpTable("Exit codes:", [
      { term: "0", text: "every mutant that is not equivalent was noticed" },
      { term: "1", text: "mutants survived" },
      { term: "2", text: "wrong usage, or the document cannot be read" },
    ]);
  return command.action(async (_field: string, options: MutateOptions) => {
    const isClean = await run(options, io).catch((error: unknown) => {
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
