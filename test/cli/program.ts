import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inject } from "vitest";

/** The key that no output may hold. */
export const KEY = "canary-key-4711-never-printed";

const MAIN = inject("cliProgram");

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr holds the text; rejects when the program ends without it. */
  said(text: string): Promise<void>;
}

/** Where and with what the program runs. */
export interface Setting {
  /** Base URL, in the environment. */
  readonly url?: string;
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Starts the program as a process of its own, bundled from its sources, with an environment of its own. */
export function start(args: readonly string[], setting: Setting = {}): Running {
  return spawned(process.execPath, [MAIN, ...args], setting);
}

/** Runs the program to its end. */
export function run(args: readonly string[], setting: Setting = {}): Promise<Ended> {
  return start(args, setting).ended;
}

/** Runs a line of POSIX shell in which `evolink-video` is the program. */
export async function shell(line: string, setting: Setting = {}): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), "evolink-bin-"));
  const file = join(folder, "evolink-video");
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(file, 0o755);
  const env = { PATH: [folder, process.env.PATH].join(delimiter), ...setting.env };
  return spawned("/bin/sh", ["-c", line], { ...setting, env }).ended.finally(() => rmSync(folder, { recursive: true }));
}

function spawned(file: string, args: readonly string[], { url, input, cwd, env }: Setting): Running {
  const child = spawn(file, args, {
    cwd,
    env: { PATH: process.env.PATH, EVOLINK_API_KEY: KEY, EVOLINK_BASE_URL: url, ...env },
  });
  const told = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (told[name] += text));
  child.stdin.on("error", () => undefined).end(input);
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, ...told })));
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (told.stderr.includes(text)) resolve();
      };
      child.stderr.on("data", look);
      look();
      void ended.then(() => reject(new Error(`ended without saying ${text}: ${told.stderr}`)));
    });
  return { child, ended, said };
}
