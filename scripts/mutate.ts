import { parseArgs } from "node:util";
import { DocumentError } from "../src/contract/index.ts";
import { isObject } from "../src/contract/schema/json.ts";
import { readDocument } from "./cases/document.ts";
import { mutate, type Score } from "./mutate/run.ts";

const HELP = `Changes every constraint of a contract, one at a time, and counts the changes that the derived cases notice.

  npm run mutate -- [--document FILE] [--sample N] [--seed N] [--no-prism] [--fresh] [--json]

  --document FILE  default openapi/openapi.yaml
  --sample N       N mutants instead of all
  --seed N         another sample (default 1)
  --no-prism       do not serve the mutants of requests by Prism as a second judge
  --fresh          do not go on from an earlier run (.cache/mutate)
  --json           print the score as JSON

Exit codes: 0 all that is not equivalent was noticed, 1 mutants survived, 2 the command or the document cannot be read.
`;

const { stdout, stderr } = process;

function report({ mutants, noticed, equivalent, survived, score, survivors, prism }: Score): string {
  const lines = survivors.map(({ pointer, keyword, operator, reason }) => `survived: ${pointer} ${keyword} ${operator}: ${reason}`);
  const total = `${mutants} mutants: ${noticed} noticed, ${equivalent} equivalent, ${survived} survived; score ${(score * 100).toFixed(1)} %`;
  const missed = prism.unnoticed.map(({ pointer, keyword, operator }) => `not noticed by Prism: ${pointer} ${keyword} ${operator}`);
  const second = `${prism.asked} mutants of requests served by Prism: ${prism.asked - prism.unnoticed.length} noticed`;
  return `${[...lines, ...missed, ...(prism.asked > 0 ? [second] : []), total].join("\n")}\n`;
}

function progress(done: number, of: number): void {
  if (stderr.isTTY) stderr.write(`\r${done} of ${of} mutants${done === of ? "\n" : ""}`);
  else if (done === of || done % 100 === 0) stderr.write(`${done} of ${of} mutants\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      document: { type: "string", default: "openapi/openapi.yaml" },
      sample: { type: "string" },
      seed: { type: "string", default: "1" },
      "no-prism": { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  const sample = values.sample === undefined ? undefined : Number(values.sample);
  if (sample !== undefined && !(Number.isInteger(sample) && sample > 0)) throw new DocumentError("--sample needs a whole number above 0");
  const document = readDocument(values.document);
  if (!isObject(document)) throw new DocumentError(`${values.document} is no OpenAPI document`);
  const kept = values.fresh ? {} : { directory: ".cache/mutate" };
  const score = await mutate(document, { prism: !values["no-prism"], seed: values.seed, onProgress: progress, ...kept, ...(sample === undefined ? {} : { sample }) });
  stdout.write(values.json ? `${JSON.stringify(score, null, 2)}\n` : report(score));
  return score.survived === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof DocumentError || (error instanceof TypeError && "code" in error);
  if (!isUsage) throw error;
  stderr.write(`mutate: ${error.message.split("\n")[0] ?? ""}\n`);
  process.exitCode = 2;
}
