import { styleText } from "node:util";
import { setFlagsFromString } from "node:v8";
import { Option } from "commander";
import { exampleCreation } from "../sandbox/contract.ts";
import { faults, scenarios, startSandbox, type Sandbox, type SandboxOptions } from "../sandbox/index.ts";
import { programName } from "./program-name.ts";
import { CliCommand, type HelpRow } from "./cli-command.ts";
import { UsageError } from "./cli-error.ts";
import { execute } from "./execute.ts";
import { showsColours } from "./io.ts";
import { rangeOption, RepeatableOption, wholeNumberOption } from "./option-types.ts";

const USUAL_PORT = 4010;

interface MockOptions {
  readonly port?: number;
  readonly host?: string;
  readonly speed?: number;
  readonly seed?: number;
  readonly credits?: number;
  readonly expectKey?: string;
  readonly allowCallbackHost?: readonly string[];
}

/** Creates the command `mock`, which serves a sandbox until a signal ends it, and lets running responses finish. */
export function mockCommand(): CliCommand {
  const command = new CliCommand("mock")
    .description(
      "Serves a sandbox of the API: tasks progress, fail, cost credits and call back. Open its URL in a browser to watch them.",
    )
    .action(serve);
  for (const option of options()) command.addOption(option);
  return command
    .helpTable("A request can ask for more in its Prefer header:", [
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
      { term: "2", text: "an option is wrong, or the address cannot be listened on" },
    ]);
}

/** Runs `evolink-video mock` and resolves to its exit code. Never rejects for what it is given. */
export function run(args: readonly string[]): Promise<number> {
  return execute(new CliCommand(programName()).addCommand(mockCommand()), ["mock", ...args]);
}

function options(): readonly Option[] {
  return [
    wholeNumberOption("--port <n>", `Port to listen on, 0 for any that is free. Default: ${USUAL_PORT}.`, 0, 65_535),
    new Option("--host <address>", "Address to listen on. Default: 127.0.0.1."),
    rangeOption(
      "--speed <n>",
      "How many times faster than real time tasks live; 0 stops the clock. Default: 60.",
      0,
      1e6,
    ),
    wholeNumberOption("--seed <n>", "Makes ids repeatable.", 0, 2 ** 32 - 1),
    rangeOption("--credits <n>", "Credits to spend. Default: 1000.", 0, 1e9),
    new Option("--expect-key <key>", "The only API key that is accepted; no real key belongs here. Default: any."),
    new RepeatableOption("--allow-callback-host <host>", "A host besides loopback that callbacks may go to."),
  ];
}

function rows(entries: readonly (readonly [name: string, text: string])[]): readonly HelpRow[] {
  return entries.map(([term, text]) => ({ term, text }));
}

async function serve({ allowCallbackHost, port = USUAL_PORT, ...rest }: MockOptions): Promise<void> {
  // A mock runs beside an editor and a development server: let the young generation of the heap stay small.
  setFlagsFromString("--semi-space-growth-factor=1");
  const sandboxOptions: SandboxOptions = { ...rest, port, allowCallbackHosts: allowCallbackHost };
  const sandbox = await start(sandboxOptions);
  process.stdout.write(greeting(sandbox, sandboxOptions));
  await stopSignal();
  await sandbox.close();
}

async function start(sandboxOptions: SandboxOptions): Promise<Sandbox> {
  const { port = USUAL_PORT, host = "127.0.0.1" } = sandboxOptions;
  try {
    return await startSandbox(sandboxOptions);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === "EADDRINUSE"
        ? `Port ${port} is taken; choose another with --port, or any that is free with --port 0.`
        : `Cannot listen on ${host}: ${code ?? message}.`,
    );
  }
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

/** What can be pasted: `curl` and, where the package is installed, the SDK. Both into a POSIX shell. */
function greeting({ url }: Sandbox, { expectKey = "sandbox-key", speed = 60 }: SandboxOptions): string {
  const address = showsColours(process.stdout) ? styleText("bold", url, { validateStream: false }) : url;
  const body = JSON.stringify(exampleCreation.body);
  const curl = `curl ${url}${exampleCreation.path} -H ${quote(`Authorization: Bearer ${expectKey}`)} -H 'Content-Type: application/json' -d ${quote(body)}`;
  const script = `import { EvoLink } from "evolink-video"; const evolink = new EvoLink({ apiKey: ${JSON.stringify(expectKey)}, baseUrl: "${url}" }); console.log(await evolink.videos.generate(${body}));`;
  const pace = speed === 0 ? "the clock stands still until it is moved on" : `tasks live ${speed} times as fast`;
  return `${address}  (${pace}; open it in a browser to watch)\n\n${curl}\n\nnode --input-type=module -e ${quote(script)}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
