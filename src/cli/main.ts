#!/usr/bin/env node
import { surviveWriteErrors } from "./output.ts";

surviveWriteErrors();
process.exitCode = await runProgram(process.argv.slice(2));

/**
 * The program itself needs the generated files; `drift` compares contracts that they do not fit, so it runs without it.
 */
async function runProgram(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "drift") return (await import("./drift.ts")).run(rest);
  return (await import("./program.ts")).program(args);
}
