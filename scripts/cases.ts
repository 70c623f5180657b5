import { parseArgs } from "node:util";
import { casesCommand, type Output } from "../src/contract/command/commands.ts";

const HELP = `Derives contract cases from an OpenAPI document.

  npm run --silent cases -- FILE [--json] [--seed N]

  FILE      the document, YAML or JSON, a file or a URL
  --json    print { cases, coverage } instead of a summary
  --seed N  another choice of values (default 1); the same seed gives the same cases
  --help    print this

Exit codes: 0 derived, 2 the command, the document or a part of it cannot be read. NO_COLOR is honoured.
`;

/** Runs the command; resolves to its exit code. Errors are one line each on the error stream; what can be read is derived in spite of them. */
export async function main(args: readonly string[], out: Output, err: Output): Promise<number> {
  try {
    const flag = { type: "boolean", default: false } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: flag, help: { ...flag, short: "h" }, seed: { type: "string", default: "1" } },
    });
    if (values.help) {
      out.write(HELP);
      return 0;
    }
    const [file, other] = positionals;
    if (file === undefined || other !== undefined) throw new TypeError("which document? Give one; see --help");
    return await casesCommand(file, { json: values.json, seed: values.seed }, { out, err });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    err.write(`cases: ${error.message.split("\n")[0] ?? ""}\n`);
    return 2;
  }
}

if (process.argv[1] === import.meta.filename) {
  // A reader that has seen enough, such as `head`, is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  process.exitCode = await main(process.argv.slice(2), process.stdout, process.stderr);
}
