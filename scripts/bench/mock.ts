import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Option } from "commander";
import { wholeNumberOption } from "../../src/cli/option-types.ts";
import { readContract } from "../generate/contract.ts";
import { freePort } from "../prism.ts";
import { send, type Load, type LoadResult } from "./load.ts";
import { bareHono, prism, sandbox, scalar, type Contestant } from "./servers.ts";
import { rounded, type Aim, type Benchmark, type Measured, type Row } from "./measured.ts";

const CONNECTIONS = 10;
const STARTS = 5;
/** Rounds of a load; the median counts. */
const ROUNDS = 5;
const HEADERS = { Authorization: "Bearer key", "Content-Type": "application/json" };

/** Figures of one server: milliseconds, requests per second, megabytes. */
interface Figures {
  readonly name: string;
  readonly start: number;
  readonly validPost: LoadResult;
  readonly invalidPost: LoadResult;
  readonly get: LoadResult;
  readonly memoryIdle: number;
  readonly memoryAfter: number;
}

/** The loads of a server. */
const loads = (() => {
  const examples = (readContract().components as { examples: Record<string, { value: object }> }).examples;
  const valid = examples.RequestReferenceVideo?.value ?? {};
  const post = (body: object) => ({
    path: "/v1/videos/generations",
    method: "POST" as const,
    body: JSON.stringify(body),
  });
  return {
    validPost: post(valid),
    invalidPost: post({ ...valid, prompt: 1 }),
    get: { path: "/v1/credits", method: "GET" as const, body: "" },
  };
})();

const orderOf = (port: number, kind: keyof typeof loads): Load => {
  const { path, method, body } = loads[kind];
  return { url: `http://127.0.0.1:${port}${path}`, method, body, headers: HEADERS, connections: CONNECTIONS };
};

/** Starts a server. Resolves to the milliseconds until its first response. */
async function start({ name, command }: Contestant, port: number): Promise<{ child: ChildProcess; took: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, command(port), { stdio: "ignore" });
  while (performance.now() - began < 30_000 && child.exitCode === null) {
    const response = await fetch(`http://127.0.0.1:${port}/v1/credits`, { headers: HEADERS }).catch(() => undefined);
    if (response?.status === 200) return { child, took: performance.now() - began };
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  child.kill();
  throw new Error(`${name} did not respond`);
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill();
  await once(child, "exit");
}

/** Returns the resident memory of a process, in megabytes. */
async function memory({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Prints progress to stderr: the benchmark takes minutes. */
const say = (text: string): void => console.error(`mock: ${text}`);

async function measure(contestant: Contestant, requests: number, seconds: number): Promise<Figures> {
  say(`${contestant.name}: ${String(STARTS)} starts`);
  const starts: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    const { child, took } = await start(contestant, await freePort());
    starts.push(took);
    await stop(child);
  }
  const port = await freePort();
  const { child } = await start(contestant, port);
  try {
    const memoryIdle = await memory(child);
    say(`${contestant.name}: requests for ${String(3 * (1 + ROUNDS) * seconds)} s`);
    const middle = async (kind: keyof typeof loads): Promise<LoadResult> => {
      await send(orderOf(port, kind), { seconds });
      const results: LoadResult[] = [];
      for (let round = 0; round < ROUNDS; round += 1) results.push(await send(orderOf(port, kind), { seconds }));
      results.sort((one, other) => one.perSecond - other.perSecond);
      return results[Math.floor(ROUNDS / 2)] ?? { perSecond: 0, p99: 0 };
    };
    const [validPost, invalidPost, get] = [await middle("validPost"), await middle("invalidPost"), await middle("get")];
    say(`${contestant.name}: ${String(requests)} requests`);
    await send(orderOf(port, "validPost"), { requests });
    starts.sort((one, other) => one - other);
    return {
      name: contestant.name,
      start: starts[Math.floor(STARTS / 2)] ?? 0,
      validPost,
      invalidPost,
      get,
      memoryIdle,
      memoryAfter: await memory(child),
    };
  } finally {
    await stop(child);
  }
}

function rowOf(
  { name, start: began, validPost, invalidPost, get, memoryIdle, memoryAfter }: Figures,
  requests: number,
): Row {
  return {
    server: name,
    "start ms": Math.round(began),
    "valid POST/s": Math.round(validPost.perSecond),
    "p99 ms": rounded(validPost.p99),
    "invalid POST/s": Math.round(invalidPost.perSecond),
    "p99 ms ": rounded(invalidPost.p99),
    "GET/s": Math.round(get.perSecond),
    "p99 ms  ": rounded(get.p99),
    "idle MB": Math.round(memoryIdle),
    [`after ${String(requests)} MB`]: Math.round(memoryAfter),
  };
}

function aimsOf(all: readonly Figures[]): Aim[] {
  const named = (start: string): Figures | undefined => all.find(({ name }) => name.startsWith(start));
  const [ours, bare, theirs] = [named("sandbox"), named("bare Hono"), named("Prism")];
  if (ours === undefined || bare === undefined || theirs === undefined) return [];
  return [
    {
      aim: "a bare Hono app's valid POSTs per second with the same validator, as a multiple of the sandbox's",
      limit: rounded(1 / 0.75, 3),
      got: rounded(bare.validPost.perSecond / ours.validPost.perSecond, 3),
    },
    { aim: "the sandbox's start, as a part of Prism's", limit: 1 / 5, got: rounded(ours.start / theirs.start, 3) },
    { aim: "memory of the sandbox after the load, in MB", limit: 100, got: Math.round(ours.memoryAfter) },
  ];
}

/** The servers, in order of measurement. */
const SERVERS = [
  { name: "sandbox", prepare: sandbox },
  { name: "bare-hono", prepare: bareHono },
  { name: "prism", prepare: prism },
  { name: "scalar", prepare: scalar },
];

async function measureEach(
  servers: typeof SERVERS,
  folder: string,
  requests: number,
  seconds: number,
): Promise<readonly Figures[]> {
  const all: Figures[] = [];
  for (const { name, prepare } of servers) {
    try {
      const own = join(folder, name);
      await mkdir(own);
      all.push(await measure(await prepare(own), requests, seconds));
    } catch (error) {
      console.log(
        `${name}: left out: ${(error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""}`,
      );
    }
  }
  return all;
}

interface MockOptions {
  readonly requests: number;
  readonly seconds: number;
  readonly server?: readonly string[];
}

async function measureAll({ requests, seconds, server }: MockOptions): Promise<Measured> {
  const servers = SERVERS.filter(({ name }) => server?.includes(name) ?? true);
  const folder = await mkdtemp(join(tmpdir(), "bench-mock-"));
  const all = await measureEach(servers, folder, requests, seconds).finally(() => rm(folder, { recursive: true }));
  return {
    tables: [
      { title: "starts, requests at 10 connections, memory", rows: all.map((figures) => rowOf(figures, requests)) },
    ],
    aims: aimsOf(all),
  };
}

export const benchmark: Benchmark<MockOptions> = {
  description:
    "Measures the sandbox, a bare Hono app, Prism and @scalar/mock-server in one run. A server that cannot be fetched or started is named and left out.",
  options: [
    wholeNumberOption("--requests <n>", "Requests before memory is measured.", 1).default(100_000),
    wholeNumberOption("--seconds <n>", "Seconds of each load.", 1).default(5),
    new Option("--server <name...>", "Measure these only. Default: all.").choices(SERVERS.map(({ name }) => name)),
  ],
  measure: measureAll,
};
