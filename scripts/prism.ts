import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CliCommand } from "../src/cli/cli-command.ts";
import { execute } from "../src/cli/execute.ts";
import { wholeNumberOption } from "../src/cli/option-types.ts";
import { at, operations, readContract, type Json } from "./generate/contract.ts";

const HOST = "127.0.0.1";

/** A running Prism server. */
export interface Prism {
  readonly url: string;
  readonly exited: Promise<void>;
  /** Stops the process and resolves when it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts Prism on a port, or on a free one, with the contract or another document. Throws with its output when it does
 * not start.
 */
export async function startPrism(
  options: { readonly port?: number; readonly document?: Json; readonly quiet?: boolean } = {},
): Promise<Prism> {
  const port = options.port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), "prism-"));
  const file = join(folder, "openapi.json");
  writeFileSync(file, JSON.stringify(withoutCallbacks(options.document ?? readContract())));
  const child = spawn(process.execPath, [binary(), "mock", "--host", HOST, "--port", String(port), file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const kill = (): boolean => child.kill("SIGKILL");
  process.once("exit", kill);
  // After Prism ended: it watches the file and restarts when the file changes.
  void exited.then(() => {
    process.off("exit", kill);
    rmSync(folder, { recursive: true, force: true });
  });
  await listening(child, options.quiet !== false);
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const force = setTimeout(kill, 2000);
    await exited;
    clearTimeout(force);
  };
  return { url: `http://${HOST}:${String(port)}`, exited, stop };
}

function withoutCallbacks(document: Json): Json {
  const copy = structuredClone(document);
  for (const { node } of operations(copy)) delete node.callbacks;
  return copy;
}

function binary(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("@stoplight/prism-cli/package.json");
  return join(dirname(manifest), at(require(manifest), "bin").prism as string);
}

/** Resolves to a free port on the loopback address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when Prism listens. It keeps reading the output, so that the pipe never fills up. */
function listening(child: ChildProcess, quiet: boolean): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-10_000);
      if (!quiet) process.stdout.write(chunk);
      if (output.includes("Prism is listening")) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Prism ended with ${String(code)} before it listened:\n${output}`)));
  });
}

function prismCommand(): CliCommand {
  return new CliCommand("npm run mock:prism --")
    .description(
      `Serves openapi/openapi.yaml with Prism on ${HOST}: it checks requests and responds with the contract's examples, without state. Callbacks are left out: Prism would send them to the real address, even for a request that it rejected.`,
    )
    .addOption(wholeNumberOption("--port <n>", "The port. Default: 4011.", 0, 65_535))
    .action(serve);
}

async function serve({ port = 4011 }: { readonly port?: number }): Promise<void> {
  const prism = await startPrism({ port, quiet: false });
  const stop = (): void => void prism.stop();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  await prism.exited;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await execute(prismCommand(), process.argv.slice(2));
