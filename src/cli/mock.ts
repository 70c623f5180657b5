import { styleText } from "node:util";
import { setFlagsFromString } from "node:v8";
import { Option } from "commander";
import { faults, scenarios, type Sandbox, type SandboxOptions } from "../sandbox/index.ts";
import { startServer } from "../sandbox/node/start.ts";
import { EvoLinkError } from "../sdk/index.ts";
import { programName } from "./program-name.ts";
import { CliCommand, type HelpRow } from "./cli-command.ts";
import { UsageError } from "./cli-error.ts";
import { execute } from "./execute.ts";
import { showsColours } from "./io.ts";
import { greeting } from "./mock/greeting.ts";
import { requestLine } from "./mock/request-line.ts";
import { rangeOption, RepeatableOption, wholeNumberOption } from "./option-types.ts";

const USUAL_PORT = 4010;

/** The options that the sandbox validates, with their flags. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ["expectKey", "--expect-key <key>"],
  ["allowCallbackHosts", "--allow-callback-host <host>"],
  ["allowHosts", "--allow-host <host>"],
  ["publicUrl", "--public-url <url>"],
]);

interface MockOptions {
  readonly port?: number;
  readonly host?: string;
  readonly speed?: number;
  readonly seed?: number;
  readonly credits?: number;
  readonly expectKey?: string;
  readonly allowCallbackHost?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly publicUrl?: string;
  readonly quiet?: boolean;
}

/** Creates the command `mock`, which serves a sandbox until a signal ends it; running responses complete. */
export function mockCommand(): CliCommand {
  const command = new CliCommand("mock")
    .description(
      "Serves a sandbox of the API: tasks progress, fail, cost credits and send callbacks. Open its URL in a browser to watch them.",
    )
    .action(serve);
  for (const option of options()) command.addOption(option);
  return command
    .helpTable("Preferences in the Prefer header of a request:", [
      { term: "code=STATUS", text: "respond with the contract's example of this status" },
      { term: "example=NAME", text: "respond with this example of the contract" },
    ])
    .helpTable(
      "scenario=NAME, on a create request:",
      rows([...scenarios].map(([name, { summary }]) => [name, summary])),
    )
    .helpTable("fault=NAME, on any request; callback_… on a create request:", rows(Object.entries(faults)))
    .helpTable("Exit codes:", [
      { term: "0", text: "ended by SIGINT, SIGTERM or SIGHUP" },
      { term: "2", text: "an option is invalid, or the server cannot listen" },
    ]);
}

/** Runs `evolink-video mock` and resolves to its exit code. Never rejects because of its input. */
export function run(args: readonly string[]): Promise<number> {
  return execute(new CliCommand(programName()).addCommand(mockCommand()), ["mock", ...args]);
}

function options(): readonly Option[] {
  return [
    wholeNumberOption("--port <n>", `Port to listen on; 0 takes a free one. Default: ${USUAL_PORT}.`, 0, 65_535),
    new Option("--host <address>", "Address to listen on; 0.0.0.0 lets others reach it. Default: 127.0.0.1."),
    rangeOption("--speed <n>", "Speed of the clock relative to real time; 0 stops it. Default: 60.", 0, 1e6),
    wholeNumberOption("--seed <n>", "Seed of ids: the same seed gives the same ids.", 0, 2 ** 32 - 1),
    rangeOption("--credits <n>", "Credits to spend. Default: 1000.", 0, 1e9),
    new Option("--expect-key <key>", "The only accepted API key; do not use a real one. Default: any."),
    new RepeatableOption("--allow-callback-host <host>", "A host that may receive callbacks, besides loopback."),
    new RepeatableOption("--allow-host <host>", "A host that may serve the page and its controls, besides loopback."),
    new Option("--public-url <url>", "Base URL of result links. Default: the host of each request."),
    new Option("--quiet", "Do not print requests."),
  ];
}

function rows(entries: readonly (readonly [name: string, text: string])[]): readonly HelpRow[] {
  return entries.map(([term, text]) => ({ term, text }));
}

async function serve({
  allowCallbackHost,
  allowHost,
  port = USUAL_PORT,
  quiet = false,
  ...rest
}: MockOptions): Promise<void> {
  // A mock runs beside an editor and a development server: limits the young generation of the heap.
  setFlagsFromString("--semi-space-growth-factor=1");
  // A closed stdout does not end the sandbox.
  process.stdout.on("error", () => undefined);
  const sandboxOptions: SandboxOptions = {
    ...rest,
    port,
    allowCallbackHosts: allowCallbackHost,
    allowHosts: allowHost,
    onRequest: quiet ? undefined : (record) => void process.stdout.write(requestLine(record)),
  };
  const sandbox = await start(sandboxOptions);
  process.stdout.write(greeting(sandbox, sandboxOptions, bold));
  await stopSignal();
  await sandbox.close();
}

async function start(sandboxOptions: SandboxOptions): Promise<Sandbox> {
  const { port = USUAL_PORT, host = "127.0.0.1" } = sandboxOptions;
  try {
    return await startServer(sandboxOptions, true);
  } catch (error) {
    if (error instanceof EvoLinkError) throw new UsageError(withFlag(error.message));
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === "EADDRINUSE"
        ? `Port ${port} is taken; choose another with --port, or a free one with --port 0.`
        : `Cannot listen on ${host}: ${code ?? message}.`,
    );
  }
}

/** Replaces the name of a sandbox option at the start of a message by the command-line option. */
function withFlag(message: string): string {
  const [name = ""] = message.split(" ", 1);
  const flag = FLAGS.get(name);
  return flag === undefined ? message : `Option '${flag}'${message.slice(name.length)}`;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const name of SIGNALS) process.off(name, stop);
      resolve();
    };
    for (const name of SIGNALS) process.on(name, stop);
  });
}

function bold(text: string): string {
  return showsColours(process.stdout) ? styleText("bold", text, { validateStream: false }) : text;
}
