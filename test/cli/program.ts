import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
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

let latest: Promise<unknown> = Promise.resolve();
let runs = 0;

/**
 * Runs the program to its end. A process takes long to start, so the program runs in that of the test, one run after
 * the other, unless it reads stdin.
 */
export function run(args: readonly string[], setting: Setting = {}): Promise<Ended> {
  if (args.includes("-")) return start(args, setting).ended;
  const ended = latest.then(() => runHere(args, setting));
  latest = ended.catch(() => undefined);
  return ended;
}

async function runHere(args: readonly string[], setting: Setting): Promise<Ended> {
  const { argv, env, exitCode } = process;
  const folder = process.cwd();
  const told = { stdout: "", stderr: "" };
  const release = [
    intercept(process.stdout, (text) => (told.stdout += text)),
    intercept(process.stderr, (text) => (told.stderr += text)),
  ];
  Object.assign(process, {
    argv: [process.execPath, MAIN, ...args],
    env: environmentOf(setting),
    exitCode: undefined,
  });
  process.chdir(setting.cwd ?? folder);
  try {
    // Another query is another module: the program's main file runs again, and what it imports is loaded once.
    await import(`${pathToFileURL(MAIN).href}?run=${(runs += 1)}`);
    return { code: Number(process.exitCode), ...told };
  } finally {
    process.chdir(folder);
    Object.assign(process, { argv, env, exitCode });
    for (const giveBack of release) giveBack();
  }
}

/** Takes what is written to a stream, as if it were no terminal; returns what gives the stream back. */
function intercept(stream: NodeJS.WriteStream, take: (text: string) => void): () => void {
  const before = { write: Reflect.get(stream, "write") as unknown, isTTY: stream.isTTY };
  const listeners = stream.listeners("error");
  Object.assign(stream, {
    isTTY: false,
    write(text: string, done?: () => void) {
      take(text);
      done?.();
      return true;
    },
  });
  return () => {
    Object.assign(stream, before);
    for (const listener of stream.listeners("error"))
      if (!listeners.includes(listener)) stream.off("error", listener as () => void);
  };
}

/** Returns the environment that a setting describes, and a key. */
function environmentOf({ url, env }: Setting): Record<string, string | undefined> {
  const all = { PATH: process.env.PATH, EVOLINK_API_KEY: KEY, EVOLINK_BASE_URL: url, ...env };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
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

function spawned(file: string, args: readonly string[], setting: Setting): Running {
  const child = spawn(file, args, { cwd: setting.cwd, env: environmentOf(setting) });
  const told = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (told[name] += text));
  child.stdin.on("error", () => undefined).end(setting.input);
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
