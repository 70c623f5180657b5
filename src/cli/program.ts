import manifest from "../../package.json" with { type: "json" };
import { contractFingerprint, contractVersion } from "../../generated/constants.ts";
import { programName } from "./program-name.ts";
import { CliCommand } from "./cli-command.ts";
import { execute } from "./execute.ts";
import { environment, exitCodes } from "./shared-options.ts";
import { addVersion, PACKAGE_VERSION } from "./version.ts";

/** A command: its line in the help, and a function that loads it on demand. */
interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CliCommand>;
}

const commands: readonly CommandEntry[] = [
  {
    name: "generate",
    summary: "create a video (paid), wait for it, save it",
    load: async () => (await import("./generate.ts")).generateCommand(),
  },
  {
    name: "wait",
    summary: "wait for an existing task, save its video",
    load: async () => (await import("./wait.ts")).waitCommand(),
  },
  { name: "task", summary: "read a task once", load: async () => (await import("./task.ts")).taskCommand() },
  {
    name: "credits",
    summary: "read the balance",
    load: async () => (await import("./credits.ts")).creditsCommand(),
  },
  {
    name: "batch",
    summary: "create many videos (paid), crash-safe and resumable",
    load: async () => (await import("./batch.ts")).batchCommand(),
  },
  {
    name: "drift",
    summary: "find differences between contract, documents and traffic",
    load: async () => (await import("./drift.ts")).driftCommand(),
  },
  {
    name: "contract",
    summary: "derive test cases from any OpenAPI document, test a service with them",
    load: async () => (await import("./contract.ts")).contractCommand(),
  },
  {
    name: "mock",
    summary: "serve a sandbox that behaves like the API",
    load: async () => (await import("./mock.ts")).mockCommand(),
  },
];

/** Runs the program `evolink-video` and resolves to its exit code. Never rejects. */
export async function program(args: readonly string[]): Promise<number> {
  const root = new CliCommand(programName())
    .description(manifest.description)
    .helpCommand("help [command]", "print the help of a command")
    .helpTable("Environment:", environment)
    .helpTable("Exit codes:", exitCodes);
  const name = args.find((arg) => commands.some((entry) => entry.name === arg));
  for (const entry of commands) {
    const command = entry.name === name ? await entry.load() : new CliCommand(entry.name);
    root.addCommand(command.summary(entry.summary));
  }
  addVersion(root, VERSIONS, "print the versions of package and contract");
  return execute(root, args);
}

const VERSIONS = `${PACKAGE_VERSION}\ncontract ${contractVersion}, SHA-256 ${contractFingerprint}`;
