import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CliCommand } from "../src/cli/cli-command.ts";
import { CliError } from "../src/cli/cli-error.ts";
import { execute } from "../src/cli/execute.ts";
import { EXIT } from "../src/cli/exit-codes.ts";
import { buildSite } from "./docs/build.ts";

interface DocsOptions {
  readonly out: string;
  readonly report?: string;
}

function docsCommand(): CliCommand {
  const command = new CliCommand("npm run docs --")
    .description(
      "Builds the documentation as one static site: guides, SDK reference, contract reference and report, benchmarks. The site works from any path of a server and from the file system, without a request to elsewhere. Links to other sites are listed, not followed. Benchmarks are those of docs/bench.json, which `npm run bench` writes.",
    )
    .option("--out <dir>", "Where the site goes; what was there is removed.", ".cache/site")
    .option(
      "--report <dir>",
      "Takes the contract report that `npm run contract:report` wrote there, instead of making it.",
    )
    .helpTable("Exit codes:", [
      { term: "0", text: "built, and every link within the site leads somewhere" },
      { term: "1", text: "a link does not, or a part could not be made" },
      { term: "2", text: "wrong usage" },
    ])
    .action(async (options: DocsOptions) => {
      const bad = await build(options).catch((error: unknown) => {
        throw new CliError(error instanceof Error ? error.message : String(error), EXIT.refused);
      });
      if (bad > 0) command.endWith(EXIT.refused);
    });
  return command;
}

/** Returns how many links lead nowhere. */
async function build({ out, report }: DocsOptions): Promise<number> {
  console.log("Building the site: less than a minute, most of it for the contract report.");
  const { bad, external, pages, links } = await buildSite({ out, report, log: console.log });
  console.log(`\nLinks to other sites, not followed:\n${external.map((url) => `  ${url}`).join("\n")}\n`);
  for (const { page, link, why } of bad) console.error(`${page}: ${link} ${why}`);
  console.log(`${String(pages)} pages and style sheets, ${String(links)} links, ${String(bad.length)} bad.`);
  console.log(`Open ${pathToFileURL(resolve(out, "index.html")).href}`);
  return bad.length;
}

process.exitCode = await execute(docsCommand(), process.argv.slice(2));
