import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliCommand } from "../src/cli/cli-command.ts";
import { execute } from "../src/cli/execute.ts";
import { EXIT } from "../src/cli/exit-codes.ts";
import { deriveCases } from "../src/contract/index.ts";
import { startSandbox } from "../src/sandbox/index.ts";
import { at, readContract, type Json } from "./generate/contract.ts";
import { startPrism } from "./prism.ts";
import { collect, inWords, isClean, type Report } from "./report/collect.ts";
import { asHtml } from "./report/html.ts";
import { schemasValidator, serverValidator, typesValidator } from "./report/validator.ts";
import { documentedOf } from "./coverage/documented.ts";
import { isExercised } from "./coverage/exercised.ts";
import { exerciseCallbacks, exerciseOperations } from "./coverage/exchanges.ts";

/** Starts both mocks, runs all validators, and stops the mocks. */
export async function makeReport(document: Json): Promise<Report> {
  const [prism, sandbox] = await Promise.all([startPrism(), startSandbox({ speed: 0, credits: 1e9 })]);
  try {
    const all = documentedOf(document);
    const exchanges = [
      ...(await exerciseOperations(document, prism.url)),
      ...(await exerciseOperations(document, sandbox.url)),
      ...(await exerciseCallbacks(document)),
    ];
    const documented = all.map((item) => ({ ...item, seen: isExercised(item, exchanges, all) }));
    const validators = [
      schemasValidator(document),
      serverValidator("Prism", prism.url),
      serverValidator("the sandbox", sandbox.url),
      typesValidator,
    ];
    const { title, version } = at(document, "info");
    return await collect(
      { title: String(title), version: String(version) },
      deriveCases(document),
      validators,
      documented,
    );
  } finally {
    await Promise.all([prism.stop(), sandbox.close()]);
  }
}

/** Summarizes a report for the terminal; `folder` is where the report was written. */
export function summary({ totals }: Report, folder: string): string {
  const lines = totals.judges.map(
    ({ judge, agrees, differs, cannotSee }) =>
      `${judge}: agrees on ${agrees} constraints, differs on ${differs}, cannot see ${cannotSee}`,
  );
  const total =
    `${inWords(totals.constraints, totals.constraintsCovered)}; ${totals.sidesCovered} of ${totals.sides} sides covered by ${totals.cases} cases; ` +
    `${totals.documentedSeen} of ${totals.documented} documented items exercised; ${totals.unexplained} unexplained differences`;
  return `${[...lines, total, join(folder, "contract-report.html"), join(folder, "contract-report.json")].join("\n")}\n`;
}

function reportCommand(): CliCommand {
  const command = new CliCommand("npm run contract:report --")
    .description(
      "Runs every validator on every constraint of openapi/openapi.yaml and writes a report. The validators are the generated schemas, Prism, the sandbox and TypeScript. Sends nothing to other machines.",
    )
    .option("--out <folder>", "Folder for contract-report.html and contract-report.json.", "reports")
    .helpTable("Exit codes:", [
      { term: "0", text: "everything is covered and exercised, and every difference has a listed reason" },
      { term: "1", text: "something is not covered or exercised, or a difference has no listed reason" },
      { term: "2", text: "wrong usage" },
    ])
    .action(async ({ out }: { readonly out: string }) => {
      const report = await makeReport(readContract());
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, "contract-report.json"), `${JSON.stringify(report, null, 2)}\n`);
      writeFileSync(join(out, "contract-report.html"), asHtml(report));
      process.stdout.write(summary(report, out));
      if (!isClean(report)) command.endWith(EXIT.refused);
    });
  return command;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await execute(reportCommand(), process.argv.slice(2));
