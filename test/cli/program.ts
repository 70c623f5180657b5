import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inject } from "vitest";

/** The API key, which no output may contain. */
export const KEY = "canary-key-4711-never-printed";

const MAIN = inject("cliProgram");

/** The result of a run of the program. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr contains the text; rejects when the program exits without it. */
  said(text: string): Promise<void>;
}

/** Environment, input and folder of a run. */
export interface Setting {
  /** Value of EVOLINK_BASE_URL. */
  readonly url?: string;
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Starts the program, bundled from its sources, as a separate process with its own environment. */
export function start(args: readonly string[], setting: Setting = {}): Running {
  return spawned(process.execPath, [MAIN, ...args], setting);
}

let latest: Promise<unknown> = Promise.resolve();
let runs = 0;

/**
 * Runs the program until it exits. It runs in the process of the test, one run after the other, because a new process
 * starts slowly; in a separate process only if it reads stdin.
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
  const output = { stdout: "", stderr: "" };
  const restores = [
    intercept(process.stdout, (text) => (output.stdout += text)),
    intercept(process.stderr, (text) => (output.stderr += text)),
  ];
  Object.assign(process, {
    argv: [process.execPath, MAIN, ...args],
    env: environmentOf(setting),
    exitCode: undefined,
  });
  process.chdir(setting.cwd ?? folder);
  try {
    // Another query makes the main file run again, while the modules that it imports are loaded only once.
    await import(`${pathToFileURL(MAIN).href}?run=${(runs += 1)}`);
    return { code: Number(process.exitCode), ...output };
  } finally {
    process.chdir(folder);
    Object.assign(process, { argv, env, exitCode });
    for (const restore of restores) restore();
  }
}

/** Captures what is written to a stream, which does not count as a terminal. Returns a function that restores it. */
function intercept(stream: NodeJS.WriteStream, capture: (text: string) => void): () => void {
  const before = { write: Reflect.get(stream, "write") as unknown, isTTY: stream.isTTY };
  const listeners = stream.listeners("error");
  Object.assign(stream, {
    isTTY: false,
    write(text: string, done?: () => void) {
      capture(text);
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

/** Returns the environment of a setting, with an API key. */
function environmentOf({ url, env }: Setting): Record<string, string | undefined> {
  const all = { PATH: process.env.PATH, EVOLINK_API_KEY: KEY, EVOLINK_BASE_URL: url, ...env };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Runs a POSIX shell command in which `evolink-video` is the program. */
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
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  child.stdin.on("error", () => undefined).end(setting.input);
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, ...output })));
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (output.stderr.includes(text)) resolve();
      };
      child.stderr.on("data", check);
      check();
      void ended.then(() => reject(new Error(`ended without printing ${text}: ${output.stderr}`)));
    });
  return { child, ended, said };
}
