import { spawn } from "node:child_process";
import { build } from "esbuild";
import type { OutcomeMark } from "./write-observer.ts";

/** Bundles the process to kill, so that it starts fast. */
export async function bundleChild(outfile: string): Promise<void> {
  await build({
    ...{
      entryPoints: ["scripts/crash/child.ts"],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
    },
    ...{ external: ["pg", "pg-boss", "commander", "undici"], logLevel: "error", minify: true },
  });
}

/** How to start a process, and when to kill it. */
export interface Start {
  readonly child: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds from its first output until it is killed from outside; undefined to let it run. */
  readonly killAfter: number | undefined;
}

/** How a process ran and ended. */
export interface ProcessRun {
  readonly killed: boolean;
  readonly code: number | null;
  /** The step at which it killed itself. */
  readonly diedAt: string | undefined;
  /** The number of its steps, when it completed. */
  readonly steps: number | undefined;
  /** The observed marks of its items, in order. */
  readonly marks: readonly { readonly mark: OutcomeMark; readonly key: string }[];
  /** Its events. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** What it wrote to standard error, without the marks. */
  readonly messages: string;
}

/** Runs a process to its end. */
export function runProcess({ child, args, environment, killAfter }: Start): Promise<ProcessRun> {
  const started = spawn(process.execPath, [child, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  started.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  started.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  let timer: NodeJS.Timeout | undefined;
  if (killAfter !== undefined)
    started.stderr.once("data", () => (timer = setTimeout(() => started.kill("SIGKILL"), killAfter)));
  return new Promise((resolve, reject) => {
    started.on("error", reject);
    started.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve(processRunOf(out, err, code, signal === "SIGKILL"));
    });
  });
}

const OTHERS = ["alive", "died", "steps"];

function processRunOf(out: string, err: string, code: number | null, killed: boolean): ProcessRun {
  const reported = [...err.matchAll(/^@(\w+) (.*)$/gm)].map(([, what = "", about = ""]) => ({ what, about }));
  const about = (name: string): string | undefined => reported.find(({ what }) => what === name)?.about;
  const steps = about("steps");
  return {
    killed,
    code,
    diedAt: about("died"),
    steps: steps === undefined ? undefined : Number(steps),
    // All other marks are steps of `OutcomeMark`.
    marks: reported
      .filter(({ what }) => !OTHERS.includes(what))
      .map((one) => ({ mark: one.what as OutcomeMark, key: one.about })),
    // The kill may cut off the last line.
    events: out
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    messages: err.replaceAll(/^@.*\n/gm, ""),
  };
}
