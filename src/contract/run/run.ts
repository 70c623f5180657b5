import type { ContractCase } from "../case.ts";
import type { Finding, RunReport } from "./finding.ts";
import { OperationRun } from "./operation.ts";
import { Recorder, type OnProgress } from "./recorder.ts";
import { RunContract } from "./contract.ts";
import { Parameters } from "./parameters.ts";
import type { SendOptions } from "./send.ts";
import { REJECTION_STATUSES } from "./classify-status.ts";

/** Options of a run. */
export interface RunOptions {
  /** Base URL of the service, such as `http://127.0.0.1:4010`; may have a path. */
  readonly baseUrl: string;
  /**
   * Headers of every request, such as `Authorization`. A case's own header of the same name takes precedence.
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The document: the run validates responses with it, follows its links, and sends requests without credentials.
   * @default none: only statuses are checked
   */
  readonly document?: unknown;
  /**
   * Whether to send a valid request of each operation first, to check that the operation works, and one without
   * credentials. Set it to false when an accepted request would be charged: then only the cases are sent.
   * @default true
   */
  readonly control?: boolean;
  /**
   * Path parameters of existing resources, such as `{ task_id: "task-unified-1" }`.
   * @default none
   */
  readonly params?: Readonly<Record<string, string>>;
  /**
   * Sends a request.
   * @default the global `fetch`
   */
  readonly fetch?: typeof fetch;
  /**
   * Maximum number of concurrent requests.
   * @default 8
   */
  readonly concurrency?: number;
  /**
   * Milliseconds for a request and its response.
   * @default 10000
   */
  readonly timeout?: number;
  /**
   * How often to retry a request after a 429 response.
   * @default 3
   */
  readonly retries?: number;
  /**
   * Milliseconds after which no further case is sent.
   * @default no limit
   */
  readonly timeLimit?: number;
  /**
   * Statuses with which the service rejects a value.
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
 * Sends the cases of request parts (body, path, query, header, cookie) to a service. Resolves to the differences
 * between the service and the document. Skips cases that HTTP cannot carry or that the status does not decide. Rejects
 * only when `signal` is aborted.
 * @throws DocumentError when `document` cannot be read.
 * @example
 * const findings = await runCases(deriveCases(document).cases, { baseUrl: "http://127.0.0.1:4010", document });
 */
export async function runCases(cases: readonly ContractCase[], options: RunOptions): Promise<readonly Finding[]> {
  return (await runContract(cases, options)).findings;
}

/**
 * Sends cases like `runCases`. Resolves to all results: findings, undecided cases with reasons, and the numbers of sent
 * and decided cases.
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
  // Operations whose responses provide parameters of others come first.
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
      refused: options.refusedStatuses ?? REJECTION_STATUSES,
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
