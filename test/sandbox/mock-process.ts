import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect, inject, onTestFinished } from "vitest";

const FROM_SOURCES = `import { run } from "./src/cli/mock.ts"; process.exitCode = await run(process.argv.slice(1));`;

/** A process of the command `mock`, and its output so far. */
export interface Run {
  readonly child: ChildProcess;
  out: string;
  err: string;
  readonly exit: Promise<number | null>;
}

/** Starts the command `mock`, bundled, as a process. It is killed when the test ends. */
export function mock(...args: readonly string[]): Run {
  return started([inject("cliProgram"), "mock", ...args]);
}

/** Starts the command `mock` from the sources, as in a clone of this repository. It is killed when the test ends. */
export function mockInClone(...args: readonly string[]): Run {
  return started(["--import", "tsx", "--input-type=module", "-e", FROM_SOURCES, "--", ...args]);
}

function started(args: readonly string[]): Run {
  const env = { ...process.env, npm_command: "" };
  const child = spawn(process.execPath, args, { env });
  const run: Run = { child, out: "", err: "", exit: once(child, "exit").then(([code]) => code as number | null) };
  child.stdout.on("data", (chunk) => (run.out += String(chunk)));
  child.stderr.on("data", (chunk) => (run.err += String(chunk)));
  onTestFinished(() => void child.kill("SIGKILL"));
  return run;
}

/** Resolves to the URL that the command prints, after its complete greeting. */
export async function ready(run: Run): Promise<string> {
  await expect.poll(() => run.out, { timeout: 15_000 }).toContain("node --input-type");
  return /^http:\S+/.exec(run.out)?.[0] ?? "";
}
