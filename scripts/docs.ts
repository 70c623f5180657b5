import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildSite } from "./docs/build.ts";

const HELP = `Builds the documentation as one static site: guides, SDK reference, contract reference and report, benchmarks.

  npm run docs [-- --out DIR] [--report DIR]

  --out DIR     where the site goes; what was there is removed (default .cache/site)
  --report DIR  takes the contract report that \`npm run contract:report\` wrote there, instead of making it
  --help        print this

The site works from any path of a server and from the file system, without a request to elsewhere. Links to other sites are
listed, not followed. Benchmarks are those of docs/bench.json, which \`npm run bench\` writes.

Exit codes: 0 built, and every link within the site leads somewhere; 1 a link does not, or a part could not be made; 2 wrong usage.
`;

async function main(args: readonly string[]): Promise<number> {
  const options = {
    out: { type: "string", default: ".cache/site" },
    report: { type: "string" },
    help: { type: "boolean", default: false },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  console.log("Building the site: less than a minute, most of it for the contract report.");
  const { bad, external, pages, links } = await buildSite({ out: values.out, report: values.report, log: console.log });
  console.log(`\nLinks to other sites, not followed:\n${external.map((url) => `  ${url}`).join("\n")}\n`);
  for (const { page, link, why } of bad) console.error(`${page}: ${link} ${why}`);
  console.log(`${String(pages)} pages and style sheets, ${String(links)} links, ${String(bad.length)} bad.`);
  console.log(`Open ${pathToFileURL(resolve(values.out, "index.html")).href}`);
  return bad.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  console.error(`docs: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = isUsage ? 2 : 1;
}
