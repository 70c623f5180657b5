import { CliCommand } from "../src/cli/cli-command.ts";
import { CliError } from "../src/cli/cli-error.ts";
import { execute } from "../src/cli/execute.ts";
import { EXIT } from "../src/cli/exit-codes.ts";
import { buildSite } from "./docs/build.ts";

interface DocsOptions {
  readonly out: string;
  readonly base: string;
  readonly report?: string;
}

function docsCommand(): CliCommand {
  const command = new CliCommand("npm run docs --")
    .description(
      "Builds the documentation as a static site with VitePress: guides, SDK reference, contract reference and report, benchmarks. Look at it with `npm run docs:preview`. Neither the build nor the site needs another site.",
    )
    .option("--out <dir>", "Where the site goes; what was there is removed.", ".cache/site")
    .option("--base <path>", "The path of a server under which the site is published.", "/")
    .option(
      "--report <dir>",
      "Takes the contract report that `npm run contract:report` wrote there, instead of making it.",
    )
    .helpTable("Exit codes:", [
      { term: "0", text: "built, and every link within the site leads to a page and an anchor" },
      { term: "1", text: "a link does not, or a part could not be made" },
      { term: "2", text: "wrong usage" },
    ])
    .action(async (options: DocsOptions) => {
      const { broken, checked } = await buildSite(options).catch((error: unknown) => {
        throw new CliError(error instanceof Error ? error.message : String(error), EXIT.refused);
      });
      for (const line of broken) console.error(`broken link: ${line}`);
      console.log(`${String(checked)} links followed, ${String(broken.length)} broken. The site is in ${options.out}.`);
      if (broken.length > 0) command.endWith(EXIT.refused);
    });
  return command;
}

process.exitCode = await execute(docsCommand(), process.argv.slice(2));
