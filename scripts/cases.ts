import { casesCommand } from "../src/cli/contract.ts";
import { execute } from "../src/cli/execute.ts";
import { processIo, type Io } from "../src/cli/io.ts";
import { surviveWriteErrors } from "../src/cli/output.ts";

/** Runs `evolink-video contract cases` from the sources and resolves to its exit code. */
export function main(args: readonly string[], io: Io): Promise<number> {
  return execute(casesCommand("npm run --silent cases --", io), args);
}

if (process.argv[1] === import.meta.filename) {
  // A reader that closes the pipe early, such as `head`, is no failure.
  surviveWriteErrors();
  process.exitCode = await main(process.argv.slice(2), processIo);
}
