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
      "Builds the documentation as a static site with VitePress: guides, SDK reference, contract reference and report, benchmarks. `npm run docs:preview` serves it. Neither the build nor the site loads anything from other sites.",
    )
    .option("--out <dir>", "The output folder; its previous contents are removed.", ".cache/site")
    .option("--base <path>", "The path of a server under which the site is published.", "/")
    .option("--report <dir>", "A folder with the output of `npm run contract:report`, to use instead of a new report.")
    .helpTable("Exit codes:", [
      { term: "0", text: "the site is built and has no broken internal link" },
      { term: "1", text: "a link is broken, or a part could not be built" },
      { term: "2", text: "wrong usage" },
    ])
    .action(async (options: DocsOptions) => {
      const { broken, checked } = await buildSite(options).catch((error: unknown) => {
        throw new CliError(error instanceof Error ? error.message : String(error), EXIT.refused);
      });
      for (const line of broken) console.error(`broken link: ${line}`);
      console.log(`${String(checked)} links checked, ${String(broken.length)} broken. The site is in ${options.out}.`);
      if (broken.length > 0) command.endWith(EXIT.refused);
    });
  return command;
}

process.exitCode = await execute(docsCommand(), process.argv.slice(2));
