#!/usr/bin/env node
import { surviveWriteErrors } from "./output.ts";

surviveWriteErrors();
process.exitCode = await runProgram(process.argv.slice(2));

/**
 * Loads the program, which needs the generated files. `drift` also runs when they do not match the contract, so it is
 * loaded alone.
 */
async function runProgram(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "drift") return (await import("./drift.ts")).run(rest);
  return (await import("./program.ts")).program(args);
}
