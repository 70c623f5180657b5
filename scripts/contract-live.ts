import { CliCommand } from "../src/cli/cli-command.ts";
import { UsageError } from "../src/cli/cli-error.ts";
import { execute } from "../src/cli/execute.ts";
import { EXIT } from "../src/cli/exit-codes.ts";
import { processIo, type Io } from "../src/cli/io.ts";
import { numberOption } from "../src/cli/option-types.ts";
import { isLoopback } from "../src/shared/loopback.ts";
import { readContract, type Json } from "./generate/contract.ts";
import { cheapestCreateRequest, readingProbes, unauthorizedProbes, type PaidProbe, type Probe } from "./live/probes.ts";
import { sendProbe, type LiveFinding, type Target } from "./live/send.ts";

interface LiveOptions {
  readonly yes?: boolean;
  readonly json?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

interface Plan {
  readonly target: Target;
  readonly probes: readonly Probe[];
  readonly paid: PaidProbe | undefined;
}

function planOf(document: Json, environment: NodeJS.ProcessEnv, timeout: number): Plan {
  const { CONTRACT_TARGET: baseUrl = "", EVOLINK_API_KEY = "", CONTRACT_PAID } = environment;
  const key = EVOLINK_API_KEY.trim();
  if (baseUrl === "") throw new UsageError("CONTRACT_TARGET is missing: the base URL of the service; see --help");
  if (!URL.canParse(baseUrl)) throw new UsageError("CONTRACT_TARGET is not a URL");
  const { protocol, username, password } = new URL(baseUrl);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(baseUrl)))
    throw new UsageError(
      "CONTRACT_TARGET must be https, or http to this machine: otherwise the key would be sent unencrypted",
    );
  if (username !== "" || password !== "")
    throw new UsageError("CONTRACT_TARGET must not contain a user name or password");
  const wantsPaid = CONTRACT_PAID === "1";
  if (wantsPaid && key === "") throw new UsageError("CONTRACT_PAID=1 needs EVOLINK_API_KEY");
  const probes = [...unauthorizedProbes(document), ...(key === "" ? [] : readingProbes(document))];
  return {
    target: { baseUrl, key, timeout: timeout * 1000 },
    probes,
    paid: wantsPaid ? cheapestCreateRequest(document) : undefined,
  };
}

function asText({ where, expected, got, message, curl }: LiveFinding): string {
  return `${where}\n  expected ${expected}\n  got ${got}\n  ${message}\n  ${curl}\n`;
}

/** Returns the number of findings. */
async function check(
  { yes = false, json = false, timeout = 30 }: LiveOptions,
  environment: NodeJS.ProcessEnv,
  { out, err }: Io,
): Promise<number> {
  const document = readContract();
  const { target, probes, paid } = planOf(document, environment, timeout);
  if (paid) err.write(`${paid.where} would spend ${paid.credits} credits.\n`);
  if (paid && !yes) throw new UsageError("add --yes to spend them; nothing was sent");
  const findings: LiveFinding[] = [];
  const all = [...probes, ...(paid ? [paid] : [])];
  // One at a time: the rate limits of the service are unknown.
  for (const probe of all) findings.push(...(await sendProbe(document, target, probe)));
  if (json)
    out.write(
      `${JSON.stringify({ requests: all.length, findings, paid: paid ? { where: paid.where, credits: paid.credits } : null }, null, 2)}\n`,
    );
  else
    out.write(
      `${findings.map(asText).join("")}${all.length} requests, ${findings.length} findings${target.key === "" ? "; without a key, reads were not tried" : ""}\n`,
    );
  return findings.length;
}

function liveCommand(environment: NodeJS.ProcessEnv, io: Io): CliCommand {
  const command = new CliCommand("npm run --silent contract:live --", io)
    .description(
      "Compares a real service with openapi/openapi.yaml. The requests cost nothing: every operation without a key and with another authorization scheme; with a key, reads, unknown ids and malformed ids.",
    )
    .option("--yes", "Spend what CONTRACT_PAID=1 costs.")
    .option("--json", "Print { requests, findings, paid } as JSON.")
    .addOption(numberOption("--timeout <seconds>", "Seconds to wait for a response. Default: 30."))
    .helpTable("Environment:", [
      { term: "CONTRACT_TARGET", text: "base URL of the service; https, or http to this machine" },
      {
        term: "EVOLINK_API_KEY",
        text: "without it, only 401 responses are checked; sent only with reads and the paid request, and never printed",
      },
      {
        term: "CONTRACT_PAID=1",
        text: "also create one video, the cheapest example of the contract; prints its cost and requires --yes",
      },
    ])
    .helpTable("Exit codes:", [
      { term: "0", text: "all responses match the contract" },
      { term: "1", text: "some responses do not match" },
      { term: "2", text: "wrong usage, or --yes is missing; nothing was sent" },
    ])
    .action(async (options: LiveOptions) => {
      if ((await check(options, environment, io)) > 0) command.endWith(EXIT.refused);
    });
  return command;
}

/** Runs the check and resolves to its exit code. */
export function main(args: readonly string[], environment: NodeJS.ProcessEnv, io: Io): Promise<number> {
  return execute(liveCommand(environment, io), args);
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = await main(process.argv.slice(2), process.env, processIo);
