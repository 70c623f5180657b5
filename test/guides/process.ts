import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. It is ended with its test. */
export interface Running {
  readonly ended: Promise<Ended>;
  readonly kill: () => void;
}

/** Starts a program, with all that it starts, in a group of its own. */
export function start(
  file: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Readonly<Record<string, string>> },
): Running {
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const told = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (told[name] += text));
  const ended = new Promise<Ended>((resolve, reject) =>
    child.on("error", reject).on("close", (code) => resolve({ code, ...told })),
  );
  const kill = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, "SIGKILL");
  };
  onTestFinished(async () => {
    kill();
    await ended;
  });
  return { ended, kill };
}
