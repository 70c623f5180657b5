import { appendFile, readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fails, reportText } from "../../src/cli/drift-report.ts";
import { EXIT } from "../../src/cli/exit-codes.ts";
import { COMMANDS } from "../../src/drift/commands.ts";
import { LEVELS } from "../../src/drift/finding.ts";
import type { Outcome } from "../../src/drift/report/text.ts";
import { DocumentError } from "../../src/openapi/document-error.ts";
import { isObject } from "../../src/shared/json.ts";
import { keepComment, markerOf } from "./comment.ts";
import { InputError, readInputs, type ActionInputs, type Environment } from "./inputs.ts";

/**
 * Runs the action: compares two documents, annotates the pull request, writes the job summary and the SARIF file, and
 * updates one comment. Resolves to the exit code: 1 when findings reach the level `fail-on`, 2 when the documents could
 * not be compared.
 *
 * @param say Receives the lines for standard output, workflow commands included.
 */
export async function runAction(env: Environment, say: (line: string) => void): Promise<number> {
  try {
    const inputs = readInputs(env);
    const outcome = await compare(inputs, env);
    const failed = outcome.findings.some(({ level }) => fails(level, inputs.failOn));
    say(reportText(outcome, "github"));
    await writeReports(outcome, inputs, env, failed);
    if (inputs.comments) await comment(outcome, inputs, env, say);
    return failed ? EXIT.refused : EXIT.done;
  } catch (error) {
    if (!(error instanceof InputError || error instanceof DocumentError)) throw error;
    say(command("error", error.message));
    return EXIT.usage;
  }
}

async function compare({ old, next, config }: ActionInputs, env: Environment): Promise<Outcome> {
  const { diff } = COMMANDS;
  if (diff === undefined) throw new Error("internal error: there is no diff");
  return diff.run({
    arguments: [old, next],
    directory: workspaceOf(env),
    contract: undefined,
    known: undefined,
    config,
    seconds: undefined,
    port: undefined,
    say: () => undefined,
  });
}

function workspaceOf(env: Environment): string {
  return env.GITHUB_WORKSPACE ?? process.cwd();
}

async function writeReports(outcome: Outcome, inputs: ActionInputs, env: Environment, failed: boolean): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = env;
  if (summary !== undefined) await appendFile(summary, `${reportText(outcome, "markdown")}\n`);
  if (inputs.sarif !== undefined)
    await writeFile(resolve(workspaceOf(env), inputs.sarif), `${reportText(outcome, "sarif")}\n`);
  const counts = LEVELS.map(
    (level) => `${level}=${outcome.findings.filter((finding) => finding.level === level).length}`,
  );
  if (output !== undefined) await appendFile(output, `${[`failed=${failed}`, ...counts].join("\n")}\n`);
}

async function comment(
  outcome: Outcome,
  inputs: ActionInputs,
  env: Environment,
  say: (line: string) => void,
): Promise<void> {
  const number = await pullRequestOf(env);
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api = "https://api.github.com" } = env;
  if (number === undefined || token === undefined || token === "" || repository === undefined) return;
  try {
    const isQuiet = outcome.findings.length === 0;
    const text = reportText(outcome, "markdown");
    await keepComment({ api, token, repository, number }, markerOf(inputs.next), text, isQuiet);
  } catch (error) {
    // A missing comment does not fail the job: annotations and summary hold the same findings.
    say(command("warning", error instanceof Error ? error.message : String(error)));
  }
}

/** Returns the number of the pull request that triggered the workflow; undefined for any other event. */
async function pullRequestOf({ GITHUB_EVENT_PATH: path }: Environment): Promise<number | undefined> {
  if (path === undefined) return undefined;
  const event: unknown = JSON.parse(await readFile(path, "utf8"));
  const pull = isObject(event) ? event.pull_request : undefined;
  const number = isObject(pull) ? pull.number : undefined;
  return typeof number === "number" ? number : undefined;
}

/** Formats a workflow command of GitHub Actions. */
function command(name: "error" | "warning", message: string): string {
  const data = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return `::${name}::${data}`;
}
