import { join } from "node:path";
import { CliCommand } from "../src/cli/cli-command.ts";
import { UsageError } from "../src/cli/cli-error.ts";
import { execute } from "../src/cli/execute.ts";
import { RepeatableOption } from "../src/cli/option-types.ts";
import { binaryOf, runtimes, versionOf, workerdDate, type Runtime } from "./runtimes/kinds.ts";
import { pack, run } from "./runtimes/packed.ts";
import { startServer } from "./runtimes/server.ts";
import { makeSite } from "./runtimes/site.ts";

const CACHE = join(".cache", "runtimes");

type Result = "passed" | "failed" | "skipped";

const labelOf = ({ name, from }: Runtime): string =>
  `${name}${from === undefined ? "" : ` ${from.slice(from.lastIndexOf("@") + 1)}`}`;

async function tried(runtime: Runtime, site: string): Promise<Result> {
  const server = await startServer(site);
  try {
    const binary = await binaryOf(runtime, CACHE);
    const version = await versionOf(binary);
    const steps = await runtime.smoke(join(binary === runtime.binary ? "" : process.cwd(), binary), site, server);
    const lost = server.lost();
    const times =
      lost === 1
        ? ""
        : ` (the request whose response was lost was sent ${String(lost)} times${runtime.resends === true ? ", by the browser itself" : ""})`;
    console.log(
      `${runtime.name} ${version}: ${Object.entries(steps)
        .map(([step, how]) => `${step} ${how}`)
        .join(", ")}${times}`,
    );
    return Object.values(steps).every((how) => how === "ok") && (lost === 1 || (lost > 1 && runtime.resends === true))
      ? "passed"
      : "failed";
  } catch (error) {
    console.log(`${labelOf(runtime)}: failed: ${error instanceof Error ? error.message : String(error)}`);
    return "failed";
  } finally {
    await server.close();
  }
}

/** Prints whether another Node version generates the same files. */
async function generated(runtime: Runtime): Promise<Result> {
  try {
    await run(await binaryOf(runtime, CACHE), ["--import", "tsx", "scripts/generate.ts", "--check"]);
    console.log(`${labelOf(runtime)}: generated files ok`);
    return "passed";
  } catch (error) {
    console.log(
      `${labelOf(runtime)}: generated files failed: ${error instanceof Error ? error.message : String(error)}`,
    );
    return "failed";
  }
}

function runtimesCommand(): CliCommand {
  return new CliCommand("npm run test:runtimes --")
    .description(
      `Packs the package and tests it on ${[...new Set(runtimes.map(({ name }) => name))].join(", ")}: a create request, a wait, a callback, an error, and a task in a sandbox in the same process. Checks on Node 22 and 24 that \`npm run generate\` writes the same files there. Binaries are fetched into ${CACHE}/. Needs Linux on x64, and Debian's chromium (or its path in CHROMIUM).`,
    )
    .addOption(new RepeatableOption("--skip <name>", "Leave out a runtime, or one version of it (node@20.20.2)."))
    .action(tryAll);
}

async function tryAll({ skip = [] }: { readonly skip?: readonly string[] }): Promise<void> {
  const unknown = skip.filter((name) => !runtimes.some((runtime) => isMeant(runtime, name)));
  if (unknown.length > 0) throw new UsageError(`There is no runtime ${unknown.join(", ")} to skip.`);
  const site = join(process.cwd(), CACHE, "site");
  await makeSite(site, await pack(CACHE), workerdDate);
  const results: Result[] = [];
  for (const runtime of runtimes) {
    const skipped = skip.some((name) => isMeant(runtime, name));
    if (skipped) console.log(`${labelOf(runtime)}: skipped, as asked with --skip`);
    results.push(skipped ? "skipped" : await tried(runtime, site));
    if (!skipped && runtime.name === "node" && runtime !== runtimes[0]) results.push(await generated(runtime));
  }
  const count = (wanted: Result): number => results.filter((result) => result === wanted).length;
  console.log(
    `total: ${String(count("passed"))} passed, ${String(count("failed"))} failed, ${String(count("skipped"))} skipped`,
  );
  process.exitCode = count("failed") > 0 ? 1 : 0;
}

function isMeant(runtime: Runtime, name: string): boolean {
  return name === runtime.name || name === labelOf(runtime).replace(" ", "@");
}

const exitCode = await execute(runtimesCommand(), process.argv.slice(2));
process.exitCode ??= exitCode;
