import type { ContractCase } from "../case.ts";
import type { Finding, RunReport } from "./finding.ts";
import { OperationRun } from "./operation.ts";
import { Recorder, type OnProgress } from "./recorder.ts";
import { RunContract } from "./contract.ts";
import { Parameters } from "./parameters.ts";
import type { SendOptions } from "./send.ts";
import { REFUSED_STATUSES } from "./classify-status.ts";

/** How cases are sent. */
export interface RunOptions {
  /** Where the service is, such as `http://127.0.0.1:4010`; may have a path. */
  readonly baseUrl: string;
  /**
   * Headers for every request, such as the authorisation. A case's own header of the same name goes first.
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The document: responses are held against it, links are followed, and requests without credentials are tried.
   * @default none, and only statuses are looked at
   */
  readonly document?: unknown;
  /**
   * Whether a plain and valid request of each operation goes first, to show that the operation works, and one without
   * credentials. False where an accepted request would be charged: then nothing but the cases is sent.
   * @default true
   */
  readonly control?: boolean;
  /**
   * Values of path parameters that name something, such as `{ task_id: "task-unified-1" }`.
   * @default none
   */
  readonly params?: Readonly<Record<string, string>>;
  /**
   * Sends a request.
   * @default the global `fetch`
   */
  readonly fetch?: typeof fetch;
  /**
   * How many requests are under way at a time.
   * @default 8
   */
  readonly concurrency?: number;
  /**
   * Milliseconds for a request and its response.
   * @default 10000
   */
  readonly timeout?: number;
  /**
   * How often a request that is answered with 429 is sent again.
   * @default 3
   */
  readonly retries?: number;
  /**
   * Milliseconds after which no further case is sent.
   * @default no limit
   */
  readonly timeLimit?: number;
  /**
   * Statuses by which the service rejects a value.
   * @default [400, 415, 422]
   */
  readonly refusedStatuses?: readonly number[];
  /**
   * Stops the run, which then rejects with the signal's reason.
   * @default none
   */
  readonly signal?: AbortSignal;
  /**
   * Called after every case.
   * @default none
   */
  readonly onProgress?: OnProgress;
}

/**
 * Sends the cases of request parts (body, path, query, header, cookie) to a service and returns what did not go as the
 * document says. A case that HTTP cannot carry is left out, and so is one about which the service's status says
 * nothing. Rejects only when `signal` is aborted.
 * @throws DocumentError when `document` cannot be read.
 * @example
 * const findings = await runCases(deriveCases(document).cases, { baseUrl: "http://127.0.0.1:4010", document });
 */
export async function runCases(cases: readonly ContractCase[], options: RunOptions): Promise<readonly Finding[]> {
  return (await runContract(cases, options)).findings;
}

/**
 * Sends cases as `runCases` does, and returns all that was seen: findings, what could not be decided and why, and how
 * many cases were sent and decided.
 * @throws DocumentError when `document` cannot be read.
 * @example
 * const { findings, undecided } = await runContract(cases, { baseUrl, document });
 */
export async function runContract(cases: readonly ContractCase[], options: RunOptions): Promise<RunReport> {
  const contract = options.document === undefined ? undefined : new RunContract(options.document);
  const sending: SendOptions = {
    baseUrl: options.baseUrl,
    headers: options.headers ?? {},
    fetch: options.fetch ?? fetch,
    timeout: options.timeout ?? 10_000,
    retries: options.retries ?? 3,
    signal: options.signal,
  };
  const byOperation = groupByOperation(cases.filter(({ request }) => request !== undefined));
  const recorder = new Recorder(cases, sending, options.onProgress);
  const parameters = new Parameters(contract, options.params ?? {});
  const end = performance.now() + (options.timeLimit ?? Infinity);
  // What other operations' parameters are taken from goes first.
  const linked = [...byOperation].filter(([name]) => (contract?.links(name) ?? []).length > 0);
  const others = [...byOperation].filter(([name]) => !linked.some(([one]) => one === name));
  const bare = [...(contract?.bareOperations() ?? [])].filter(([name]) => !byOperation.has(name));
  const all = [
    ...(options.control === false ? [] : bare).map(([name, request]) => ({ name, cases: [], bare: request })),
    ...[...others, ...linked].map(([name, own]) => ({ name, cases: own })),
  ];
  for (const operation of all) {
    const run = new OperationRun({
      ...operation,
      contract,
      recorder,
      parameters,
      sending,
      concurrency: options.concurrency ?? 8,
      sendsControl: options.control ?? true,
      refused: options.refusedStatuses ?? REFUSED_STATUSES,
      isLate: () => performance.now() > end,
    });
    await run.run();
  }
  return recorder.report();
}

function groupByOperation(cases: readonly ContractCase[]): ReadonlyMap<string, readonly ContractCase[]> {
  const groups = new Map<string, ContractCase[]>();
  for (const one of cases) {
    const group = groups.get(one.operation);
    if (group) group.push(one);
    else groups.set(one.operation, [one]);
  }
  return groups;
}
