import { parseArgs } from "node:util";
import { deriveCases, DocumentError } from "../src/contract/index.ts";
import { isObject } from "../src/contract/schema/json.ts";
import { readDocument } from "./cases/document.ts";
import { contractField } from "./mutate/contract/field.ts";
import type { Field } from "./mutate/field.ts";
import { runField, scoreOf, type RunOptions, type Score } from "./mutate/run.ts";
import { sandboxField } from "./mutate/sandbox/field.ts";

const HELP = `Changes what is tested, one thing at a time, and counts the changes that the tests notice.

  npm run mutate -- [contract] [sandbox] [--document FILE] [--sample N] [--seed N] [--no-prism] [--fresh] [--json]

  contract         every constraint of the contract, judged by the derived cases
  sandbox          life and credits of the sandbox's tasks, judged by the tests of test/sandbox
                   (both when none is named)
  --document FILE  another contract than openapi/openapi.yaml; only its constraints are changed
  --sample N       N mutants of each instead of all
  --seed N         another sample (default 1)
  --no-prism       do not serve the mutants of requests by Prism as a second judge
  --fresh          do not go on from an earlier run (.cache/mutate)
  --json           print the score as JSON

Exit codes: 0 all that is not equivalent was noticed, 1 mutants survived, 2 the command or the document cannot be read.
`;

const OURS = "openapi/openapi.yaml";
const NAMES = ["contract", "sandbox"] as const;
type Name = (typeof NAMES)[number];

type Output = Readonly<Record<"stdout" | "stderr", { isTTY?: boolean; write(text: string): unknown }>>;

function fieldsOf(names: readonly Name[], file: string, prism: boolean): readonly Field[] {
  const document = readDocument(file);
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

function progress(stderr: Output["stderr"], field: string, done: number, of: number): void {
  if (stderr.isTTY === true) stderr.write(`\r${field}: ${done} of ${of} mutants${done === of ? "\n" : ""}`);
  else if (done === of || done % 100 === 0) stderr.write(`${field}: ${done} of ${of} mutants\n`);
}

function chosen(words: readonly string[], document: string): readonly Name[] {
  const names = NAMES.filter((name) => words.includes(name));
  const unknown = words.find((word) => !NAMES.some((name) => name === word));
  if (unknown !== undefined) throw new DocumentError(`${unknown} is none of ${NAMES.join(", ")}`);
  if (document !== OURS) return ["contract"];
  return names.length > 0 ? names : NAMES;
}

async function run(args: readonly string[], { stdout, stderr }: Output): Promise<number> {
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      document: { type: "string", default: OURS },
      sample: { type: "string" },
      seed: { type: "string", default: "1" },
      "no-prism": flag,
      fresh: flag,
      json: flag,
      help: flag,
    },
  });
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  const sample = values.sample === undefined ? undefined : Number(values.sample);
  if (sample !== undefined && !(Number.isInteger(sample) && sample > 0))
    throw new DocumentError("--sample needs a whole number above 0");
  const kept = values.fresh ? {} : { directory: ".cache/mutate" };
  const options: RunOptions = {
    seed: values.seed,
    onProgress: (...news) => progress(stderr, ...news),
    ...kept,
    ...(sample === undefined ? {} : { sample }),
  };
  const fields = fieldsOf(chosen(positionals, values.document), values.document, !values["no-prism"]);
  // All at once: a small sample of one field keeps one core busy.
  const all = await Promise.all(fields.map(async (field) => [field.name, await runField(field, options)] as const));
  const score = scoreOf(all.flatMap(([, judgements]) => judgements));
  const byField = Object.fromEntries(all.map(([name, judgements]) => [name, scoreOf(judgements)]));
  stdout.write(values.json ? `${JSON.stringify({ ...score, fields: byField }, null, 2)}\n` : report(score, byField));
  return score.survived === 0 ? 0 : 1;
}

/** Runs the command; returns its exit code. Wrong usage is one line on the error stream. */
export async function main(args: readonly string[], output: Output): Promise<number> {
  try {
    return await run(args, output);
  } catch (error) {
    const isUsage =
      error instanceof DocumentError ||
      (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
    if (!isUsage) throw error;
    output.stderr.write(`mutate: ${error.message.split("\n")[0] ?? ""}\n`);
    return 2;
  }
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2), process);
