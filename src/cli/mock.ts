import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { exampleCreation } from "../sandbox/contract.ts";
import { faults, scenarios, startSandbox, type Sandbox, type SandboxOptions } from "../sandbox/index.ts";

const USUAL_PORT = 4010;

const list = (entries: Iterable<readonly [string, string]>): string =>
  [...entries].map(([name, text]) => `  ${name.padEnd(30)}${text}`).join("\n");

const HELP = `Usage: evolink-video mock [options]

Serves a sandbox of the API: tasks progress, fail, cost credits and call back. Open its URL in a browser to watch them.

${list([
  ["--port N", `port to listen on, 0 for any that is free (default ${USUAL_PORT})`],
  ["--host ADDRESS", "address to listen on (default 127.0.0.1)"],
  ["--speed N", "how many times faster than real time tasks live; 0 stops the clock (default 60)"],
  ["--seed N", "makes ids repeatable"],
  ["--credits N", "credits to spend (default 1000)"],
  ["--expect-key KEY", "the only API key that is accepted (default: any; no real key belongs here)"],
  ["--allow-callback-host HOST", "a host besides loopback that callbacks may go to; may be repeated"],
  ["--help", "print this text"],
])}

A request can ask for more in its Prefer header:

${list([
  ["code=STATUS", "answer the contract's example of this status"],
  ["example=NAME", "answer this example of the contract"],
])}

scenario=NAME, on a creation:

${list([...scenarios].map(([name, { summary }]) => [name, summary] as const))}

fault=NAME, on any request; callback_… on a creation:

${list(Object.entries(faults))}

Exit codes: 0 after SIGINT or SIGTERM, 2 when an option is wrong or the address cannot be listened on.
`;

/** Something is wrong with the options. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * The command `mock`: serves a sandbox until SIGINT or SIGTERM, then lets running answers finish.
 * @param args The arguments behind the name of the command.
 * @returns The exit code: 0, or 2 with one line on stderr when an option is wrong or the address cannot be listened on.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const options = optionsOf(args);
    if (options === undefined) {
      process.stdout.write(HELP);
      return 0;
    }
    // A mock runs beside an editor and a development server: let the young generation of the heap stay small.
    setFlagsFromString("--semi-space-growth-factor=1");
    const sandbox = await start(options);
    process.stdout.write(greeting(sandbox, options));
    await stopSignal();
    await sandbox.close();
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`evolink-video mock: ${error.message}\n`);
    return 2;
  }
}

/** Undefined when help was asked for. */
function optionsOf(args: readonly string[]): SandboxOptions | undefined {
  const values = parse(args);
  if (values.help === true) return undefined;
  return {
    port: numberOf("--port", values.port, 0, 65_535) ?? USUAL_PORT,
    host: values.host,
    speed: numberOf("--speed", values.speed, 0, 1_000_000, false),
    seed: numberOf("--seed", values.seed, 0, 2 ** 32 - 1),
    credits: numberOf("--credits", values.credits, 0, 1e9, false),
    expectKey: values["expect-key"],
    allowCallbackHosts: values["allow-callback-host"],
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = {
    port: text,
    host: text,
    speed: text,
    seed: text,
    credits: text,
    "expect-key": text,
    "allow-callback-host": { ...text, multiple: true },
    help: { type: "boolean" },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(
      `${(error instanceof Error ? error.message : String(error)).split("\n").join(" ")} (--help lists the options)`,
    );
  }
}

function numberOf(
  option: string,
  text: string | undefined,
  least: number,
  most: number,
  whole = true,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw new UsageError(
    `${option} must be a ${whole ? "whole " : ""}number from ${least} to ${most}, got ${JSON.stringify(text)}`,
  );
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new UsageError(
        `port ${options.port ?? USUAL_PORT} is taken; choose another with --port, or any that is free with --port 0`,
      );
    throw new UsageError(`cannot listen on ${options.host ?? "127.0.0.1"}: ${message}`);
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      resolve();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
  });
}

/** What can be pasted: `curl` and, where the package is installed, the SDK. Both into a POSIX shell. */
function greeting({ url }: Sandbox, { expectKey = "sandbox-key", speed = 60 }: SandboxOptions): string {
  const bold = colours() ? (text: string) => `\u001B[1m${text}\u001B[22m` : (text: string) => text;
  const body = JSON.stringify(exampleCreation.body);
  const curl = `curl ${url}${exampleCreation.path} -H ${quote(`Authorization: Bearer ${expectKey}`)} -H 'Content-Type: application/json' -d ${quote(body)}`;
  const script = `import { EvoLink } from "evolink-video"; const evolink = new EvoLink({ apiKey: ${JSON.stringify(expectKey)}, baseUrl: "${url}" }); console.log(await evolink.videos.generate(${body}));`;
  const pace = speed === 0 ? "the clock stands still until it is moved on" : `tasks live ${speed} times as fast`;
  return `${bold(url)}  (${pace}; open it in a browser to watch)\n\n${curl}\n\nnode --input-type=module -e ${quote(script)}\n`;
}

/** https://no-color.org: set and not empty means none; nor is there any where nobody looks. */
function colours(): boolean {
  return process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "";
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
