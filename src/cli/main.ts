#!/usr/bin/env node
import { commands } from "./commands.ts";
import { surviveClosedPipes } from "./output.ts";

surviveClosedPipes();
process.exitCode = await started(process.argv.slice(2));

/** The program itself needs the generated files; `drift` judges contracts whose generated files do not fit the sources, so it runs without it. */
async function started(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "drift" && commands.drift !== undefined) return commands.drift.run(rest);
  return (await import("./program.ts")).program(args);
}
