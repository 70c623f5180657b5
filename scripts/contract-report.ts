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
import { documentedOf } from "./surface/documented.ts";
import { isSeen } from "./surface/seen.ts";
import { exerciseCallbacks, exerciseOperations } from "./surface/traffic.ts";

/** Starts both mocks, asks all validators, and stops the mocks. */
export async function makeReport(document: Json): Promise<Report> {
  const [prism, sandbox] = await Promise.all([startPrism(), startSandbox({ speed: 0, credits: 1e9 })]);
  try {
    const all = documentedOf(document);
    const exchanges = [
      ...(await exerciseOperations(document, prism.url)),
      ...(await exerciseOperations(document, sandbox.url)),
      ...(await exerciseCallbacks(document)),
    ];
    const documented = all.map((item) => ({ ...item, seen: isSeen(item, exchanges, all) }));
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

/** What the terminal shows of a report that was written to a folder. */
export function summary({ totals }: Report, folder: string): string {
  const lines = totals.judges.map(
    ({ judge, agrees, differs, cannotSee }) =>
      `${judge}: agrees on ${agrees} constraints, differs on ${differs}, cannot see ${cannotSee}`,
  );
  const total =
    `${inWords(totals.constraints, totals.constraintsCovered)}; ${totals.sidesCovered} of ${totals.sides} sides covered by ${totals.cases} cases; ` +
    `${totals.documentedSeen} of ${totals.documented} documented things seen; ${totals.unexplained} unexplained differences`;
  return `${[...lines, total, join(folder, "contract-report.html"), join(folder, "contract-report.json")].join("\n")}\n`;
}

function reportCommand(): CliCommand {
  const command = new CliCommand("npm run contract:report --")
    .description(
      "Asks every validator about every constraint of openapi/openapi.yaml and writes what they say. The validators are the generated schemas, Prism, the sandbox and TypeScript. Nothing leaves this machine.",
    )
    .option("--out <folder>", "Where contract-report.html and contract-report.json go.", "reports")
    .helpTable("Exit codes:", [
      { term: "0", text: "all is covered and seen, and no validator differs without a listed reason" },
      { term: "1", text: "something is not" },
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
