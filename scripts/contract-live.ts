import { parseArgs } from "node:util";
import { isLoopback } from "../src/shared/loopback.ts";
import { readContract, type Json } from "./generate/contract.ts";
import { cheapestCreation, readingProbes, unauthorizedProbes, type PaidProbe, type Probe } from "./live/probes.ts";
import { sendProbe, type LiveFinding, type Target } from "./live/send.ts";

const HELP = `Holds a real service against openapi/openapi.yaml, by requests that cannot cost money.

  CONTRACT_TARGET=https://… EVOLINK_API_KEY=… npm run --silent contract:live -- [--json]

  CONTRACT_TARGET  base URL of the service; https, or http to this machine
  EVOLINK_API_KEY  without it, only refusals are looked at; it is sent with reads alone, and never printed
  CONTRACT_PAID=1  create one video as well, the cheapest example of the contract; prints what that costs and needs --yes
  --yes            spend it
  --json           print { requests, findings, paid } as JSON
  --timeout S      seconds to wait for an answer (default 30)
  --help           print this

Sent are: every operation without a key and with another scheme; with a key, reads, ids that name nothing, and malformed ids.
Exit codes: 0 all answers are as the contract says, 1 some are not, 2 wrong usage, or --yes is missing: then nothing was sent.
`;

class UsageError extends Error {}

interface Plan {
  readonly target: Target;
  readonly probes: readonly Probe[];
  readonly paid: PaidProbe | undefined;
}

function planOf(document: Json, environment: NodeJS.ProcessEnv, timeout: string): Plan {
  const { CONTRACT_TARGET: baseUrl = "", EVOLINK_API_KEY = "", CONTRACT_PAID } = environment;
  const key = EVOLINK_API_KEY.trim();
  if (baseUrl === "") throw new UsageError("CONTRACT_TARGET is missing: the base URL of the service; see --help");
  if (!URL.canParse(baseUrl)) throw new UsageError("CONTRACT_TARGET is no URL");
  const { protocol, username, password } = new URL(baseUrl);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(baseUrl)))
    throw new UsageError("CONTRACT_TARGET must be https, or http to this machine: the key would travel in clear");
  if (username !== "" || password !== "") throw new UsageError("CONTRACT_TARGET must not hold user information");
  if (!(Number(timeout) > 0)) throw new UsageError("--timeout needs seconds above 0");
  const wantsPaid = CONTRACT_PAID === "1";
  if (wantsPaid && key === "") throw new UsageError("CONTRACT_PAID=1 needs EVOLINK_API_KEY");
  const probes = [...unauthorizedProbes(document), ...(key === "" ? [] : readingProbes(document))];
  return {
    target: { baseUrl, key, timeout: Number(timeout) * 1000 },
    probes,
    paid: wantsPaid ? cheapestCreation(document) : undefined,
  };
}

function asText({ where, expected, got, message, curl }: LiveFinding): string {
  return `${where}\n  expected ${expected}\n  got ${got}\n  ${message}\n  ${curl}\n`;
}

type Output = Readonly<Record<"stdout" | "stderr", { write(text: string): unknown }>>;

async function check(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { stdout, stderr }: Output,
): Promise<number> {
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { yes: flag, json: flag, help: flag, timeout: { type: "string", default: "30" } },
  });
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  const document = readContract();
  const { target, probes, paid } = planOf(document, environment, values.timeout);
  if (paid) stderr.write(`${paid.where} would spend ${paid.credits} credits.\n`);
  if (paid && !values.yes) throw new UsageError("give --yes to spend them; nothing was sent");
  const findings: LiveFinding[] = [];
  const all = [...probes, ...(paid ? [paid] : [])];
  // One after the other: limits of the service are not known.
  for (const probe of all) findings.push(...(await sendProbe(document, target, probe)));
  if (values.json)
    stdout.write(
      `${JSON.stringify({ requests: all.length, findings, paid: paid ? { where: paid.where, credits: paid.credits } : null }, null, 2)}\n`,
    );
  else
    stdout.write(
      `${findings.map(asText).join("")}${all.length} requests, ${findings.length} findings${target.key === "" ? "; without a key, reads were not tried" : ""}\n`,
    );
  return findings.length === 0 ? 0 : 1;
}

/** Runs the command with these arguments and variables; returns its exit code. Wrong usage is one line on the error stream. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv, output: Output): Promise<number> {
  try {
    return await check(args, environment, output);
  } catch (error) {
    const isUsage =
      error instanceof UsageError ||
      (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
    if (!isUsage) throw error;
    output.stderr.write(`contract:live: ${error.message.split("\n")[0] ?? ""}\n`);
    return 2;
  }
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = await main(process.argv.slice(2), process.env, process);
