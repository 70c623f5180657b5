import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";

/** Exit code and output of a program. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. It is killed when the test ends. */
export interface Running {
  readonly ended: Promise<Ended>;
  readonly kill: () => void;
}

/** Starts a program in a separate process group, so that its child processes are killed, too. */
export function start(
  file: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Readonly<Record<string, string>> },
): Running {
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  const ended = new Promise<Ended>((resolve, reject) =>
    child.on("error", reject).on("close", (code) => resolve({ code, ...output })),
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
